using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Orientir.Core.Files;
using Orientir.Core.Office;

namespace Orientir.Data.Files;

/// <summary>
/// Files in a folder: «ab/cdef…» by the hash. Written aside in «new», brought to the disk, read back and renamed into place; several
/// processes may share the folder.
/// </summary>
/// <param name="folder">The folder; made when the first file is kept.</param>
/// <param name="time">The clock: the time of a file is when it was last kept.</param>
public sealed class FolderFiles(string folder, TimeProvider time) : IFileStore
{
    private const int Buffer = 1 << 17;
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(10);

    private readonly string folder = Path.GetFullPath(folder);

    public string Place => $"папка {folder}";

    /// <summary>The folder.</summary>
    public string Folder => folder;

    public Task ProveThereAsync(CancellationToken cancel = default)
    {
        try
        {
            if (
                Directory.Exists(folder)
                && Directory
                    .EnumerateFileSystemEntries(folder)
                    .Any(entry => Path.GetFileName(entry) is not ("lost+found" or "new" or ".owner" or ".lock"))
            )
                return Task.CompletedTask;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(fault);
        }
        throw new FileStoreException(
            "Хранилище файлов не подключено: о файлах есть записи, а в хранилище ничего нет. Сообщите администратору и повторите позже.",
            $"{Place}: её нет, или она пуста"
        );
    }

    private string Aside => Path.Combine(folder, "new");

