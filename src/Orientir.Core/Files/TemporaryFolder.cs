using System.Collections.Concurrent;

namespace Orientir.Core.Files;

/// <summary>
/// Where a process writes what is needed for a while and may hold what people entrusted: a folder that only the user of the program may
/// enter, with a folder of each process in it. What a killed process left there is removed by the next one that begins.
/// </summary>
/// <param name="folder">The folder; where it can't be made, one of the user's own in that of the system.</param>
public sealed class TemporaryFolder(string folder)
{
    private const string Sign = ".held";
    private const int Tries = 5;
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // The system lets go of a sign with its process, whatever ends it.
    private static readonly ConcurrentBag<FileStream> Signs = [];

    private readonly Lock gate = new();
    private string? own;

    /// <summary>The folder of all processes.</summary>
    public string Folder { get; private set; } = Path.GetFullPath(folder);

    /// <summary>Makes a folder; whoever asked removes it.</summary>
    public DirectoryInfo NewFolder() => MakePrivate(NewName());

    /// <summary>A path nobody else has; whoever asked makes and removes what stands there.</summary>
    public string NewName() => Path.Combine(OfProcess(), Path.GetRandomFileName());

    /// <summary>Removes what processes left that are no more.</summary>
    public void Sweep()
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var sign in Directory.GetFiles(Folder, "*" + Sign))
        {
            try
            {
                using var alone = new FileStream(sign, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                var left = sign[..^Sign.Length];
                if (Directory.Exists(left))
                    Directory.Delete(left, recursive: true);
                File.Delete(sign);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Held by a process at work, or swept by another at this moment.
            }
        }
    }

    /// <summary>The folder of this process.</summary>
    public string OfProcess()
    {
        lock (gate)
        {
            if (own is not null && Directory.Exists(own))
                return own;
            try
            {
                MakePrivate(Folder);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Folder = MakePrivate(Path.Combine(Path.GetTempPath(), $"orientir-{Environment.UserName}")).FullName;
            }
            Sweep();
            for (var attempt = 1; ; attempt++)
            {
                var name = Path.Combine(Folder, Path.GetRandomFileName());
                try
                {
                    Signs.Add(new FileStream(name + Sign, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
                }
                catch (IOException) when (attempt < Tries)
                {
                    // Whoever sweeps looked at the sign before it was held.
                    continue;
                }
                return own = MakePrivate(name).FullName;
            }
        }
    }

    private static DirectoryInfo MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path);
        var made = Directory.CreateDirectory(path, OwnerAlone);
        // One that was there before may be open to others.
        if (made.UnixFileMode != OwnerAlone)
            made.UnixFileMode = OwnerAlone;
        return made;
    }
}
