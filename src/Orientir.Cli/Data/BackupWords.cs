using Orientir.Core.Files;
using Orientir.Data;

namespace Orientir.Cli.Data;

/// <summary>What a backup holds, in words.</summary>
internal static class BackupWords
{
    /// <summary>«25 таблиц, 1 204 строки, 17 файлов (3,2 МБ)».</summary>
    public static string Of(BackupCounts counts) =>
        $"{Russian.Count(counts.Tables, "таблица", "таблицы", "таблиц")}, {Russian.Count(counts.Rows, "строка", "строки", "строк")}, "
        + FileWords.Count(counts.Files)
        + (counts.Files > 0 ? $" ({FileWords.Size(counts.Bytes)})" : "");
}
