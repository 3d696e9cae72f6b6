using System.Text.RegularExpressions;

namespace Orientir.Core.Office;

/// <summary>Writes files so that a file already there is never left half overwritten.</summary>
public static partial class OutputFile
{
    private const string AsidePattern = ".orientir-*.tmp";

    // https://www.sqlite.org/fileformat.html#magic_header_string
    private static ReadOnlySpan<byte> DatabaseHead => "SQLite format 3\0"u8;
    private static readonly string[] DatabaseLogs = ["-wal", "-shm", "-journal"];

    private static readonly TimeSpan JustMade = TimeSpan.FromMinutes(1);
    private static int counter;

    /// <summary>
    /// Writes a new file beside <paramref name="path"/>, brings it to the disk and renames it over <paramref name="path"/>. When
    /// <paramref name="write"/> throws, what stood there stays as it was. The folder is made where there is none; a link is
    /// followed; a device or a pipe is written directly.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <param name="write">Writes the content; the stream can seek unless <paramref name="path"/> is a device or a pipe.</param>
    /// <param name="isPrivate">Whether it is for its owner alone, whatever stood there was.</param>
    /// <exception cref="InputException">The path is a folder or a database, may not be written, is held by another program, or the disk is
    /// full.</exception>
    public static void Write(string path, Action<Stream> write, bool isPrivate = false)
    {
        if (path.Trim().Length == 0)
            throw Refusal(path, "имя файла пусто", "укажите файл, в который писать");
        string? aside = null;
        try
        {
            if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
                throw Refusal(path, "это папка", "укажите имя файла в ней");
            if (IsDevice(Path.GetFullPath(path)))
            {
                using var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                write(device);
                return;
            }
            var isLink = new FileInfo(path).LinkTarget is not null;
            var target = Path.GetFullPath(isLink ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : path);
            var folder = Path.GetDirectoryName(target)!;
            if (FileAbove(folder) is { } file)
                throw Refusal(path, $"«{file}» — файл, а не папка", "укажите другую папку");
            Directory.CreateDirectory(folder);
            if (IsDatabase(target))
                throw Refusal(path, "это файл базы данных", "укажите другое имя: база была бы уничтожена");

            var mode = isPrivate ? UnixFileMode.UserRead | UnixFileMode.UserWrite : default(UnixFileMode?);
            if (File.Exists(target))
            {
                // Renaming over a file needs no right to the file itself: ask for that right here.
                using var existing = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.Read | FileShare.Delete);
                if (!existing.CanSeek)
                {
                    write(existing);
                    return;
                }
                if (!OperatingSystem.IsWindows() && !isPrivate)
                    mode = File.GetUnixFileMode(target);
            }

            RemoveLeftovers(folder, TimeProvider.System.GetUtcNow().UtcDateTime - JustMade);
            aside = Path.Combine(folder, $".orientir-{Environment.ProcessId}-{Interlocked.Increment(ref counter)}.tmp");
            using (var stream = new FileStream(aside, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 14))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            if (mode is { } kept && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(aside, kept);
            File.Move(aside, target, overwrite: true);
            aside = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refusal(path, error);
        }
        finally
        {
            if (aside is not null)
                TryDelete(aside);
        }
    }

    /// <summary>Removes what killed processes left half written in a folder before a moment, unless somebody is still at it.</summary>
    public static void RemoveLeftovers(string folder, DateTime before)
    {
        foreach (var left in Directory.GetFiles(folder, AsidePattern))
        {
            if (!Aside().IsMatch(Path.GetFileName(left)) || File.GetLastWriteTimeUtc(left) >= before)
                continue;
            try
            {
                using (new FileStream(left, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                    File.Delete(left);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Held by whoever writes it, or not ours to remove.
            }
        }
    }

    /// <summary>What the system had against writing <paramref name="path"/>, for people.</summary>
    internal static InputException Refusal(string path, Exception error) =>
        error switch
        {
            UnauthorizedAccessException => Refusal(path, "нет права на запись", "выберите другую папку или снимите с файла запрет записи"),
            _ when DiskFault.IsFull(error) => Refusal(path, DiskFault.Of(error), "освободите место и повторите"),
            _ when DiskFault.IsHeld(error) => Refusal(path, "файл занят другой программой", "закройте его там и повторите"),
            _ => Refusal(path, $"записать не удалось: {DiskFault.Of(error)}", "проверьте имя файла и диск и повторите"),
        };

    // A database under another program's hands, or one nobody meant: its name was typed where that of a result belongs.
    private static bool IsDatabase(string target)
    {
        var main = DatabaseLogs.FirstOrDefault(ending => target.EndsWith(ending, StringComparison.Ordinal)) is { } log
            ? target[..^log.Length]
            : target;
        try
        {
            using var file = new FileStream(main, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[DatabaseHead.Length];
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(DatabaseHead);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Renaming over a device would replace it for everybody; /dev/shm holds files like any other folder.
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows()
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
        && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static string? FileAbove(string folder)
    {
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
            if (File.Exists(above))
                return above;
        return null;
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The fault being handled is the one to report.
        }
    }

    private static InputException Refusal(string path, string found, string allowed) => new([new InputError(path, found, allowed)]);

    [GeneratedRegex("^[.]orientir-[0-9]+-[0-9]+[.]tmp$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Aside();
}
