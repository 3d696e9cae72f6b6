using System.Data.Common;
using System.Globalization;

namespace Orientir.Data.Migrations;

/// <summary>
/// The step of 0028-look-alikes: names kept before words of two alphabets were refused are found and stand by the Russian letters their
/// Latin ones look like. What is shown of them stays as it was written.
/// </summary>
internal static class FoldLookAlikes
{
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
            if (reader.GetString(1) is var kept && LookAlikes.Russified(kept) is var folded && folded != kept)
                found.Add((Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture), folded));
        return found;
    }

    private static DbCommand Command(StoreInMigration store, string sql)
    {
        var command = store.Connection.CreateCommand();
        (command.Transaction, command.CommandText) = (store.Transaction, sql);
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
