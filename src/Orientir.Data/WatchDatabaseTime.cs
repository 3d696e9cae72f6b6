using Microsoft.Extensions.Hosting;

namespace Orientir.Data;

/// <summary>Looks at the clock of the database for as long as a site runs, whether it runs jobs or not.</summary>
/// <param name="time">The time the site goes by.</param>
public sealed class WatchDatabaseTime(DatabaseTime time) : BackgroundService
{
    // Often enough for the signs of life of jobs: a machine that slept wakes up with another clock.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await time.LookAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The database may be away for a moment: the site goes by what it saw last.
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                continue;
            }
        }
    }
}
