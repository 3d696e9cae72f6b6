namespace Orientir.Core.Files;

/// <summary>Opens the bytes behind a row.</summary>
public sealed class OpenFile(IFileStore files)
{
    /// <summary>Opens them for reading from any position.</summary>
    /// <exception cref="FileStoreException">They are not there, or can't be read now.</exception>
    public async Task<Stream> RunAsync(StoredFile file, CancellationToken cancel = default) =>
        await files.OpenAsync(file.Hash, cancel) ?? throw FileStoreException.Missing(file.Name, file.Hash, files.Place);
}
