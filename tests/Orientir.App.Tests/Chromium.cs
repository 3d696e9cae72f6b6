using Microsoft.Playwright;

namespace Orientir.App.Tests;

/// <summary>
/// Debian's Chromium, one for all tests, without its windows where that is installed: it takes a third of the processor time.
/// Where there is none the test is skipped, but on CI it must be there.
/// </summary>
internal static class Chromium
{
    private static readonly Lazy<Task<IBrowser>> Launched = new(LaunchAsync);

    private static string? Found { get; } = new[] { "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public static Task<IBrowser> BrowserAsync()
    {
        if (Found is null && Environment.GetEnvironmentVariable("CI") != "true") Assert.Skip("Нет браузера chromium.");
        return Launched.Value;
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        var driver = await Playwright.CreateAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => driver.Dispose();
        return await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Found,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }
}
