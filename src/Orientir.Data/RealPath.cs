namespace Orientir.Data;

/// <summary>A path as the system sees it: links of every folder on the way are followed, whether or not the end is there.</summary>
internal static class RealPath
{
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder)
            return full;
        var here = Path.Combine(Of(folder), Path.GetFileName(full));
        try
        {
            FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
            return entry.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Of(target.FullName) : here;
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            // A circle of links leads nowhere, and what may not be looked into is told by whoever opens it.
            return here;
        }
    }
}
