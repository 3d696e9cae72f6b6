namespace Orientir.Web.Shared;

/// <summary>
/// Files that come in are read two at a time on the site: each may take some hundred megabytes for a second, and whoever sends the third
/// waits that second. Leaving the page ends the waiting.
/// </summary>
public sealed class ImportGate : IDisposable
{
    private const int Places = 2;

    private readonly SemaphoreSlim free = new(Places, Places);

    /// <summary>Runs what reads a file.</summary>
    /// <exception cref="OperationCanceledException">Whoever sent it went away while it waited.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> import, CancellationToken cancel)
    {
        await free.WaitAsync(cancel);
        try
        {
            return await import();
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose() => free.Dispose();
}
