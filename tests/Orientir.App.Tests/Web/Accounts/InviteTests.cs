using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web.Accounts;

public partial class InviteTests
{
    private const string List =
        "Иванова Анна\tivanova@example.org\tкоординатор\tПервый район\t\nПетров Пётр\tpetrov@example.org\tэксперт\t\t";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Contacts_Pasted_BecomeAccountsByPrintedLinks(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var preview = await TextAsync(await SiteHost.PostAsync(client, "/accounts/invite", new() { ["Pasted"] = List }, "invite"));
        preview.ShouldContain("Проверьте список");
        preview.ShouldContain("2 приглашения со ссылкой");
        (await CountAsync(site)).ShouldBe(0);
        var letters = await ConfirmAsync(client, preview);
        var links = Links().Matches(letters).Select(match => match.Value).Distinct().ToList();
        links.Count.ShouldBe(2);
        letters.ShouldContain("координатор муниципалитета, Первый район, Наша область");
        (await client.GetStringAsync(new Uri("/accounts", UriKind.Relative), Cancel)).ShouldContain("приглашение: письмо напечатано");

        using var guest = site.Client();
        var page = await guest.GetStringAsync(new Uri(links[0], UriKind.Relative), Cancel);
        page.ShouldContain("Добро пожаловать");
        var weak = await SiteHost.PostAsync(guest, links[0], new() { ["Name"] = "Анна", ["Password"] = "коротко" }, "accept");
        weak.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TextAsync(weak)).ShouldContain("value=\"Анна\"");
        var accepted = await SiteHost.PostAsync(
            guest,
            links[0],
            new() { ["Name"] = "Анна Иванова", ["Password"] = "новая дорога к морю" },
            "accept"
        );
        accepted.StatusCode.ShouldBe(HttpStatusCode.Redirect, await TextAsync(accepted));
        (await guest.GetStringAsync(new Uri("/", UriKind.Relative), Cancel)).ShouldContain("координатор муниципалитета");
        var used = await guest.GetAsync(new Uri(links[0], UriKind.Relative), Cancel);
        used.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await TextAsync(used)).ShouldContain("Ссылка уже использована");
        using var later = site.Client();
        (await SiteHost.SignInAsync(later, "ivanova@example.org", "новая дорога к морю")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var again = await TextAsync(await SiteHost.PostAsync(client, "/accounts/invite", new() { ["Pasted"] = List }, "invite"));
        again.ShouldContain("роль уже есть");
        again.ShouldContain("уже приглашён");
        again.ShouldNotContain("Пригласить и показать письма");
        var granted = await TextAsync(
            await SiteHost.PostAsync(client, "/accounts/invite", new() { ["Pasted"] = "Анна; IVANOVA@example.org; министерство" }, "invite")
        );
        granted.ShouldContain("роль добавится сразу");
        (await ConfirmAsync(client, granted)).ShouldContain("Новая роль");
        (await later.GetStringAsync(new Uri("/", UriKind.Relative), Cancel)).ShouldContain("наблюдатель министерства");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Contacts_OfAFileWithFaults_AreRefusedAtTheirCells(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var answer = await SiteHost.PostFileAsync(
            client,
            "/accounts/invite",
            "File",
            "контакты.csv",
            Encoding.UTF8.GetBytes("имя;почта;роль;территория\nИванова;не адрес;координатор;Перый район\nПетров;p@example.org;директор;\n"),
            action: "invite"
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var text = await TextAsync(answer);
        text.ShouldContain("3 ошибки");
        text.ShouldContain("похожие: Первый район", Case.Insensitive);
        text.ShouldContain("строка 2");
        var pasted = await TextAsync(
            await SiteHost.PostAsync(client, "/accounts/invite", new() { ["Pasted"] = "Иванова; нет; эксперт" }, "invite")
        );
        pasted.ShouldContain("Иванова; нет; эксперт</textarea>");
        (await SiteHost.PostAsync(client, "/accounts/invite", new(), "invite")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Coordinators_OfTwentyContacts_AreInvitedInTwoClicksAndTheWrongOneStays(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        await site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                foreach (var number in Enumerable.Range(1, 20))
                {
                    var territory = new Territory
                    {
                        RegionId = site.RegionId,
                        Code = $"c{number}",
                        Kind = EntryKind.Municipality,
                        Name = $"{number}-й округ",
                    };
                    territory.Contact([new($"Человек {number}", "", "", number == 7 ? "" : $"contact{number}@example.org")]);
                    context.Territories.Add(territory);
                }
                return await context.SaveChangesAsync(Cancel);
            }
        );
        var page = await site.PageAsync("operator");
        await page.GotoAsync("/territories");
        var clicks = 0;
        await ClickAsync("text=Пригласить координаторов");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Проверьте список");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Нет адреса почты");
        await ClickAsync("text=Пригласить и показать письма");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Приглашения готовы");
        clicks.ShouldBe(2);
        (await CountAsync(site)).ShouldBe(19);
        await Assertions.Expect(page.Locator(".errors")).ToContainTextAsync("ошибк");
        var left = await page.InputValueAsync("#Pasted");
        left.ShouldContain("Человек 7; ; координатор; 7-й округ");
        // The address is put in where it lacks, and the last one is invited too.
        await page.FillAsync("#Pasted", left.Replace("; ;", "; contact7@example.org;", StringComparison.Ordinal));
        await page.ClickAsync("text=Проверить список");
        await page.ClickAsync("text=Пригласить и показать письма");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Приглашения готовы");
        await page.GotoAsync("/accounts/invite?from=contacts");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Приглашать некого");

        async Task ClickAsync(string what)
        {
            clicks++;
            await page.ClickAsync(what);
        }
    }

    [Fact]
    public async Task Preview_LeftWithoutAnything_KeepsTheWholeList()
    {
        await using var site = await SiteHost.StartAsync();
        using var client = await site.SignedInAsync("operator");
        var preview = await TextAsync(
            await SiteHost.PostAsync(client, "/accounts/invite", new() { ["Pasted"] = List + "\nСидоров; нет; эксперт" }, "invite")
        );
        preview.ShouldContain("Останутся в списке: 1");
        var fields = ShownPage.HiddenOf(ShownPage.FormOf(preview, "invite"));
        fields["Back"] = "yes";
        using var content = new FormUrlEncodedContent(fields);
        var back = await TextAsync(await client.PostAsync(new Uri("/accounts/invite", UriKind.Relative), content, Cancel));
        var list = ShownPage.TextsOf(back, "#Pasted").ShouldHaveSingleItem();
        list.ShouldContain("Иванова Анна; ivanova@example.org; координатор; Первый район\nПетров Пётр");
        list.ShouldContain("Сидоров; нет; эксперт");
        (await CountAsync(site)).ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letters_WhereMailIsConfigured_AreSentAfterTheAnswerAndWhatIsRefusedIsSaid(Database database)
    {
        await using var mail = MailHost.Start();
        mail.AnswerFor = to => to == "petrov@example.org" ? 550 : null;
        await using var site = await SiteHost.StartAsync(
            database,
            settings: [.. mail.Settings(), ("ORIENTIR_ADDRESS", "https://orientir.example.org"), ("ORIENTIR_JOBS", "off")]
        );
        using var client = await site.SignedInAsync("operator");
        var preview = await TextAsync(await SiteHost.PostAsync(client, "/accounts/invite", new() { ["Pasted"] = List }, "invite"));
        preview.ShouldContain("Пригласить и отправить письма");
        var letters = await ConfirmAsync(client, preview);
        letters.ShouldContain("Ждут отправки: 2 письма");
        letters.ShouldContain("href=\"/letters\"");
        letters.ShouldNotContain("/accounts/accept/");
        await site.SendLettersAsync();
        var sent = mail.Letters.ShouldHaveSingleItem().TextBody!;
        sent.ShouldContain("https://orientir.example.org/accounts/accept/");
        sent.ShouldContain("координатор муниципалитета");
        var after = await client.GetStringAsync(new Uri("/accounts/invitations", UriKind.Relative), Cancel);
        after.ShouldContain("письмо отправлено");
        after.ShouldContain("письмо не ушло");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Invitation_RenewedThenRevoked_LeavesOneLinkThenNone(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var first = Links()
            .Match(
                await ConfirmAsync(
                    client,
                    await TextAsync(
                        await SiteHost.PostAsync(
                            client,
                            "/accounts/invite",
                            new() { ["Pasted"] = "Петров; petrov@example.org; эксперт" },
                            "invite"
                        )
                    )
                )
            )
            .Value;
        var id = await site.WithAsync(site.RegionId, (_, context) => context.Invitations.Select(row => row.Id).SingleAsync(Cancel));
        (await SiteHost.PostAsync(client, "/accounts/invitations", new(), "renew")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var renewed = Links()
            .Match(await TextAsync(await SiteHost.PostAsync(client, "/accounts/invitations", new() { ["Chosen"] = $"{id}" }, "renew")))
            .Value;
        renewed.Length.ShouldBeGreaterThan(30);
        using var guest = site.Client();
        (await TextAsync(await guest.GetAsync(new Uri(first, UriKind.Relative), Cancel))).ShouldContain("Такой ссылки нет");
        (await TextAsync(await guest.GetAsync(new Uri(renewed, UriKind.Relative), Cancel))).ShouldContain("Добро пожаловать");
        (await SiteHost.PostAsync(client, "/accounts/invitations", new(), $"revoke-{id}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await TextAsync(await guest.GetAsync(new Uri(renewed, UriKind.Relative), Cancel))).ShouldContain("Ссылка отозвана");
        using var other = await site.SignedInAsync("operator@other.test");
        (await other.GetStringAsync(new Uri("/accounts/invitations", UriKind.Relative), Cancel)).ShouldNotContain("petrov");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Invitations_ThousandsOfThem_AreCountedAndPagedToTheFirst(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                context.Invitations.AddRange(
                    Enumerable
                        .Range(1, 2101)
                        .Select(number =>
                        {
                            var invitation = new Invitation
                            {
                                TokenHash = $"{number}",
                                Email = $"person{number}@example.org",
                                DisplayName = $"Человек {number}",
                                Role = Role.Expert,
                                RegionId = site.RegionId,
                                CreatedAt = now,
                                ExpiresAt = now.AddDays(14),
                            };
                            // The newest, which a limit on rows would take before all that wait.
                            if (number > 2050)
                                invitation.Revoke(now);
                            return invitation;
                        })
                );
                return await context.SaveChangesAsync(Cancel);
            }
        );
        var first = await TextAsync(await client.GetAsync(new Uri("/accounts/invitations", UriKind.Relative), Cancel));
        first.ShouldContain("Ещё не открыты: 2050");
        first.ShouldContain("Использованные и отозванные: 51");
        first.ShouldContain("person2050@example.org");
        first.ShouldNotContain("person1@example.org");
        var last = Pages().Matches(first).Max(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        (await TextAsync(await client.GetAsync(new Uri($"/accounts/invitations?page={last}", UriKind.Relative), Cancel))).ShouldContain(
            "person1@example.org"
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Person_OfAnotherRegion_TakesTheRoleByTheLinkAfterSignIn(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        using var client = await site.SignedInAsync("operator");
        var preview = await TextAsync(
            await SiteHost.PostAsync(client, "/accounts/invite", new() { ["Pasted"] = "Гость; operator@other.test; эксперт" }, "invite")
        );
        // That there is an account elsewhere is not told.
        preview.ShouldContain("получит ссылку");
        var link = Links().Match(await ConfirmAsync(client, preview)).Value;
        using var guest = site.Client();
        (await guest.GetStringAsync(new Uri(link, UriKind.Relative), Cancel)).ShouldContain("У вас уже есть учётная запись");
        var entered = await SiteHost.PostAsync(
            guest,
            "/sign-in?next=" + Uri.EscapeDataString(link),
            new() { ["Email"] = "operator@other.test", ["Password"] = SiteHost.Password }
        );
        new Uri(site.Address, entered.Headers.Location!).AbsolutePath.ShouldBe(link);
        var accepted = await SiteHost.PostAsync(guest, link, new(), "accept");
        accepted.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        // Two regions now: the switch of the top bar, and only the region at hand is seen, at first the one just entered.
        var home = await guest.GetStringAsync(accepted.Headers.Location, Cancel);
        home.ShouldContain("Приглашение принято.");
        home.ShouldContain("region-switch");
        home.ShouldContain("Ваша роль: эксперт");
        using var there = new FormUrlEncodedContent([
            new("region", $"{site.OtherRegionId}"),
            new("__RequestVerificationToken", ShownPage.TokenOf(home)),
        ]);
        (await guest.PostAsync(new Uri("/accounts/region", UriKind.Relative), there, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await guest.GetStringAsync(new Uri("/", UriKind.Relative), Cancel)).ShouldContain("оператор региона");
        using var content = new FormUrlEncodedContent([
            new("region", $"{site.RegionId}"),
            new("__RequestVerificationToken", ShownPage.TokenOf(home)),
        ]);
        (await guest.PostAsync(new Uri("/accounts/region", UriKind.Relative), content, Cancel)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        home = await guest.GetStringAsync(new Uri("/", UriKind.Relative), Cancel);
        home.ShouldContain("Ваша роль: эксперт");
        (await guest.GetAsync(new Uri("/accounts", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<string> ConfirmAsync(HttpClient client, string preview)
    {
        using var content = new FormUrlEncodedContent(ShownPage.HiddenOf(ShownPage.FormOf(preview, "invite")));
        return await TextAsync(await client.PostAsync(new Uri("/accounts/invite", UriKind.Relative), content, Cancel));
    }

    private static Task<int> CountAsync(SiteHost site) =>
        site.WithAsync(site.RegionId, (_, context) => context.Invitations.CountAsync(Cancel));

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadAsStringAsync(Cancel)).Replace("&#xA0;", " ", StringComparison.Ordinal);

    [GeneratedRegex("/accounts/accept/[a-z0-9]{26}")]
    private static partial Regex Links();

    [GeneratedRegex("invitations\\?page=([0-9]+)")]
    private static partial Regex Pages();
}
