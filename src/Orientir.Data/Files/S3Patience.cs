using System.Diagnostics;

namespace Orientir.Data.Files;

/// <summary>
/// How long storage is waited for. Who accepts a connection and says nothing, or lets bytes through one by one, holds a request no longer
/// than who is away.
/// </summary>
/// <param name="silence">How long nothing may go on.</param>
internal sealed class S3Patience(TimeSpan silence)
{
    /// <summary>Where nothing else is asked for.</summary>
    public static readonly TimeSpan UsualSilence = TimeSpan.FromSeconds(20);

    // Slower is no storage to work with.
    private const long LeastBytesPerSecond = 128 << 10;

    /// <summary>What is said of storage that was waited for in vain.</summary>
    public string InWords => $"оно не отвечает {Russian.Number((int)Math.Ceiling(silence.TotalSeconds))} с или отвечает слишком медленно";

    /// <summary>How long a piece of work on so many bytes may take as a whole.</summary>
    public TimeSpan WholeOf(long bytes) => 3 * silence + TimeSpan.FromSeconds(bytes / LeastBytesPerSecond);

    /// <summary>Waits for what is answered at once.</summary>
    /// <exception cref="OperationCanceledException">It was not, or the caller stops.</exception>
    public Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancel) =>
        WaitAsync((_, stop) => ask(stop), silence, cancel);

    /// <summary>Waits for what goes on bit by bit; who asks tells of each.</summary>
    /// <exception cref="OperationCanceledException">It stood still or took too long, or the caller stops.</exception>
    public Task<T> WaitAsync<T>(Func<Action, CancellationToken, Task<T>> ask, long bytes, CancellationToken cancel) =>
        WaitAsync(ask, WholeOf(bytes), cancel);

    /// <summary>Waits for one step of a piece of work that may take so long yet.</summary>
    /// <exception cref="OperationCanceledException">It stood still or took too long, or the caller stops.</exception>
    public async Task<T> WaitAsync<T>(Func<Action, CancellationToken, Task<T>> ask, TimeSpan left, CancellationToken cancel)
    {
        var begun = Stopwatch.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        GoOn();
        return await ask(GoOn, stop.Token);

        void GoOn()
        {
            var rest = left - Stopwatch.GetElapsedTime(begun);
            stop.CancelAfter(
                rest < TimeSpan.Zero ? TimeSpan.Zero
                : rest < silence ? rest
                : silence
            );
        }
    }
}
