using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Orientir.Core.Accounts;

namespace Orientir.App.Tests.Web.Layout;

public class FrameTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryAnswer_OfPagesAndFiles_ForbidsWhatIsForeignAndInline()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = site.Client();
        foreach (var address in (string[])["/sign-in", "/health/live", "/tokens.css", "/nowhere"])
        {
            var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'", customMessage: address);
            policy.ShouldNotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        }
        (await client.GetStringAsync(new Uri("/tokens.css", UriKind.Relative), Cancel)).ShouldContain("--accent");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Health_OfARunningSite_IsLiveAndReady(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = site.Client();
        (await client.GetStringAsync(new Uri("/health/live", UriKind.Relative), Cancel)).ShouldBe("ok");
        (await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Cancel)).ShouldBe("ok");
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefusedInWords()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = site.Client();
        using var content = new FormUrlEncodedContent([
            new("_handler", "sign-in"),
            new("Email", "operator@region.test"),
            new("Password", SiteHost.Password),
        ]);
        var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), content, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("обновите страницу");
        using var signedIn = await site.SignedInAsync("operator");
        using var empty = new FormUrlEncodedContent([]);
        (await signedIn.PostAsync(new Uri("/sign-out", UriKind.Relative), empty, Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Form_ItsPageHasNoMore_SaysSoAndGivesBackWhatWasTyped()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("ministry");
        var page = await client.GetStringAsync(new Uri("/campaigns", UriKind.Relative), Cancel);
        var token = ShownPage.TokenOf(page);
        using var content = new FormUrlEncodedContent([
            new("_handler", "gone"),
            new("__RequestVerificationToken", token),
            new("Reason", "Долгое <b>объяснение</b>"),
            new("Password", "тайное слово"),
            new("old/1", "прежний ответ"),
            new("new/1", "прежний ответ"),
            new("new/2", "новый ответ"),
            new("Version", "12"),
        ]);
        var answer = await client.PostAsync(new Uri("/campaigns?sort=title", UriKind.Relative), content, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var said = await answer.Content.ReadAsStringAsync(Cancel);
        foreach (
            var text in new[]
            {
                "Форма больше не действует",
                "<pre>Долгое &lt;b&gt;объяснение&lt;/b&gt;</pre>",
                "<pre>новый ответ</pre>",
                "href=\"/campaigns?sort=title\"",
            }
        )
            said.ShouldContain(text);
        foreach (var text in new[] { "тайное", "прежний", token, "<pre>12" })
            said.ShouldNotContain(text);
    }

    [Fact]
    public void Query_OfAPage_IsTakenAsText()
    {
        // Anybody may type an address: what is no number must not break the page.
        typeof(Orientir.Web.Shared.SitePage)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetProperties(BindingFlags.Instance | BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic)
            )
            .Where(property =>
                property.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is not null
                && property.PropertyType != typeof(string)
                && property.PropertyType != typeof(string[])
            )
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}")
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Regions_OfOnesRoles_AreToBeChosenFrom()
    {
        await using var site = await SiteHost.StartAsync();
        await site.WithAsync(
            null,
            async (_, context) =>
            {
                foreach (var region in (int[])[site.RegionId, site.OtherRegionId])
                    context.Grants.Add(
                        new Grant
                        {
                            UserId = site.Accounts["administrator@site.test"],
                            Role = Role.Operator,
                            RegionId = region,
                        }
                    );
                return await context.SaveChangesAsync(Cancel);
            }
        );
        // An administrator of the site too: of all regions those with a role are to go to.
        using var client = await site.SignedInAsync("administrator@site.test");
        await site.WithAsync(
            null,
            (_, context) =>
                new AddRegion(context, TimeProvider.System).RunAsync(
                    Actor.Installation(),
                    new("third", "Третий край", "Europe/Moscow"),
                    Cancel
                )
        );
        var top = (await client.GetStringAsync(new Uri("/accounts/settings", UriKind.Relative), Cancel)).Split("<main")[0];
        top.ShouldContain($"<option value=\"{site.RegionId}\" selected>Наша область");
        top.ShouldContain("Другая область");
        top.ShouldNotContain("Третий край");
        using var chosen = new FormUrlEncodedContent([
            new("region", $"{site.OtherRegionId}"),
            new("__RequestVerificationToken", ShownPage.TokenOf(top)),
        ]);
        (await client.PostAsync(new Uri("/accounts/region", UriKind.Relative), chosen, Cancel)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await client.GetStringAsync(new Uri("/accounts/settings", UriKind.Relative), Cancel)).ShouldContain(
            $"<option value=\"{site.OtherRegionId}\" selected>Другая область"
        );
    }

    [Fact]
    public async Task Cookies_OfTheSite_AreOutOfReachOfScripts()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = site.Client();
        await client.GetAsync(new Uri("/sign-in", UriKind.Relative), Cancel);
        var answer = await SiteHost.SignInAsync(client, "operator@region.test", SiteHost.Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("orientir=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
    }

    [Fact]
    public async Task Page_ThatIsNotThere_SaysWhatToDo()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("operator");
        var answer = await client.GetAsync(new Uri("/nowhere", UriKind.Relative), Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("Страница не найдена");
    }
}
