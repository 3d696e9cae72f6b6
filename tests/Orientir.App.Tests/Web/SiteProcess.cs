using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orientir.App.Tests.Web;

/// <summary>The built site as a process of its own, always at one address: it may be killed and started again.</summary>
internal sealed class SiteProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string database;
    private readonly string? files;
    private readonly (string Key, string Value)[] settings;
    private readonly ConcurrentQueue<string> said = new();
    private Process? process;

    /// <summary>Over the store of a host.</summary>
    public SiteProcess(SiteHost host, params (string Key, string Value)[] settings)
        : this(
            host.Services.GetRequiredService<IConfiguration>()["ORIENTIR_DATABASE"]!,
            host.Services.GetRequiredService<IConfiguration>()["ORIENTIR_FILES"],
            settings
        ) { }

    /// <summary>Over any store; its files beside a SQLite database where no folder is given.</summary>
    public SiteProcess(string database, string? files = null, params (string Key, string Value)[] settings)
    {
        this.database = database;
        this.files = files;
        this.settings = settings;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
    }

    public Uri Address { get; }

    /// <summary>The most memory it has taken since it was started, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            process!.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>The end of what it wrote, for a failure.</summary>
    public string LastLines => string.Join('\n', said.TakeLast(20));

    /// <summary>Whether it has written this since it was first started.</summary>
    public bool Says(string text) => said.Any(line => line.Contains(text, StringComparison.Ordinal));

    public async Task StartAsync(CancellationToken cancel)
    {
        // As it is built beside these tests, in the same configuration.
        var built = Path.GetRelativePath(Repository.PathOf("tests", "Orientir.App.Tests"), AppContext.BaseDirectory);
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(
            dotnet,
            [Repository.PathOf("src", "Orientir.Web", built, "Orientir.Web.dll"), "--urls", Address.OriginalString]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ORIENTIR_DATABASE"] = database;
        if (files is not null)
            start.Environment["ORIENTIR_FILES"] = files;
        start.Environment["SignIn__PerAddressPerMinute"] = "1000";
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = Address };
        for (var waited = Stopwatch.StartNew(); ; )
        {
            if (waited.Elapsed > Patience)
                throw new InvalidOperationException($"The site does not become ready: {LastLines}");
            if (process.HasExited)
            {
                // Its last lines may still be on their way.
                await process.WaitForExitAsync(cancel).WaitAsync(Patience, cancel);
                throw new InvalidOperationException($"The site ended by itself: {LastLines}");
            }
            try
            {
                if ((await client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancel)).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(20, cancel);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await KillAsync();
    }
}
