using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Orientir.Data.Migrations;

/// <summary>
/// The step of 0028-look-alikes: names kept before words of two alphabets were refused are found and stand by the Russian letters their
/// Latin ones look like. What is shown of them stays as it was written.
/// </summary>
internal static partial class FoldLookAlikes
{
    // As names were folded when this step was written: what it makes of an old store must not change with that rule.
    private const string Latin = "abcehkmoptxyë";
    private const string Russian = "авсенкмортхуе";

    private static readonly string[] Tables =
    [
        "territories",
        "territory_aliases",
        "subjects",
        "campaign_subjects",
        "campaigns",
        "methodologies",
        "users",
        "letters",
    ];

    public static async Task RunAsync(StoreInMigration store, CancellationToken cancel)
    {
        foreach (var table in Tables)
        foreach (var (id, folded) in await MixedAsync(store, table, cancel))
        {
            await using var command = Command(store, $"UPDATE {table} SET \"FoldedName\" = @folded WHERE \"Id\" = @id");
            Add(command, "folded", folded);
            Add(command, "id", id);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    private static async Task<List<(long Id, string Folded)>> MixedAsync(StoreInMigration store, string table, CancellationToken cancel)
    {
        await using var command = Command(store, $"SELECT \"Id\", \"FoldedName\" FROM {table}");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<(long, string)>();
        while (await reader.ReadAsync(cancel))
            if (reader.GetString(1) is var kept && Folded(kept) is var folded && folded != kept)
                found.Add((Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture), folded));
        return found;
    }

    private static string Folded(string kept) =>
        Words()
            .Replace(
                kept,
                word =>
                    word.Value.Any(IsCyrillic) && !word.Value.Any(letter => IsLatin(letter) && !Latin.Contains(letter))
                        ? string.Concat(word.Value.Select(letter => Latin.IndexOf(letter) is >= 0 and var at ? Russian[at] : letter))
                        : word.Value
            );

    private static bool IsLatin(char letter) => letter is (>= 'a' and <= 'z') or (>= 'À' and <= 'ɏ' and not ('×' or '÷'));

    private static bool IsCyrillic(char letter) => letter is >= '\u0400' and <= '\u04FF';

    [GeneratedRegex(@"\p{L}+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    private static DbCommand Command(StoreInMigration store, string sql)
    {
        var command = store.Connection.CreateCommand();
        // It takes as long as the table is large, as the script of a migration does.
        (command.Transaction, command.CommandTimeout, command.CommandText) = (store.Transaction, 0, sql);
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
