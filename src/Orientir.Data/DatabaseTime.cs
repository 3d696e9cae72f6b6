using Microsoft.EntityFrameworkCore;

namespace Orientir.Data;

/// <summary>
/// The time a site goes by: that of the database. Its own clock may stand apart from those of other sites of the store by more than a sign
/// of life, or a letter being sent, is waited for; what one puts off another would begin at once, and what one adds another would leave
/// for later. Sites of a SQLite file share its machine and with it the clock.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="own">The clock of this site.</param>
public sealed class DatabaseTime(Store store, TimeProvider own) : TimeProvider
{
    private long ahead;

    /// <summary>Looks at the clock of the database; until then it is taken to agree with one's own.</summary>
    public async Task LookAsync(CancellationToken cancel = default)
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

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => own.GetUtcNow().AddTicks(Volatile.Read(ref ahead));

    /// <inheritdoc/>
    public override long GetTimestamp() => own.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => own.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => own.LocalTimeZone;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        own.CreateTimer(callback, state, dueTime, period);
}
