using System.IO.Compression;

namespace Orientir.Core.Office;

/// <summary>
/// Writes the parts of an Open XML file as a zip archive. Parts keep the order they are added in and carry no time,
/// so that the same parts always give the same bytes.
/// </summary>
internal sealed class OfficePackage(Stream stream, CompressionLevel level = CompressionLevel.Optimal) : IDisposable
{
    // The earliest moment a zip archive can state.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    public void Add(string path, ReadOnlySpan<byte> content)
    {
        using var part = Open(path);
        part.Write(content);
    }

    /// <summary>Begins a part too large to be held; it must be closed before the next is added.</summary>
    public Stream Open(string path)
    {
        var entry = archive.CreateEntry(path, level);
        entry.LastWriteTime = NoTime;
        return entry.Open();
    }

    public void Dispose() => archive.Dispose();

    /// <summary>The paths of the parts of a written package, in their order.</summary>
    public static IReadOnlyList<string> NamesIn(Stream package)
    {
        using var opened = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
        return [.. opened.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>A part of a written package; null where there is none of that path.</summary>
    public static byte[]? Read(Stream package, string path)
    {
        using var opened = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
        if (opened.GetEntry(path) is not { } entry)
            return null;
        using var part = entry.Open();
        using var content = new MemoryStream();
        part.CopyTo(content);
        return content.ToArray();
    }
}
