using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Orientir.Core.Files;

/// <summary>What the system says of what a path names; links are followed. On Linux alone: statx of the C library.</summary>
/// <param name="Type">The four bits of the file type: 8 a file, 4 a folder.</param>
/// <param name="Device">With the number what tells one file from another of the same name.</param>
/// <param name="Number">The inode.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct FileStatus(int Type, long Device, long Number, long Length)
{
    // https://man7.org/linux/man-pages/man2/statx.2.html: the same layout on every processor, unlike stat.
    private const int CurrentFolder = -100;
    private const uint BasicStatus = 0x7ff;
    private const int Size = 256;
    private const int ModeAt = 28;
    private const int NumberAt = 32;
    private const int LengthAt = 40;
    private const int DeviceAt = 136;

    /// <summary>Asks; null where nothing is there.</summary>
    public static FileStatus? Of(string path)
    {
        var buffer = new byte[Size];
        if (StatX(CurrentFolder, Encoding.UTF8.GetBytes(path + "\0"), 0, BasicStatus, buffer) != 0)
            return null;
        return new(
            BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(ModeAt)) >> 12,
            BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(DeviceAt)),
            BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(NumberAt)),
            BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(LengthAt))
        );
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] buffer);
}
