using Npgsql;

namespace Orientir.Data;

/// <summary>
/// The sign of a running site in PostgreSQL, a lock of a session, looked after as long as the site runs: a server that restarts ends the
/// session and the lock with it, and a restoration would begin under the site. It is taken again at once; where a restoration was faster
/// the site is told to stop.
/// </summary>
internal sealed class PostgresSign : IAsyncDisposable
{
    /// <summary>Within this after a start of the server every site that can reach it has its sign again.</summary>
    public static readonly TimeSpan TakenAgain = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Func<CancellationToken, Task<NpgsqlConnection?>> take;
    private readonly string? tables;
    private readonly Action lost;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task watching;

    private PostgresSign(NpgsqlConnection held, string? tables, Func<CancellationToken, Task<NpgsqlConnection?>> take, Action lost)
    {
        (this.take, this.tables, this.lost) = (take, tables, lost);
        watching = Task.Run(() => WatchAsync(held));
    }

    /// <summary>Looks after a sign that is held.</summary>
    /// <param name="held">The session that holds it.</param>
    /// <param name="take">Takes it in another session; null where a restoration has the store.</param>
    /// <param name="lost">Is told that the store was restored, or is being restored, under the site.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<PostgresSign> WatchAsync(
        NpgsqlConnection held,
        Func<CancellationToken, Task<NpgsqlConnection?>> take,
        Action lost,
        CancellationToken cancel
    ) => new(held, await TablesAsync(held, cancel), take, lost);

    private async Task WatchAsync(NpgsqlConnection held)
    {
        var stop = stopping.Token;
        while (true)
        {
            try
            {
                // Nothing is listened to: it ends with the session, and asks for a sign of life meanwhile.
                await held.WaitAsync(stop);
                continue;
            }
            catch (Exception fault)
                when (fault is NpgsqlException or InvalidOperationException or IOException or OperationCanceledException)
            {
                await held.DisposeAsync();
            }
            if (await AgainAsync(stop) is not { } again)
            {
                if (!stop.IsCancellationRequested)
                    lost();
                return;
            }
            held = again;
        }
    }

    private async Task<NpgsqlConnection?> AgainAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            NpgsqlConnection? held = null;
            try
            {
                held = await take(stop);
                // A restoration makes every table anew.
                if (held is not null && await TablesAsync(held, stop) == tables)
                    return held;
                if (held is not null)
                    await held.DisposeAsync();
                return null;
            }
            catch (Exception fault)
                when (fault is NpgsqlException or InvalidOperationException or IOException or TimeoutException or OperationCanceledException
                )
            {
                if (held is not null)
                    await held.DisposeAsync();
                await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        return null;
    }

    private static async Task<string?> TablesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass('schema_versions')::oid::text", connection);
        return await command.ExecuteScalarAsync(cancel) as string;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }
}
