using System.Data.Common;
using System.Globalization;
using Orientir.Core.Letters;

namespace Orientir.Data;

/// <summary>
/// Keeps the letters that waited in a copy from going out by themselves: since it was taken they may have been sent, or be of no more use,
/// and whoever restores it may only want to look. Somebody sends them again, with a new link where they have one.
/// </summary>
internal static class HoldLetters
{
    // As on the pages of accounts: letters of the installation belong to no region.
    private const string ZoneOfTheInstallation = "Europe/Moscow";

    /// <summary>Holds them within the transaction of the restoration, in the newest schema; gives how many.</summary>
    /// <param name="connection">Sees the rows of every region.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="at">UTC, when the copy was taken.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<int> RunAsync(DbConnection connection, DbTransaction transaction, DateTime at, CancellationToken cancel)
    {
        var zones = new List<(int? Region, string Zone)> { (null, ZoneOfTheInstallation) };
        await using (var regions = CommandOf("SELECT \"Id\", \"TimeZone\" FROM regions"))
        await using (var reader = await regions.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel))
                zones.Add((reader.GetInt32(0), reader.GetString(1)));
        var held = 0;
        foreach (var (region, zone) in zones)
        {
            var own = region is { } id ? string.Create(CultureInfo.InvariantCulture, $"= {id}") : "IS NULL";
            await using var hold = CommandOf(
                $"""
                UPDATE letters SET "State" = {(int)LetterState.Failed}, "Fault" = @fault, "Link" = NULL, "ClaimedUntil" = NULL,
                    "Version" = "Version" + 1
                WHERE "State" = {(int)LetterState.Waiting} AND "RegionId" {own}
                """
            );
            var fault = hold.CreateParameter();
            (fault.ParameterName, fault.Value) = (
                "fault",
                $"восстановлено из копии от {new RegionTime(zone).Moment(at)}, где ещё не было отправлено: само письмо не уйдёт, "
                    + "отправьте его снова, если оно ещё нужно"
            );
            hold.Parameters.Add(fault);
            held += await hold.ExecuteNonQueryAsync(cancel);
        }
        return held;

        DbCommand CommandOf(string sql)
        {
            var command = connection.CreateCommand();
            (command.Transaction, command.CommandTimeout, command.CommandText) = (transaction, 0, sql);
            return command;
        }
    }
}
