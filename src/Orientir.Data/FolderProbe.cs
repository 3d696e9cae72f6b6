using Orientir.Core.Files;

namespace Orientir.Data;

/// <summary>Tries whether a folder can be written to.</summary>
internal static class FolderProbe
{
    /// <summary>
    /// Why a folder for back-ups is not made: only the last one of a path is. A mistyped name of a disk, or one that is not mounted, would
    /// otherwise put the copies on the disk they are to outlive. Null where it is there or may be made.
    /// </summary>
    public static StoreFault? OfParent(string folder) =>
        !Directory.Exists(folder)
        && Path.GetDirectoryName(folder) is { Length: > 0 } above
        && !Directory.Exists(above)
        && !File.Exists(above)
            ? new($"папки {above} нет", "проверьте путь и подключён ли диск; если всё верно, создайте её: сама создаётся только последняя")
            : null;

    /// <summary>Tries to write where a folder is or will be made, without making it; null where that can be done.</summary>
    public static StoreFault? Of(string folder)
    {
        var there = folder;
        while (!Directory.Exists(there) && !Path.Exists(there) && Path.GetDirectoryName(there) is { Length: > 0 } above)
            there = above;
        if (Path.Exists(there) && !Directory.Exists(there))
            return new($"{there} — {SpecialFile.WordOf(there) ?? "файл"}, а не папка", "укажите папку");
        try
        {
            var probe = Path.Combine(there, $".orientir-{Environment.ProcessId}-0.tmp");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception fault) when (StoreFaults.OfFiles(fault, folder) is { } known)
        {
            return known;
        }
    }
}
