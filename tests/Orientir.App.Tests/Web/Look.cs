using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Orientir.App.Tests.Web;

/// <summary>Looks at a page as people do: axe finds nothing, it fits 1280 px at 200 % and a phone; pictures go where ORIENTIR_PICTURES says.</summary>
internal static class Look
{
    public static async Task AtAsync(IPage page, string name, string what)
    {
        (await page.Locator("h1").CountAsync()).ShouldBe(1, what);
        (await page.RunAxe())
            .Violations.Select(found => $"{what} {found.Id}: {found.Help}; {string.Join(", ", found.Nodes.Select(node => node.Html))}")
            .ShouldBeEmpty();
        var folder = Environment.GetEnvironmentVariable("ORIENTIR_PICTURES");
        foreach (var width in (int[])[1280, 640, 390])
        {
            await page.SetViewportSizeAsync(width, 900);
            (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue(
                $"{what} at {width}"
            );
            if (folder is not null && width != 640)
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
        }
        await page.SetViewportSizeAsync(1280, 900);
    }
}
