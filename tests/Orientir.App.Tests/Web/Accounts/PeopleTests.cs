using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.App.Tests.Web.Accounts;

public partial class PeopleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task People_SoughtAndFiltered_AreThoseOfTheRegion(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var all = await GetAsync(client, "/accounts");
        all.ShouldContain("coordinator@region.test");
        all.ShouldNotContain("other.test");
        all.ShouldNotContain("administrator@site.test");
        all.ShouldContain("ещё не было");
        var found = await GetAsync(client, "/accounts?q=" + Uri.EscapeDataString("ПРОВЕРКА (COORD"));
        found.ShouldContain("coordinator@region.test");
        found.ShouldNotContain("expert@region.test");
        (await GetAsync(client, "/accounts?q=other.test")).ShouldContain("Никого не нашлось");
        (await GetAsync(client, $"/accounts?place={site.Municipalities[0]}&role=publisher")).ShouldContain("publisher@region.test");
        (await GetAsync(client, "/accounts?state=" + Uri.EscapeDataString("отключена"))).ShouldContain("Никого не нашлось");
        (await GetAsync(client, "/accounts?sort=last")).IndexOf("operator@region.test", StringComparison.Ordinal).ShouldBePositive();

        using var administrator = await site.SignedInAsync("administrator@site.test");
        var everybody = await GetAsync(administrator, "/accounts");
        everybody.ShouldContain("operator@other.test");
        everybody.ShouldContain("координатор муниципалитета, Наша область");
        everybody.ShouldNotContain("Первый район");
        (await GetAsync(administrator, $"/accounts?place={site.OtherRegionId}")).ShouldNotContain("operator@region.test");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Role_NobodyOffers_IsRefusedAndPagesStand(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var address = $"/accounts/{site.Accounts["publisher@region.test"]}";
        foreach (var role in (string[])["99", "-1", "нет", ""])
            (await SiteHost.PostAsync(client, address, new() { ["Role"] = role }, "add")).StatusCode.ShouldBe(
                HttpStatusCode.UnprocessableEntity,
                role
            );
        foreach (var page in (string[])["/accounts", address, "/accounts?role=99"])
            (await GetAsync(client, page)).ShouldContain("publisher@region.test");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task People_ByAMinistryOfAPart_AreThoseOfThatPart(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        await site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                var id = site.Accounts["ministry@region.test"];
                await context.Grants.Where(grant => grant.UserId == id).ExecuteDeleteAsync(Cancel);
                context.Grants.Add(
                    new Grant
                    {
                        UserId = id,
                        Role = Role.Ministry,
                        RegionId = site.RegionId,
                        TerritoryId = site.Municipalities[1],
                    }
                );
                return await context.SaveChangesAsync(Cancel);
            }
        );
        using var client = await site.SignedInAsync("ministry");
        (
            await client.GetAsync(new Uri($"/audit/users/{site.Accounts["ministry@region.test"]}", UriKind.Relative), Cancel)
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var other in (string[])["operator@region.test", "coordinator@region.test", "expert@region.test", "operator@other.test"])
        {
            using var answer = await client.GetAsync(new Uri($"/audit/users/{site.Accounts[other]}", UriKind.Relative), Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, other);
            (await TextAsync(answer)).ShouldNotContain("Проверка (" + other.Split('@')[0]);
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Person_ByAnOperator_LosesAndGetsRolesAndAccess(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        using var publisher = await site.SignedInAsync("publisher");
        var address = $"/accounts/{site.Accounts["publisher@region.test"]}";
        var wrong = await SiteHost.PostAsync(client, address, new() { ["Role"] = "Coordinator", ["TerritoryId"] = "" }, "add");
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TextAsync(wrong)).ShouldContain("выберите муниципалитет");
        (
            await SiteHost.PostAsync(
                client,
                address,
                new() { ["Role"] = "Coordinator", ["TerritoryId"] = $"{site.Municipalities[1]}" },
                "add"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetAsync(client, address)).ShouldContain("Координатор муниципалитета, Второй район");
        (await GetAsync(publisher, "/")).ShouldContain("координатор муниципалитета");
        (await SiteHost.PostAsync(client, address, new() { ["Role"] = "Administrator" }, "add")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );

        (await SiteHost.PostAsync(client, address, new(), "disable")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetAsync(client, address)).ShouldContain("отключена");
        (await GetAsync(publisher, "/")).ShouldContain("пока нет роли");
        (await SiteHost.PostAsync(client, address, new(), "enable")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetAsync(publisher, "/")).ShouldContain("координатор муниципалитета");
        var grant = await site.WithAsync(
            site.RegionId,
            (_, context) =>
                context
                    .Grants.Where(row => row.UserId == site.Accounts["publisher@region.test"] && row.Role == Role.Publisher)
                    .Select(row => row.Id)
                    .SingleAsync(Cancel)
        );
        (await SiteHost.PostAsync(client, address, new(), $"remove-{grant}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetAsync(publisher, "/")).ShouldNotContain("публикатор");

        var own = await GetAsync(client, $"/accounts/{site.Accounts["operator@region.test"]}");
        own.ShouldContain("Это вы");
        own.ShouldNotContain("Снять роль: оператор");
        using var other = await site.SignedInAsync("operator@other.test");
        (await other.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (
            await client.GetAsync(new Uri($"/accounts/{site.Accounts["administrator@site.test"]}", UriKind.Relative), Cancel)
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await publisher.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Executor_OfAllDirections_IsMadeByTheBoxThatSaysSo(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var address = $"/accounts/{site.Accounts["publisher@region.test"]}";
        (await GetAsync(client, address)).ShouldContain("Все направления");
        var role = new Dictionary<string, string> { ["Role"] = "Executor", ["TerritoryId"] = $"{site.Municipalities[1]}" };

        var unnamed = await SiteHost.PostAsync(client, address, role, "add");
        unnamed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TextAsync(unnamed)).ShouldContain("Не названы направления исполнителя");
        var both = await SiteHost.PostAsync(client, address, new(role) { ["AllDirections"] = "true", ["Directions"] = "1" }, "add");
        both.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TextAsync(both)).ShouldContain("Отметьте либо");
        (await ExecutorsAsync()).ShouldBeEmpty();

        (await SiteHost.PostAsync(client, address, new(role) { ["AllDirections"] = "true" }, "add")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await ExecutorsAsync()).ShouldHaveSingleItem().Directions.ShouldBeNull();

        Task<List<Grant>> ExecutorsAsync() =>
            site.WithAsync(
                site.RegionId,
                (_, context) =>
                    context
                        .Grants.Include(row => row.DirectionRows)
                        .Where(row => row.UserId == site.Accounts["publisher@region.test"] && row.Role == Role.Executor)
                        .ToListAsync(Cancel)
            );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Password_ResetByAnOperator_IsSetByTheLinkAndLiftsTheLockout(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        using var session = await site.SignedInAsync("executor");
        using var guest = site.Client();
        for (var attempt = 0; attempt < 5; attempt++)
            await SiteHost.SignInAsync(guest, "executor@region.test", "не тот пароль");
        var address = $"/accounts/{site.Accounts["executor@region.test"]}";
        (await GetAsync(client, address)).ShouldContain("Вход закрыт до");
        (await SiteHost.PostAsync(client, address, new(), "unlock")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SiteHost.SignInAsync(guest, "executor@region.test", SiteHost.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var link = Links().Match(await TextAsync(await SiteHost.PostAsync(client, address, new(), "reset"))).Value;
        var second = Links().Match(await TextAsync(await SiteHost.PostAsync(client, address, new(), "reset"))).Value;
        using var anybody = site.Client();
        (await TextAsync(await anybody.GetAsync(new Uri(link, UriKind.Relative), Cancel))).ShouldContain("Ссылка отозвана");
        (await SiteHost.PostAsync(anybody, second, new() { ["Password"] = "коротко" }, "accept")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        var set = await SiteHost.PostAsync(anybody, second, new() { ["Password"] = "новая дорога к морю" }, "accept");
        set.Headers.Location!.ToString().ShouldContain("/sign-in?done=password");
        (await SiteHost.SignInAsync(anybody, "executor@region.test", "новая дорога к морю")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // The sessions of the old password are over.
        (await session.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Person_OfTwoRegions_IsOpenedByNoOperatorAlone(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = site.Accounts["ministry@region.test"];
        await site.WithAsync(
            null,
            async (_, context) =>
            {
                context.Grants.Add(
                    new Grant
                    {
                        UserId = id,
                        Role = Role.Expert,
                        RegionId = site.OtherRegionId,
                    }
                );
                return await context.SaveChangesAsync(Cancel);
            }
        );
        using var client = await site.SignedInAsync("operator");
        var page = await GetAsync(client, $"/accounts/{id}");
        page.ShouldContain("администратор системы");
        page.ShouldNotContain("Другая область");
        page.ShouldNotContain("эксперт,");
        page.ShouldNotContain("value=\"reset\"");
        await SiteHost.PostAsync(client, $"/accounts/{id}", new(), "disable");
        // Disabled here, at work there.
        (
            await site.WithAsync(
                null,
                (_, context) => context.Users.Where(user => user.Id == id).Select(user => user.DisabledAt).SingleAsync(Cancel)
            )
        ).ShouldBeNull();
        using var person = await site.SignedInAsync("ministry");
        (await GetAsync(person, "/")).ShouldContain("Ваша роль: эксперт");
        using var administrator = await site.SignedInAsync("administrator@site.test");
        (await GetAsync(administrator, $"/accounts/{id}")).ShouldContain("value=\"reset\"");
        await SiteHost.PostAsync(administrator, $"/accounts/{id}", new(), "disable");
        (await person.GetAsync(new Uri("/", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Region_AddedByTheAdministrator_GetsItsFirstOperator(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("administrator@site.test");
        (
            await SiteHost.PostAsync(
                client,
                "/accounts/regions",
                new()
                {
                    ["Title"] = "",
                    ["Code"] = "НЕТ",
                    ["TimeZone"] = "Europe/Moscow",
                },
                "add"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var added = await SiteHost.PostAsync(
            client,
            "/accounts/regions",
            new()
            {
                ["Title"] = "Третья область",
                ["Code"] = "third",
                ["TimeZone"] = "Asia/Omsk",
            },
            "add"
        );
        var next = added.Headers.Location!.ToString();
        next.ShouldContain("/accounts/invite?done=region&region=");
        var region = next[(next.LastIndexOf('=') + 1)..];
        var preview = await TextAsync(
            await SiteHost.PostAsync(
                client,
                $"/accounts/invite?region={region}",
                new() { ["Pasted"] = "Первая; first@example.org; оператор", ["RegionId"] = region },
                "invite"
            )
        );
        preview.ShouldContain("получит ссылку");
        (await GetAsync(client, "/accounts/regions")).ShouldContain("Омск, МСК");
        (
            await SiteHost.PostAsync(
                client,
                $"/accounts/regions/{region}",
                new() { ["Title"] = "Третий край", ["TimeZone"] = "Asia/Irkutsk" },
                "change"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await GetAsync(client, "/accounts/regions")).ShouldContain("Третий край");
        var wrong = await TextAsync(
            await SiteHost.PostAsync(
                client,
                "/accounts/invite",
                new() { ["Pasted"] = "А; a@example.org; эксперт", ["RegionId"] = region },
                "invite"
            )
        );
        wrong.ShouldContain("эту роль выдаёт оператор региона", Case.Insensitive);
        using var other = await site.SignedInAsync("operator");
        (await other.GetAsync(new Uri("/accounts/regions", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Task<string> GetAsync(HttpClient client, string address) =>
        client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel);

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Cancel);

    [GeneratedRegex("/accounts/accept/[a-z0-9]{26}")]
    private static partial Regex Links();
}
