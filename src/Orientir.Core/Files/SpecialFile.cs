using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Orientir.Core.Files;

/// <summary>What a path names that is there and is no file of bytes: opened, it would wait, never end or keep nothing.</summary>
public static class SpecialFile
{
    // https://man7.org/linux/man-pages/man2/statx.2.html: the same layout on every processor, unlike stat.
    private const int CurrentFolder = -100;
    private const uint TypeAsked = 1;
    private const int ModeAt = 28;

    /// <summary>«папка», «устройство», «канал», «сокет»; null for a file and for what is not there. Links are followed.</summary>
    public static string? WordOf(string path)
    {
        if (!OperatingSystem.IsLinux())
            return Directory.Exists(path) ? "папка" : null;
        var buffer = new byte[256];
        if (StatX(CurrentFolder, Encoding.UTF8.GetBytes(path + "\0"), 0, TypeAsked, buffer) != 0)
            return null;
        return (BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(ModeAt)) >> 12) switch
        {
            1 => "канал",
            2 or 6 => "устройство",
            4 => "папка",
            12 => "сокет",
            _ => null,
        };
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] buffer);
}
