namespace Orientir.Core.Office;

/// <summary>Writes files so that a file already there is never left half overwritten.</summary>
public static class OutputFile
{
    private const int UnixDiskFull = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int UnixWouldBlock = 11;

    private static int counter;

    /// <summary>
    /// Writes a new file beside <paramref name="path"/>, brings it to the disk and renames it over <paramref name="path"/>. When
    /// <paramref name="write"/> throws, what stood there stays as it was. The folder is made where there is none; a link is
    /// followed; a device or a pipe is written directly.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <param name="write">Writes the content; the stream can seek unless <paramref name="path"/> is a device or a pipe.</param>
    /// <exception cref="InputException">The path is a folder, may not be written, is held by another program, or the disk is
    /// full.</exception>
    public static void Write(string path, Action<Stream> write)
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

            var mode = default(UnixFileMode?);
            if (File.Exists(target))
            {
                // Renaming over a file needs no right to the file itself: ask for that right here.
                using var existing = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.Read | FileShare.Delete);
                if (!existing.CanSeek)
                {
                    write(existing);
                    return;
                }
                if (!OperatingSystem.IsWindows())
                    mode = File.GetUnixFileMode(target);
            }

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

    /// <summary>What the system had against writing <paramref name="path"/>, for people.</summary>
    internal static InputException Refusal(string path, Exception error) =>
        error switch
        {
            UnauthorizedAccessException => Refusal(path, "нет права на запись", "выберите другую папку или снимите с файла запрет записи"),
            { HResult: UnixDiskFull or WindowsDiskFull } => Refusal(path, "на диске не хватает места", "освободите место и повторите"),
            { HResult: UnixWouldBlock or WindowsSharingViolation } => Refusal(
                path,
                "файл занят другой программой",
                "закройте его там и повторите"
            ),
            _ => Refusal(path, $"записать не удалось ({error.Message})", "проверьте имя файла и диск и повторите"),
        };

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
}
