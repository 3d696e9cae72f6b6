namespace Orientir.Data;

/// <summary>Tries whether a folder can be written to.</summary>
internal static class FolderProbe
{
    /// <summary>Tries to write where a folder is or will be made, without making it; null where that can be done.</summary>
    public static StoreFault? Of(string folder)
    {
        var there = folder;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { Length: > 0 } above)
            there = above;
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
