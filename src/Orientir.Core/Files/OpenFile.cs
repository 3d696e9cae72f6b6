using System.Security.Cryptography;

namespace Orientir.Core.Files;

/// <summary>Opens the bytes behind a row, proved by their hash: what was damaged is never handed out as what was kept.</summary>
public sealed class OpenFile(IFileStore files)
{
    /// <summary>Opens them for reading from any position. They are read once before: some 0.1 s for each 100 MB in a folder.</summary>
    /// <exception cref="FileStoreException">They are not there, are damaged, or can't be read now.</exception>
    public async Task<Stream> RunAsync(StoredFile file, CancellationToken cancel = default)
    {
        var content = await files.OpenAsync(file.Hash, cancel);
        if (content is null)
        {
            await files.ProveThereAsync(cancel);
            throw FileStoreException.Missing(file.Name, file.Hash, files.Place);
        }
        try
        {
            if (content.Length != file.Length || Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel)) != file.Hash)
                throw FileStoreException.Damaged(file.Name, file.Hash, files.Place);
            content.Position = 0;
            return content;
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }
}
