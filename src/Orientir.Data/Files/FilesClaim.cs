using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orientir.Core.Files;

namespace Orientir.Data.Files;

/// <summary>Marks the store of files as the site's while it starts; a store that does not answer keeps no site from starting.</summary>
public sealed partial class FilesClaim(Store store, ILogger<FilesClaim> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await store.ClaimFilesAsync(stoppingToken);
        }
        catch (FileStoreException fault)
        {
            NotMarked(fault.ForAdministrators);
        }
        catch (Exception fault) when (StoreFaults.Of(fault) is { } known)
        {
            NotMarked($"{store.Place}: {known.Found}");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The site stops before it has begun.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "хранилище файлов не отмечено: {Found}")]
    private partial void NotMarked(string found);
}
