using Microsoft.Playwright;
using Orientir.App.Tests;

[assembly: AssemblyFixture(typeof(Chromium.UntilTheLastTest))]

namespace Orientir.App.Tests;

/// <summary>
/// Debian's Chromium, one for all tests, without its windows where that is installed: it takes a third of the processor time.
/// Where there is none the test is skipped, but on CI it must be there.
/// </summary>
internal static class Chromium
{
    private static readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> Launched = new(LaunchAsync);

    private static string? Found { get; } =
        new[] { "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome" }
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    public static async Task<IBrowser> BrowserAsync()
    {
        if (Found is null && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip("Нет браузера chromium.");
        return (await Launched.Value).Browser;
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> LaunchAsync()
    {
        // A machine that runs everything at once takes its time; who waits for what does not come waits once.
        Assertions.SetDefaultExpectTimeout(30_000);
        var driver = await Playwright.CreateAsync();
        return (
            driver,
            await driver.Chromium.LaunchAsync(
                new()
                {
                    ExecutablePath = Found,
                    Args =
                    [
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                    ],
                }
            )
        );
    }

    /// <summary>Ends the browser after the last test.</summary>
    public sealed class UntilTheLastTest : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (!Launched.IsValueCreated)
                return;
            var (driver, browser) = await Launched.Value;
            await browser.CloseAsync();
            driver.Dispose();
        }
    }
}
