using System.Data.Common;
using Orientir.Core.Jobs;
using Orientir.Data.Jobs;

namespace Orientir.Data;

/// <summary>
/// Says of back-ups made before a restoration that they were: they may lie on another machine, and hold nothing of what follows.
/// </summary>
internal static class MarkOldBackups
{
    private const string Mark = "сделано до восстановления из копии";

    /// <summary>Says so within the transaction of the restoration, in the newest schema, of those nothing was said of yet.</summary>
    /// <param name="connection">Sees the rows of every region.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="at">UTC, when the copy was taken.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task RunAsync(DbConnection connection, DbTransaction transaction, DateTime at, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        (command.Transaction, command.CommandTimeout) = (transaction, 0);
        command.CommandText = $"""
            UPDATE jobs SET "Outcome" = CASE WHEN "Outcome" IS NULL THEN @mark ELSE "Outcome" || '; ' || @mark END,
                "Version" = "Version" + 1
            WHERE "Kind" = '{BackUpToFolder.KindName}' AND "State" = {(int)JobState.Done}
                AND ("Outcome" IS NULL OR "Outcome" NOT LIKE '%{Mark}%')
            """;
        var mark = command.CreateParameter();
        (mark.ParameterName, mark.Value) = ("mark", $"{Mark} от {new RegionTime("Europe/Moscow").Moment(at)}");
        command.Parameters.Add(mark);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
