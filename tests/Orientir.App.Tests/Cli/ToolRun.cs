using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Orientir.App.Tests.Cli;

/// <summary>A run of the built tool as a process of its own, from its exit code to every byte it wrote.</summary>
internal sealed record ToolRun(int ExitCode, byte[] OutputBytes, string Errors)
{
    /// <summary>Longer than this no run takes, however busy the machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] Nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

    /// <summary>The standard output as text.</summary>
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>The lines of the standard error stream.</summary>
    public string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs the tool in the root of the repository.</summary>
    public static Task<ToolRun> Of(params string[] args) => Of(args, Repository.Root);

    /// <summary>Runs the tool in a folder.</summary>
    public static async Task<ToolRun> Of(IEnumerable<string> args, string folder, byte[]? input = null, bool asNobody = false)
    {
        using var process = Start(args, folder, asNobody);
        await process.StandardInput.BaseStream.WriteAsync(input ?? []);
        process.StandardInput.Close();
        using var late = new CancellationTokenSource(Patience);
        await using var end = late.Token.Register(process.Kill);
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync(late.Token);
        await process.StandardOutput.BaseStream.CopyToAsync(output, late.Token);
        await process.WaitForExitAsync(late.Token);
        return new ToolRun(process.ExitCode, output.ToArray(), await errors);
    }

    /// <summary>Starts the tool; a locale without UTF-8 must not change what it writes. As nobody it has no rights of the administrator.</summary>
    public static Process Start(IEnumerable<string> args, string folder, bool asNobody = false)
    {
        // The runtime's folder is …/shared/Microsoft.NETCore.App/VERSION/.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        // From its own folder: beside the tests the libraries that ASP.NET Core brings are left out.
        var built = Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "Orientir.App.Tests"), AppContext.BaseDirectory);
        // Tests started in the background ignore Ctrl-C, and so would the tool.
        var start = new ProcessStartInfo(
            "env",
            [
                "--default-signal=INT",
                .. asNobody ? Nobody : [],
                dotnet,
                Path.Combine(Repository.Root, "src", "Orientir.Cli", built, "orientir.dll"),
                .. args,
            ]
        )
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment.Remove("ORIENTIR_COMMAND");
        return Process.Start(start)!;
    }

    /// <summary>Wrong input: exit code 2, faults on the error stream with their count, nothing on the standard output.</summary>
    public void ShouldBeRefused(params string[] said)
    {
        ExitCode.ShouldBe(2, Errors);
        Output.ShouldBeEmpty();
        foreach (var text in said)
            Errors.ShouldContain(text);
        ErrorLines[^1].ShouldMatch("^Найден[ао] \\d+\u00A0ошиб(ка|ки|ок)\\.");
    }

    /// <summary>Success: exit code 0 and nothing on the error stream.</summary>
    public void ShouldSucceed()
    {
        ExitCode.ShouldBe(0, Errors);
        Errors.ShouldBeEmpty();
    }
}
