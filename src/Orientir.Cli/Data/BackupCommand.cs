using System.CommandLine;
using Orientir.Data;

namespace Orientir.Cli.Data;

/// <summary>backup FILE</summary>
internal sealed class BackupCommand : Verb
{
    private readonly Argument<string> _file = new("FILE") { HelpName = "ФАЙЛ", Description = "Куда записать резервную копию (zip)." };

    public BackupCommand()
        : base(
            "backup",
            "Записать всю базу данных в один файл и проверить его; сайт может работать. База — ORIENTIR_DATABASE, иначе data/orientir.db.",
            "backup orientir-2026-11-22.zip"
        ) => Add(_file);

    public override void Run(ParseResult parse)
    {
        var file = parse.GetRequiredValue(_file);
        var (tables, rows) = new WriteBackup(Store.Configured(), TimeProvider.System).Run(file, Tool.Interruption);
        Terminal.Write(
            $"{file}: записано и проверено — {Russian.Count(tables, "таблица", "таблицы", "таблиц")}, {Russian.Count(rows, "строка", "строки", "строк")}\n"
        );
    }
}
