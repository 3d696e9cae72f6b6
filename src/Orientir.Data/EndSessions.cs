using System.Data.Common;

namespace Orientir.Data;

/// <summary>
/// Ends the sessions a copy tells of: one that was signed out since it was taken would open pages again, to whoever has its cookie.
/// </summary>
internal static class EndSessions
{
    /// <summary>Ends them within the transaction of the restoration, in the newest schema.</summary>
    public static async Task RunAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        (command.Transaction, command.CommandTimeout, command.CommandText) = (transaction, 0, "DELETE FROM sessions");
        await command.ExecuteNonQueryAsync(cancel);
    }
}
