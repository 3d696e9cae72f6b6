using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Orientir.Core.Store;

/// <summary>
/// Writes added and changed rows by the thousand: many a statement, where a save of EF Core takes a statement a row and reads its key back.
/// They stay under every rule of the database (COPY is no way: PostgreSQL refuses it on tables with row-level security).
/// </summary>
/// <param name="context">The unit of work.</param>
internal sealed class ManyRows(OrientirContext context)
{
    // Of fewer a save of EF Core takes no longer.
    private const int Many = 20;

    /// <summary>Gives added rows the keys they will be saved with, so that rows that name one another are written once.</summary>
    public async Task NumberAsync(CancellationToken cancel)
    {
        foreach (var rows in Added())
            await NumberAsync(rows.Key, rows, cancel);
    }

    /// <summary>
    /// Writes the kinds of which many rows were added or changed; the others, and what was removed, are left to the save.
    /// </summary>
    public async Task WriteAsync(CancellationToken cancel)
    {
        if (context.Database.CurrentTransaction is null)
            throw new InvalidOperationException("What is written in parts is written within a transaction.");
        var kinds = Added().ToDictionary(rows => rows.Key, rows => rows.ToList());
        var left = new HashSet<IEntityType>();
        while (kinds.Keys.FirstOrDefault(kind => !RefersTo(kind, kinds.ContainsKey)) is { } kind)
        {
            kinds.Remove(kind, out var rows);
            if (rows!.Count < Many || RefersTo(kind, left.Contains))
            {
                left.Add(kind);
                continue;
            }
            await NumberAsync(kind, rows, cancel);
            await InsertAsync(kind, rows, cancel);
        }
        foreach (var rows in Tracked(EntityState.Modified))
            if (!RefersTo(rows.Key, left.Contains) && !rows.Key.GetProperties().Any(property => property.IsConcurrencyToken))
                foreach (var alike in rows.GroupBy(ChangedOf))
                    if (alike.Count() >= Many)
                        await UpdateAsync(rows.Key, [.. alike], cancel);
    }

    private static string ChangedOf(EntityEntry row) =>
        string.Join(' ', row.Properties.Where(property => property.IsModified).Select(property => property.Metadata.Name));

    private async Task NumberAsync(IEntityType kind, IEnumerable<EntityEntry> rows, CancellationToken cancel)
    {
        if (kind.FindPrimaryKey() is not { Properties: [var key] })
            return;
        // Temporary keys grow in the order of adding.
        var unnumbered = rows.Select(row => row.Property(key)).Where(row => row.IsTemporary).OrderBy(row => row.CurrentValue).ToList();
        if (unnumbered.Count == 0)
            return;
        var keys = await context.TakeKeysAsync(kind.GetTableName()!, unnumbered.Count, cancel);
        foreach (var (row, number) in unnumbered.Zip(keys))
            (row.CurrentValue, row.IsTemporary) = (Convert.ChangeType(number, key.ClrType, CultureInfo.InvariantCulture), false);
    }

    private List<IGrouping<IEntityType, EntityEntry>> Added() => Tracked(EntityState.Added);

    // What was added is known without comparing every row with what it was.
    private List<IGrouping<IEntityType, EntityEntry>> Tracked(EntityState state)
    {
        var detects = context.ChangeTracker.AutoDetectChangesEnabled;
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return [.. context.ChangeTracker.Entries().Where(entry => entry.State == state).GroupBy(entry => entry.Metadata)];
        }
        finally
        {
            context.ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    private static bool RefersTo(IEntityType kind, Func<IEntityType, bool> any) =>
        kind.GetForeignKeys().Any(key => key.PrincipalEntityType != kind && any(key.PrincipalEntityType));

    private async Task InsertAsync(IEntityType kind, List<EntityEntry> rows, CancellationToken cancel)
    {
        var columns = kind.GetProperties().ToList();
        var names = string.Join(", ", columns.Select(column => $"\"{column.GetColumnName()}\""));
        await ExecuteAsync(columns, rows, values => $"INSERT INTO \"{kind.GetTableName()}\" ({names}) VALUES {values}", cancel);
    }

    /// <summary>Writes rows of which the same was changed.</summary>
    private Task UpdateAsync(IEntityType kind, List<EntityEntry> rows, CancellationToken cancel)
    {
        List<IProperty> keys = [.. kind.FindPrimaryKey()!.Properties];
        List<IProperty> changed = [.. rows[0].Properties.Where(property => property.IsModified).Select(property => property.Metadata)];
        // Both databases call the columns of such a list so.
        var set = changed.Select((column, number) => $"\"{column.GetColumnName()}\" = v.column{keys.Count + number + 1}");
        var same = keys.Select((column, number) => $"t.\"{column.GetColumnName()}\" = v.column{number + 1}");
        return ExecuteAsync(
            [.. keys, .. changed],
            rows,
            values =>
                $"UPDATE \"{kind.GetTableName()}\" AS t SET {string.Join(", ", set)} "
                + $"FROM (VALUES {values}) AS v WHERE {string.Join(" AND ", same)}",
            cancel
        );
    }

    private async Task ExecuteAsync(
        List<IProperty> properties,
        List<EntityEntry> rows,
        Func<string, string> statementOf,
        CancellationToken cancel
    )
    {
        var columns = properties.ConvertAll(property => (Property: property, Mapping: property.GetRelationalTypeMapping()));
        // One command for all parts: EF Core would look for each parameter among all before it, and the database read each statement anew.
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        foreach (var part in rows.Chunk(Math.Max(1, context.MostParameters / columns.Count)))
        {
            var parameters = new List<DbParameter>(part.Length * columns.Count);
            foreach (var values in part.Select(row => row.CurrentValues))
            foreach (var (property, mapping) in columns)
            {
                // The zero character is left out here as in every other text that goes to a database.
                var value = values[property] is string text ? text.Replace("\0", "", StringComparison.Ordinal) : values[property];
                parameters.Add(mapping.CreateParameter(command, $"@p{parameters.Count}", value, property.IsNullable));
            }
            if (command.Parameters.Count == parameters.Count)
                for (var place = 0; place < parameters.Count; place++)
                    command.Parameters[place].Value = parameters[place].Value;
            else
            {
                var tuples = parameters.Chunk(columns.Count).Select(row => $"({string.Join(", ", row.Select(one => one.ParameterName))})");
                command.CommandText = statementOf(string.Join(", ", tuples));
                command.Parameters.Clear();
                command.Parameters.AddRange(parameters.ToArray());
            }
            var written = await command.ExecuteNonQueryAsync(cancel);
            if (written != part.Length)
                throw new DbUpdateConcurrencyException($"Of {part.Length} rows {written} are still there.");
            foreach (var row in part)
            {
                row.OriginalValues.SetValues(row.CurrentValues);
                row.State = EntityState.Unchanged;
            }
        }
    }
}
