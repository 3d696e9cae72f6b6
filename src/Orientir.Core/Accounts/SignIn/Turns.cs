namespace Orientir.Core.Accounts;

/// <summary>Lets work be done a few at a time, in the order it came, and turns away what would wait too long.</summary>
/// <param name="atOnce">How many are at work at once.</param>
/// <param name="mostWaiting">How many may be there, at work or waiting.</param>
internal sealed class Turns(int atOnce, int mostWaiting = Turns.MostWaiting) : IDisposable
{
    // Some two minutes of hashing; who comes later is told to come again rather than to wait so long.
    private const int MostWaiting = 2_000;

    private readonly SemaphoreSlim gate = new(atOnce);
    private int there;

    public void Dispose() => gate.Dispose();

    /// <summary>Does it when its turn has come.</summary>
    /// <exception cref="RefusedException">Too many wait already.</exception>
    public async Task<T> TakeAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref there) > mostWaiting)
        {
            Interlocked.Decrement(ref there);
            throw RefusedException.TooMany(
                "Сейчас входит слишком много людей сразу. Подождите минуту и повторите.",
                TimeSpan.FromMinutes(1)
            );
        }
        try
        {
            await gate.WaitAsync(cancel);
            try
            {
                return await work();
            }
            finally
            {
                gate.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref there);
        }
    }
}
