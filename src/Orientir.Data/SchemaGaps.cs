using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Orientir.Data;

/// <summary>
/// What the program needs and a store has not, though its number of the schema says so: the first script was once edited where it stood,
/// and a store of a build of those days passes for a newer one.
/// </summary>
internal sealed class SchemaGaps(Store store)
{
    /// <summary>Missing columns «table.Column» and unique indexes.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancel)
    {
        await using var context = store.Open();
        var there = await context.Database.SqlQueryRaw<string>(store.IsPostgres ? Postgres : Sqlite).ToListAsync(cancel);
        var needed = context
            .Model.GetEntityTypes()
            .SelectMany(entity =>
            {
                var table = StoreObjectIdentifier.Table(entity.GetTableName()!);
                return entity
                    .GetProperties()
                    .Select(property => $"{table.Name}.{property.GetColumnName(table)}")
                    .Concat(entity.GetIndexes().Where(index => index.IsUnique).Select(index => index.GetDatabaseName()!));
            })
            .Distinct(StringComparer.Ordinal);
        return [.. needed.Except(there, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private const string Sqlite = """
        SELECT t.name || '.' || c.name AS Value FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'
        UNION ALL SELECT name FROM sqlite_master WHERE type = 'index'
        """;

    private const string Postgres = """
        SELECT table_name || '.' || column_name AS "Value" FROM information_schema.columns WHERE table_schema = current_schema()
        UNION ALL SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()
        """;
}
