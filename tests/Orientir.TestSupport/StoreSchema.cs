using Microsoft.EntityFrameworkCore;
using Orientir.Data;

namespace Orientir.TestSupport;

/// <summary>The schema a store really has.</summary>
internal static class StoreSchema
{
    /// <summary>Columns, indexes and foreign keys, a line each.</summary>
    public static async Task<List<string>> OfAsync(Store store, CancellationToken cancel)
    {
        await using var context = store.Open();
        var lines = await context.Database.SqlQueryRaw<string>(store.IsPostgres ? Postgres : Sqlite).ToListAsync(cancel);
        // The scheduler's tables are its own.
        return lines.FindAll(line => !line.Contains("qrtz_", StringComparison.Ordinal));
    }

    /// <summary>What guards rows beside the schema: policies «table USING …» and triggers «table TRIGGER name», a line each.</summary>
    public static async Task<List<string>> GuardsOfAsync(Store store, CancellationToken cancel)
    {
        await using var context = store.Open();
        return await context.Database.SqlQueryRaw<string>(store.IsPostgres ? PostgresGuards : SqliteGuards).ToListAsync(cancel);
    }

    /// <summary>The tables, without those of the scheduler.</summary>
    public static async Task<List<string>> TablesOfAsync(Store store, CancellationToken cancel)
    {
        await using var context = store.Open();
        return (
            await context
                .Database.SqlQueryRaw<string>(
                    store.IsPostgres
                        ? "SELECT tablename AS \"Value\" FROM pg_tables WHERE schemaname = 'public'"
                        : "SELECT name AS Value FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                )
                .ToListAsync(cancel)
        ).FindAll(table => !table.Contains("qrtz_", StringComparison.Ordinal));
    }

    private const string SqliteGuards = """
        SELECT tbl_name || ' TRIGGER ' || name || ' ' || sql AS Value FROM sqlite_master WHERE type = 'trigger' ORDER BY Value
        """;

    private const string PostgresGuards = """
        SELECT c.relname || ' USING ' || pg_get_expr(p.polqual, p.polrelid) AS "Value"
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polpermissive AND p.polcmd = '*' AND p.polroles = '{{0}}' AND p.polwithcheck IS NULL
        UNION ALL
        SELECT c.relname || ' TRIGGER ' || pg_get_triggerdef(t.oid)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled = 'O'
        ORDER BY 1
        """;

    private const string Sqlite = """
        SELECT t.name || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk || ' ' || coalesce(c.dflt_value, '') AS Value
        FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
        UNION ALL
        SELECT t.name || ' ' || i.name || ' ' || i."unique" || ' ' || (SELECT group_concat(x.name) FROM pragma_index_info(i.name) x)
        FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table'
        UNION ALL
        SELECT t.name || ' -> ' || f."table" || ' ' || f."from" || ' ' || f."to" || ' ' || f.on_delete
        FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
        ORDER BY Value
        """;

    private const string Postgres = """
        SELECT c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' || a.attidentity::text AS "Value"
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        ORDER BY 1
        """;
}
