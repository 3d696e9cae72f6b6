namespace Orientir.Core.Files;

/// <summary>Bytes by what they are.</summary>
/// <param name="Hash">SHA-256, 64 hex digits in small letters.</param>
/// <param name="Length">Bytes.</param>
public sealed record FileContent(string Hash, long Length);

/// <summary>
/// Where the bytes of files lie, by their SHA-256. What is kept never changes, and the same bytes are kept once. The bytes are kept
/// before a row tells of them, and no row is ever deleted together with its bytes: <see cref="CollectFiles"/> alone removes any.
/// </summary>
public interface IFileStore
{
    /// <summary>How messages to people call it.</summary>
    string Place { get; }

    /// <summary>
    /// Proves that the store is there where rows tell of files: a folder that is not mounted and a bucket that is gone look as if every
    /// file were missing.
    /// </summary>
    /// <exception cref="FileStoreException">It is not there, or nothing at all is kept in it.</exception>
    Task ProveThereAsync(CancellationToken cancel = default);

    /// <summary>
    /// Keeps bytes: when it returns they are on the disk and have been read back. Whoever else keeps the same bytes meanwhile, and whatever
    /// is collected meanwhile, they stay for at least <see cref="CollectFiles.Grace"/>, time enough for the row.
    /// </summary>
    /// <param name="content">Read to its end from where it stands.</param>
    /// <param name="cancel">Stops; nothing is kept.</param>
    /// <exception cref="FileStoreException">There is no room, no right or no connection. Nothing is kept.</exception>
    Task<FileContent> PutAsync(Stream content, CancellationToken cancel = default);

    /// <summary>Opens bytes for reading from any position; null where they are not kept.</summary>
    /// <exception cref="FileStoreException">They may not be read now: told to whoever opens them, and to whoever reads on.</exception>
    Task<Stream?> OpenAsync(string hash, CancellationToken cancel = default);

    /// <summary>How many bytes are kept under a hash; null where none are.</summary>
    /// <exception cref="FileStoreException">It can't be asked now.</exception>
    Task<long?> LengthAsync(string hash, CancellationToken cancel = default);

    /// <summary>The hashes of everything kept, in no order.</summary>
    /// <exception cref="FileStoreException">They can't be asked for now.</exception>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancel = default);

    /// <summary>Removes bytes, unless they were kept, or kept again, since a moment.</summary>
    /// <returns>Whether they are removed.</returns>
    Task<bool> RemoveAsync(string hash, DateTime unlessSince, CancellationToken cancel = default);

    /// <summary>
    /// The mark of the database whose rows tell of what is kept; <see cref="CollectFiles.Nobodys"/> where several may, null where none has
    /// said so yet.
    /// </summary>
    /// <exception cref="FileStoreException">It can't be asked now.</exception>
    Task<string?> OwnerAsync(CancellationToken cancel = default);

    /// <summary>Says whose the store is, whatever was said before.</summary>
    /// <exception cref="FileStoreException">It can't be written now.</exception>
    Task OwnAsync(string mark, CancellationToken cancel = default);

    /// <summary>
    /// Removes what killed processes left half done before a moment, and bytes in whose place the same were kept before it; gives how many
    /// pieces.
    /// </summary>
    Task<int> RemoveLeftoversAsync(DateTime before, CancellationToken cancel = default);
}
