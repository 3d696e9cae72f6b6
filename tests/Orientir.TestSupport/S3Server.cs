using System.Diagnostics;
using System.Text.RegularExpressions;
using Orientir.Core.Files;
using Orientir.Data.Files;

namespace Orientir.TestSupport;

/// <summary>
/// A server of S3 as a process of its own, on a free port of the loopback: the npm package s3rver, which keeps objects in a folder and
/// looks at the access key, not at the signature. ./test installs it in .build/s3.
/// </summary>
internal sealed partial class S3Server : IDisposable
{
    public const string Bucket = "orientir";

    private readonly Process process;
    private readonly DirectoryInfo folder;

    private S3Server(Process process, DirectoryInfo folder, Uri endpoint)
    {
        (this.process, this.folder) = (process, folder);
        Address = new(endpoint, Bucket, "files/", "S3RVER", "S3RVER", "us-east-1");
    }

    public S3Address Address { get; }

    /// <summary>Where bytes wait until they are sent.</summary>
    public static TemporaryFolder Temporary { get; } = new(Path.Combine(Path.GetTempPath(), $"orientir-s3-sent-{Environment.ProcessId}"));

    /// <summary>What is kept, as another site over it sees it.</summary>
    public S3Files Files(TimeProvider? time = null) => new(Address, time ?? TimeProvider.System, Temporary);

    /// <summary>Makes everything kept look as old as a moment: the clock of a server of S3 can't be set.</summary>
    public void Age(DateTime at)
    {
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            file.LastWriteTimeUtc = at;
    }

    /// <summary>Takes from objects the word of their own, which earlier programs did not give them.</summary>
    public void RenameAsEarlierPrograms()
    {
        foreach (var file in folder.EnumerateFiles("*-*", SearchOption.AllDirectories))
            file.MoveTo(Path.Combine(file.DirectoryName!, WordOfItsOwn().Replace(file.Name, "")));
    }

    public static async Task<S3Server> StartAsync()
    {
        var script = Path.Combine(Root(), ".build", "s3", "node_modules", "s3rver", "bin", "s3rver.js");
        Assert.SkipUnless(File.Exists(script), "The S3 server is not installed: build/s3.sh");
        var kept = Directory.CreateTempSubdirectory("orientir-s3-");
        var start = new ProcessStartInfo(
            "node",
            [script, "-d", kept.FullName, "-a", "127.0.0.1", "-p", "0", "-s", "--no-vhost-buckets", "--configure-bucket", Bucket]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        var server = Process.Start(start)!;
        while (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (Listening().Match(line) is { Success: true } told)
                return new(server, kept, new Uri($"http://127.0.0.1:{told.Groups[1].Value}"));
        throw new InvalidOperationException("The S3 server ended by itself.");
    }

    private static string Root()
    {
        var above = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(above.FullName, "Orientir.slnx")))
            above = above.Parent!;
        return above.FullName;
    }

    /// <summary>Ends the server.</summary>
    public void Stop()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Stop();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"-[0-9a-f]{16}(?=\._S3rver)")]
    private static partial Regex WordOfItsOwn();

    [GeneratedRegex(@"listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
