using Microsoft.EntityFrameworkCore;

namespace Orientir.Data.Jobs;

/// <summary>
/// The time by which sites of one store judge each other's signs of life: that of the database, since their own clocks may stand apart by
/// more than a sign of life is waited for. Sites of a SQLite file share its machine and with it the clock.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="own">The clock of this site.</param>
internal sealed class DatabaseTime(Store store, TimeProvider own) : TimeProvider
{
    private long ahead;

    /// <summary>Looks at the clock of the database; until then it is taken to agree with one's own.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        if (!store.IsPostgres)
            return;
        await using var context = store.Open();
        await context.Database.OpenConnectionAsync(cancel);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT clock_timestamp()";
        var (before, asked) = (own.GetUtcNow(), own.GetTimestamp());
        var there = (DateTime)(await command.ExecuteScalarAsync(cancel))!;
        // It told its time somewhere between the question and the answer.
        Volatile.Write(ref ahead, (there - (before + own.GetElapsedTime(asked) / 2).UtcDateTime).Ticks);
    }

    public override DateTimeOffset GetUtcNow() => own.GetUtcNow().AddTicks(Volatile.Read(ref ahead));

    public override long GetTimestamp() => own.GetTimestamp();

    public override long TimestampFrequency => own.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => own.LocalTimeZone;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        own.CreateTimer(callback, state, dueTime, period);
}
