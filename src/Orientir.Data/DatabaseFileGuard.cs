using System.Buffers.Binary;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using Orientir.Core.Files;

namespace Orientir.Data;

/// <summary>
/// The SQLite file and its log as the program began to work with them. SQLite goes on writing into files that were removed, and whatever it
/// acknowledges then is gone with the process: before anything is acknowledged, that the files are still those is looked at here.
/// A connection is held open as long, so that the log stays the same file.
/// </summary>
internal sealed class DatabaseFileGuard : IDisposable
{
    // https://www.sqlite.org/fileformat.html#the_database_header
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("SQLite format 3\0");
    private const int HeadLength = 32;
    private const int PageSizeAt = 16;
    private const int PagesAt = 28;

    private static readonly StoreFault Gone = new(
        "файл базы удалён или перенесён при работающем сайте",
        "остановите сайт, верните файл вместе с -wal и -shm или восстановите копию (restore) и запустите снова"
    );
    private static readonly StoreFault Replaced = new(
        "файл базы или его журнал (-wal) подменён при работающем сайте",
        "остановите сайт, верните прежний файл или восстановите копию (restore КОПИЯ --replace) и запустите снова"
    );
    private static readonly StoreFault Damaged = new(
        "файл базы испорчен другой программой",
        "остановите сайт и восстановите копию: restore КОПИЯ --replace; повреждённый файл останется рядом"
    );

    private readonly string[] paths;
    private readonly FileState[] begun;
    private readonly SafeFileHandle content;
    private readonly SqliteConnection held;
    private long length;

    /// <summary>Begins: the file is there and has its tables.</summary>
    public DatabaseFileGuard(Store store)
    {
        paths = [store.File!, store.File + "-wal", store.File + "-shm"];
        held = new(new SqliteConnectionStringBuilder(store.Connection) { Pooling = false }.ConnectionString);
        held.Open();
        // The first reading opens the log. A file that another program wrote, a copy of the database, may have been without one.
        using (var command = held.CreateCommand())
        {
            command.CommandText = "PRAGMA journal_mode = WAL; SELECT count(*) FROM schema_versions";
            command.ExecuteScalar();
        }
        // Closed only with the process or the site: closing any handle of the file lets go of SQLite's own locks on it.
        content = System.IO.File.OpenHandle(paths[0], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        begun = [.. paths.Select(path => FileState.Of(path) ?? throw new StoreFaultException(Gone))];
        length = begun[0].Length;
    }

    /// <summary>Why nothing may be acknowledged any more; null while the files are what they were.</summary>
    public StoreFault? Fault()
    {
        for (var index = 0; index < paths.Length; index++)
        {
            if (FileState.Of(paths[index]) is not { } now)
                return Gone;
            if (now.Identity != begun[index].Identity)
                return Replaced;
            if (index == 0 && IsDamaged(now.Length))
                return Damaged;
        }
        return null;
    }

    private bool IsDamaged(long now)
    {
        if (LengthInHead() is null)
            return true;
        // It grows when the log is copied into it; shorter than before and than its own head says, it was cut off.
        if (!IsShorter(now))
            return false;
        // Another may have seen it grow since its length was taken here.
        if (FileState.Of(paths[0]) is not { Length: var again } || !IsShorter(again))
            return false;
        if (LengthInHead() <= again)
        {
            Volatile.Write(ref length, again);
            return false;
        }
        Volatile.Write(ref length, long.MaxValue);
        return true;
    }

    /// <summary>Whether it was longer before; keeps the longest.</summary>
    private bool IsShorter(long now)
    {
        for (var longest = Volatile.Read(ref length); ; )
        {
            if (now < longest)
                return true;
            var seen = Interlocked.CompareExchange(ref length, now, longest);
            if (seen == longest)
                return false;
            longest = seen;
        }
    }

    /// <summary>How long its head says it is; null for no head of a database.</summary>
    private long? LengthInHead()
    {
        Span<byte> head = stackalloc byte[HeadLength];
        if (RandomAccess.Read(content, head, 0) < HeadLength || !head.StartsWith(Magic))
            return null;
        var page = BinaryPrimitives.ReadUInt16BigEndian(head[PageSizeAt..]) is var size and not 1 ? size : 1 << 16;
        return (long)page * BinaryPrimitives.ReadUInt32BigEndian(head[PagesAt..]);
    }

    /// <summary>Refuses to go on where the files are others.</summary>
    /// <exception cref="StoreFaultException">They are.</exception>
    public void Prove()
    {
        if (Fault() is { } fault)
            throw new StoreFaultException(fault);
    }

    public void Dispose()
    {
        held.Dispose();
        content.Dispose();
    }

    /// <summary>What tells one file from another of the same name.</summary>
    private readonly record struct FileState((long Device, long Number) Identity, long Length)
    {
        public static FileState? Of(string path)
        {
            if (!OperatingSystem.IsLinux())
                return new FileInfo(path) is { Exists: true } file ? new((0, file.CreationTimeUtc.Ticks), file.Length) : null;
            return FileStatus.Of(path) is { } status ? new((status.Device, status.Number), status.Length) : null;
        }
    }
}