    public async Task<FileContent> PutAsync(Stream content, CancellationToken cancel = default)
    {
        var aside = Path.Combine(Aside, $"{Path.GetRandomFileName()}.tmp");
        // What the sender does wrong is no fault of this folder.
        var reading = false;
        try
        {
            Directory.CreateDirectory(Aside);
            FileContent written;
            await using (
                var file = new FileStream(aside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous)
            )
            {
                using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var (buffer, length) = (new byte[Buffer], 0L);
                while (true)
                {
                    reading = true;
                    var read = await content.ReadAsync(buffer, cancel);
                    reading = false;
                    if (read == 0)
                        break;
                    sha.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancel);
                    length += read;
                }
                file.Flush(flushToDisk: true);
                written = new(Convert.ToHexStringLower(sha.GetHashAndReset()), length);
                file.Position = 0;
                if (!await HoldsAsync(file, written, cancel))
                    throw new IOException("What was written reads back differently.");
            }
            await PlaceAsync(aside, written, cancel);
            return written;
        }
        catch (Exception fault) when (!reading && fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(fault);
        }
        finally
        {
            TryDelete(aside);
        }
    }

    /// <summary>Renames a written file into its place, or leaves the same bytes that are there already as kept anew.</summary>
    private async Task PlaceAsync(string aside, FileContent written, CancellationToken cancel)
    {
        var path = PathOf(written.Hash);
        var there = await IsThereAsync(path, written, cancel);
        var inner = Path.GetDirectoryName(path)!;
        var made = !Directory.Exists(inner);
        Directory.CreateDirectory(inner);
        await using (await LockAsync(alone: false, cancel))
        {
            if (there && File.Exists(path))
                File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            else
            {
                File.SetLastWriteTimeUtc(aside, time.GetUtcNow().UtcDateTime);
                File.Move(aside, path, overwrite: true);
            }
        }
        // A name is on the disk when its folder is.
        BringToDisk(inner);
        if (made)
            BringToDisk(folder);
    }

    // A damaged file is replaced by the whole one.
    private static async Task<bool> IsThereAsync(string path, FileContent expected, CancellationToken cancel)
    {
        try
        {
            await using var file = Open(path);
            return await HoldsAsync(file, expected, cancel);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            // Not kept, or collected a moment ago.
            return false;
        }
    }

    private static async Task<bool> HoldsAsync(FileStream file, FileContent expected, CancellationToken cancel) =>
        file.Length == expected.Length && Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel)) == expected.Hash;

    public Task<Stream?> OpenAsync(string hash, CancellationToken cancel = default)
    {
        try
        {
            return Task.FromResult<Stream?>(new ToldStream(Open(PathOf(hash)), Unreadable));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(fault);
        }
    }

    /// <summary>Bytes of a file: what keeps them from being read is told as a fault of the store.</summary>
    private sealed class ToldStream(FileStream file, Func<Exception, FileStoreException> tell) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override int Read(Span<byte> buffer)
        {
            try
            {
                return file.Read(buffer);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw tell(fault);
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await file.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw tell(fault);
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                file.Dispose();
            base.Dispose(disposing);
        }
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Buffer, FileOptions.Asynchronous);

    public Task<long?> LengthAsync(string hash, CancellationToken cancel = default) =>
        Task.FromResult(new FileInfo(PathOf(hash)) is { Exists: true, Length: var length } ? length : default(long?));

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        await Task.CompletedTask;
        foreach (var (inner, file) in Told(Everything()))
        {
            cancel.ThrowIfCancellationRequested();
            var hash = Path.GetFileName(inner) + Path.GetFileName(file);
            if (FileKey.IsHash(hash))
                yield return hash;
        }
    }

    private IEnumerable<(string Inner, string File)> Everything() =>
        Directory.Exists(folder)
            ? from inner in Directory.EnumerateDirectories(folder, "??")
            from file in Directory.EnumerateFiles(inner)
            select (inner, file)
            : [];

    /// <summary>The same, with what keeps folders from being read told as a fault of the store.</summary>
    private IEnumerable<T> Told<T>(IEnumerable<T> found)
    {
        using var each = found.GetEnumerator();
        while (Next())
            yield return each.Current;

        bool Next()
        {
            try
            {
                return each.MoveNext();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw Unreadable(fault);
            }
        }
    }

    public async Task<bool> RemoveAsync(string hash, DateTime unlessSince, CancellationToken cancel = default)
    {
        var path = PathOf(hash);
        try
        {
            // Whoever keeps the same bytes renames, or marks them as kept anew, under the same lock.
            await using var alone = await LockAsync(alone: true, cancel);
            if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) >= unlessSince)
                return false;
            File.Delete(path);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(fault);
        }
    }

    public Task<int> RemoveLeftoversAsync(DateTime before, CancellationToken cancel = default)
    {
        if (!Directory.Exists(Aside))
            return Task.FromResult(0);
        var left = Directory.EnumerateFiles(Aside, "*.tmp").Where(file => File.GetLastWriteTimeUtc(file) < before).ToList();
        left.ForEach(TryDelete);
        return Task.FromResult(left.Count);
    }

    private string OwnerFile => Path.Combine(folder, ".owner");

    public async Task<string?> OwnerAsync(CancellationToken cancel = default)
    {
        try
        {
            return (await File.ReadAllTextAsync(OwnerFile, cancel)).Trim();
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(fault);
        }
    }

    public async Task OwnAsync(string mark, CancellationToken cancel = default)
    {
        var aside = Path.Combine(Aside, $"{Path.GetRandomFileName()}.tmp");
        try
        {
            Directory.CreateDirectory(Aside);
            await File.WriteAllTextAsync(aside, mark + "\n", cancel);
            File.Move(aside, OwnerFile, overwrite: true);
            BringToDisk(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(fault);
        }
        finally
        {
            TryDelete(aside);
        }
    }

    private string PathOf(string hash) =>
        FileKey.IsHash(hash) ? Path.Combine(folder, hash[..2], hash[2..]) : Path.Combine(folder, "new", "no-such-file");

    /// <summary>
    /// Shared by who keeps, alone for who removes, for as long as one name is changed; the system lets go of it with the process.
    /// </summary>
    private async Task<FileStream> LockAsync(bool alone, CancellationToken cancel)
    {
        var path = Path.Combine(folder, ".lock");
        for (var waited = TimeSpan.Zero; ; waited += LockPause)
        {
            try
            {
                return alone
                    ? new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                    : new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
            }
            catch (IOException) when (waited < LockPatience && Directory.Exists(folder))
            {
                await Task.Delay(LockPause, cancel);
            }
        }
    }

    private FileStoreException Unwritable(Exception fault) =>
        new(
            fault switch
            {
                UnauthorizedAccessException => "Файл не сохранён: у сайта нет права писать в хранилище файлов.",
                _ when DiskFault.IsFull(fault) => "Файл не сохранён: в хранилище файлов кончилось место.",
                _ => "Файл не сохранён: хранилище файлов не принимает его.",
            } + " Прежние файлы целы. Сообщите администратору, а когда он исправит, повторите.",
            $"{Place}: {fault.Message}",
            fault
        );

    private FileStoreException Unreadable(Exception fault) =>
        new("Файл не читается: хранилище файлов отказало. Сообщите администратору и повторите позже.", $"{Place}: {fault.Message}", fault);

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next collection finds it.
        }
    }

    /// <summary>Brings the names in a folder to the disk; on Windows the system does so by itself.</summary>
    private static void BringToDisk(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        var opened = OpenDirectory(Encoding.UTF8.GetBytes(directory + "\0"), 0);
        if (opened < 0)
            throw new IOException($"{directory}: error {Marshal.GetLastPInvokeError()}");
        using var handle = new SafeFileHandle(opened, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    // The framework opens no folder as a file.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenDirectory(byte[] path, int flags);
}
