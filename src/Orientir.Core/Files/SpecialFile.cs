namespace Orientir.Core.Files;

/// <summary>What a path names that is there and is no file of bytes: opened, it would wait, never end or keep nothing.</summary>
public static class SpecialFile
{
    /// <summary>«папка», «устройство», «канал», «сокет»; null for a file and for what is not there. Links are followed.</summary>
    public static string? WordOf(string path)
    {
        if (!OperatingSystem.IsLinux())
            return Directory.Exists(path) ? "папка" : null;
        return FileStatus.Of(path)?.Type switch
        {
            1 => "канал",
            2 or 6 => "устройство",
            4 => "папка",
            12 => "сокет",
            _ => null,
        };
    }
}
