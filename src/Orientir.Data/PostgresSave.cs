using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Orientir.Core.Submissions;

namespace Orientir.Data;

/// <summary>
/// Writes a few rows under a submission by one statement, which is a transaction of its own: the submission is held and counted up, the
/// rows are written from it, and where one of them is not, nothing is. A save of EF Core takes three round trips for that, and begins with
/// the rows: who begins with the submission and such a save would wait for each other.
/// </summary>
/// <param name="context">The unit of work.</param>
internal sealed class PostgresSave(PostgresContext context)
{
    private readonly List<DbParameter> parameters = [];

    /// <summary>Writes the rows; they are tracked no longer.</summary>
    /// <exception cref="DbUpdateConcurrencyException">The submission or a row was changed meanwhile.</exception>
    public async Task RunAsync(Submission submission, IReadOnlyList<EntityEntry> rows, CancellationToken cancel)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        var held = context.Model.FindEntityType(typeof(Submission))!;
        var text = new StringBuilder("WITH held AS (UPDATE submissions SET \"Version\" = \"Version\" + 1 WHERE \"Id\" = ")
            .Append(Parameter(command, held.FindProperty(nameof(Submission.Id))!, submission.Id))
            .Append(" AND \"Version\" = ")
            .Append(Parameter(command, held.FindProperty(nameof(Submission.Version))!, submission.Version))
            .Append(" RETURNING 1)");
        foreach (var (number, row) in rows.Index())
            text.Append(CultureInfo.InvariantCulture, $", row{number} AS (")
                .Append(row.State == EntityState.Added ? Insert(command, row) : Update(command, row))
                .Append(" RETURNING 1)");
        // A division by zero undoes the whole statement.
        text.Append(" SELECT 1 / (((SELECT count(*) FROM held)")
            .AppendJoin(
                "",
                rows.Index().Select(row => string.Create(CultureInfo.InvariantCulture, $" + (SELECT count(*) FROM row{row.Index})"))
            )
            .Append(CultureInfo.InvariantCulture, $") = {rows.Count + 1})::int");
        try
        {
            await context.Database.ExecuteSqlRawAsync(text.ToString(), parameters, cancel);
        }
        catch (PostgresException late) when (late.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw new DbUpdateConcurrencyException("The submission was changed meanwhile.", late);
        }
        foreach (var row in rows)
            row.State = EntityState.Detached;
    }

    private string Insert(DbCommand command, EntityEntry row)
    {
        var columns = row.Properties.Where(column => !column.IsTemporary).ToList();
        return $"INSERT INTO {Table(row)} ({string.Join(", ", columns.Select(column => Name(column.Metadata)))}) "
            + $"SELECT {string.Join(", ", columns.Select(column => Parameter(command, column.Metadata, column.CurrentValue)))} FROM held";
    }

    private string Update(DbCommand command, EntityEntry row)
    {
        var changed = row
            .Properties.Where(column => column.IsModified)
            .Select(column => $"{Name(column.Metadata)} = {Parameter(command, column.Metadata, column.CurrentValue)}");
        var same = row
            .Properties.Where(column => column.Metadata.IsPrimaryKey() || column.Metadata.IsConcurrencyToken)
            .Select(column => $"{Name(column.Metadata)} = {Parameter(command, column.Metadata, column.OriginalValue)}");
        return $"UPDATE {Table(row)} SET {string.Join(", ", changed)} FROM held WHERE {string.Join(" AND ", same)}";
    }

    private static string Table(EntityEntry row) => $"\"{row.Metadata.GetTableName()}\"";

    private static string Name(IProperty column) => $"\"{column.GetColumnName()}\"";

    private string Parameter(DbCommand command, IProperty column, object? value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"@p{parameters.Count}");
        parameters.Add(column.GetRelationalTypeMapping().CreateParameter(command, name, value, column.IsNullable));
        return name;
    }
}
