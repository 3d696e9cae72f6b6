using System.Runtime.InteropServices;

namespace Orientir.Data;

/// <summary>
/// Databases, back-ups and evidence hold what opens accounts and what people entrusted: files of a process that has a store are made for
/// its user alone, 0600 and folders 0700, those that libraries make too.
/// </summary>
internal static class PrivateFiles
{
    private const int ForOwnerAlone = 0b000_111_111;

    public static void Begin()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetMask(ForOwnerAlone);
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetMask(int mask);
}
