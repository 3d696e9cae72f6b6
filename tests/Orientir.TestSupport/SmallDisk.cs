using System.Diagnostics;

namespace Orientir.TestSupport;

/// <summary>A disk of a few megabytes, mounted on a folder of its own; and a file mounted on itself.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orientir-disk-");

    private SmallDisk() { }

    /// <summary>Where it is mounted.</summary>
    public string Folder => folder.FullName;

    /// <summary>Mounts one; skips the test where that is not allowed.</summary>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        Assert.SkipUnless(Environment.UserName == "root", "A small disk can be mounted by root only.");
        var disk = new SmallDisk();
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Folder);
        return disk;
    }

    /// <summary>Holds a file in its place, so that even root can't remove it; skips the test where that is not allowed.</summary>
    public static async Task<IAsyncDisposable> HoldAsync(string file)
    {
        Assert.SkipUnless(Environment.UserName == "root", "A file can be held in its place by root only.");
        await RunAsync("mount", "--bind", file, file);
        return new Held(file);
    }

    private sealed class Held(string file) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await RunAsync("umount", file);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Folder);
        folder.Delete();
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
        process.ExitCode.ShouldBe(0, program);
    }
}
