using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;

namespace Orientir.App.Tests.Web.Letters;

public partial class LetterPagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // As the guide writes them, with the server of the test in place of «сервер:465».
    [Theory]
    [InlineData(MailWay.Tls)]
    [InlineData(MailWay.StartTls)]
    public async Task Mail_ByEachExampleOfTheGuide_IsSent(MailWay way)
    {
        await using var mail = MailHost.Start(way, asksPassword: way == MailWay.Tls);
        var guide = await File.ReadAllTextAsync(Repository.PathOf("docs", "guide", "settings.md"), Cancel);
        var example = way == MailWay.Tls ? "smtps://имя:пароль@сервер:465" : "smtp://сервер:587";
        guide.ShouldContain($"`{example}`");
        var setting = example
            .Replace(
                "имя:пароль",
                $"{Uri.EscapeDataString(MailHost.User)}:{Uri.EscapeDataString(MailHost.Password)}",
                StringComparison.Ordinal
            )
            .Replace(way == MailWay.Tls ? "сервер:465" : "сервер:587", $"127.0.0.1:{mail.Port}", StringComparison.Ordinal);
        await using var site = await SiteHost.StartAsync(
            settings: [("ORIENTIR_SMTP", setting), ("ORIENTIR_MAIL_FROM", "orientir@example.ru"), ("ORIENTIR_SMTP_ROOT", mail.RootFile)]
        );
        await InviteAsync(site, "petrov@example.org");
        await site.SendLettersAsync();
        mail.Letters.ShouldHaveSingleItem().TextBody!.ShouldContain("/accounts/accept/");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letters_OfARegion_AreFoundAndReadWithoutTheirLinksByItsOperatorAlone(Database database)
    {
        await using var mail = MailHost.Start();
        mail.AnswerFor = to => to == "petrov@example.org" ? 550 : null;
        await using var site = await SiteHost.StartAsync(database, settings: [.. mail.Settings(), ("ORIENTIR_JOBS", "off")]);
        await InviteAsync(site, "ivanova@example.org", "petrov@example.org");
        using var client = await site.SignedInAsync("operator");
        var waiting = await GetAsync(client, "/letters?state=waiting");
        waiting.ShouldContain("Нашлось: 2");
        await site.SendLettersAsync();

        var failed = await GetAsync(client, "/letters?state=failed&why=invitation");
        failed.ShouldContain("petrov@example.org");
        failed.ShouldContain("Почтовый сервер не принимает этот адрес: 550");
        failed.ShouldNotContain("ivanova@example.org");
        (await GetAsync(client, "/letters?q=IVANOVA@")).ShouldContain("Нашлось: 1");
        (await GetAsync(client, "/letters?q=никто")).ShouldContain("Таких писем нет");
        (await GetAsync(client, "/accounts")).ShouldContain("Письма: не ушло 1");
        var home = await GetAsync(client, "/");
        home.ShouldContain("Не ушло: 1 письмо");
        home.ShouldContain("href=\"/letters?state=failed\"");
        var address = LetterAddress().Match(failed).Value;
        var letter = await GetAsync(client, address);
        letter.ShouldContain("Почему не ушло");
        letter.ShouldContain(LetterWords.HiddenLink);
        letter.ShouldNotContain("/accounts/accept/");

        foreach (var account in (string[])["operator@other.test", "administrator@site.test"])
        {
            using var other = await site.SignedInAsync(account);
            (await other.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await GetAsync(other, "/letters")).ShouldContain("Писем ещё не было");
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letter_ThatFailed_IsPrintedOrSentAgainFromItsPage(Database database)
    {
        await using var mail = MailHost.Start();
        mail.AnswerFor = _ => 550;
        await using var site = await SiteHost.StartAsync(database, settings: [.. mail.Settings(), ("ORIENTIR_JOBS", "off")]);
        await InviteAsync(site, "petrov@example.org");
        await site.SendLettersAsync();
        using var client = await site.SignedInAsync("operator");
        var address = LetterAddress().Match(await GetAsync(client, "/letters")).Value;
        var sheet = await TextAsync(await SiteHost.PostAsync(client, address, new(), "print"));
        var link = Link().Match(sheet).Value;
        using var guest = site.Client();
        (await GetAsync(guest, link)).ShouldContain("Добро пожаловать");
        var printed = await GetAsync(client, address);
        printed.ShouldContain("напечатано");
        printed.ShouldContain("Проверка (operator)");

        mail.AnswerFor = _ => null;
        (await SiteHost.PostAsync(client, address, new(), "send")).Headers.Location!.ToString().ShouldEndWith("?done=send");
        await site.SendLettersAsync();
        (await GetAsync(client, address)).ShouldContain("отправлено");
        mail.Letters.ShouldHaveSingleItem().TextBody!.ShouldNotContain(link);

        // From the list too, several at once.
        var id = address.Split('/')[^1];
        (await SiteHost.PostAsync(client, "/letters", new() { ["Chosen"] = id }, "chosen"))
            .Headers.Location!.ToString()
            .ShouldEndWith("?again=1");
        (await SiteHost.PostAsync(client, "/letters", new() { ["What"] = "print" }, "chosen")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        await site.SendLettersAsync();
        mail.Letters.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letters_TheReaderDoesNotSee_AreNeitherShownNorCountedNorTouched(Database database)
    {
        await using var mail = MailHost.Start();
        await using var site = await SiteHost.StartAsync(database, settings: [.. mail.Settings(), ("ORIENTIR_JOBS", "off")]);
        await InviteAsync(site, "petrov@example.org");
        var foreign = await site.WithAsync(
            null,
            async (_, context) =>
            {
                var letter = Letter.ToSend(
                    new(LetterWhy.Reminder, "Чужой", "foreign@example.org", "Не для оператора", "Текст"),
                    1,
                    Orientir.Core.Accounts.Actor.Installation(null),
                    TimeProvider.System.GetUtcNow().UtcDateTime
                );
                letter.Fail("адрес не принят");
                context.Letters.Add(letter);
                await context.SaveChangesAsync(Cancel);
                return letter;
            }
        );
        using var client = await site.SignedInAsync("operator");
        foreach (var address in (string[])["/letters", "/letters?q=foreign", "/letters?state=failed", "/accounts"])
        {
            var page = await GetAsync(client, address);
            page.ShouldNotContain("foreign@example.org", customMessage: address);
            page.ShouldNotContain("Не ушло: 1", customMessage: address);
            page.ShouldNotContain("не ушло 1", customMessage: address);
        }
        (await GetAsync(client, "/letters")).ShouldContain("Всего: 1");
        foreach (var what in (string[])["send", "print"])
            (
                await SiteHost.PostAsync(client, "/letters", new() { ["Chosen"] = $"{foreign.Id}", ["What"] = what }, "chosen")
            ).StatusCode.ShouldBe(HttpStatusCode.NotFound, what);
        (await client.GetAsync(new Uri($"/letters/{foreign.Id}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Its own reader has it as it was.
        using var administrator = await site.SignedInAsync("administrator@site.test");
        var own = await GetAsync(administrator, $"/letters/{foreign.Id}");
        own.ShouldContain("foreign@example.org");
        own.ShouldContain("Адрес не принят");
        (await GetAsync(administrator, "/letters")).ShouldNotContain("petrov@example.org");
        foreach (var account in (string[])["coordinator", "expert", "ministry"])
        {
            using var other = await site.SignedInAsync(account);
            (await other.GetAsync(new Uri("/letters", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, account);
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letters_ThatFailed_AreSentAgainWithoutTheOneTakenBackAndTheFilterStays(Database database)
    {
        await using var mail = MailHost.Start();
        mail.AnswerFor = _ => 550;
        await using var site = await SiteHost.StartAsync(database, settings: [.. mail.Settings(), ("ORIENTIR_JOBS", "off")]);
        await InviteAsync(site, "ivanova@example.org", "petrov@example.org");
        await site.SendLettersAsync();
        using var client = await site.SignedInAsync("operator");
        await site.WithAsync(
            site.RegionId,
            (_, context) =>
                context
                    .Jobs.Where(row => row.Kind == LettersJob.KindName)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(row => row.State, Core.Jobs.JobState.Done)
                                .SetProperty(row => row.FinishedAt, TimeProvider.System.GetUtcNow().UtcDateTime)
                                .SetProperty(row => row.Total, 2),
                        Cancel
                    )
        );
        var jobs = await GetAsync(client, "/jobs");
        jobs.ShouldContain("готово, но не всё");
        jobs.ShouldContain("href=\"/letters?state=failed\"");
        var failed = await GetAsync(client, "/letters?state=failed");
        Ticked().Count(failed).ShouldBe(2);
        failed.ShouldContain("Снять отметки");
        Ticked().Count(await GetAsync(client, "/letters?state=failed&mark=none")).ShouldBe(0);
        Ticked().Count(await GetAsync(client, "/letters")).ShouldBe(0);
        Ticked().Count(await GetAsync(client, "/letters?mark=all")).ShouldBe(2);

        var ids = LetterAddress().Matches(failed).Select(match => match.Value.Split('/')[^1]).Distinct().ToList();
        await site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                // As an earlier program left it: the letter knows nothing of it.
                (await context.Invitations.SingleAsync(row => row.Email == "petrov@example.org", Cancel)).Revoke(
                    TimeProvider.System.GetUtcNow().UtcDateTime
                );
                return await context.SaveChangesAsync(Cancel);
            }
        );
        using var form = new FormUrlEncodedContent([
            new("_handler", "chosen"),
            new("__RequestVerificationToken", ShownPage.TokenOf(failed)),
            new("What", "send"),
            .. ids.Select(id => KeyValuePair.Create("Chosen", id)),
        ]);
        var next = (await client.PostAsync(new Uri("/letters?state=failed", UriKind.Relative), form, Cancel)).Headers.Location!.ToString();
        next.ShouldContain("state=failed");
        var after = await GetAsync(client, next[next.IndexOf("/letters", StringComparison.Ordinal)..]);
        after.ShouldContain("Поставлено в очередь: 1 письмо");
        after.ShouldContain("Не отправлено: 1 письмо");
        after.ShouldContain("больше не нужно: ссылка отозвана");
        (await GetAsync(client, "/letters?state=cancelled")).ShouldContain("petrov@example.org");
        (await GetAsync(client, "/letters?state=waiting")).ShouldContain("ivanova@example.org");
    }

    [Fact]
    public async Task Letter_ThatIsNotPrintedAnyMore_IsShownAsItIsByThen()
    {
        await using var mail = MailHost.Start();
        await using var site = await SiteHost.StartAsync(settings: [.. mail.Settings(), ("ORIENTIR_JOBS", "off")]);
        await InviteAsync(site, "petrov@example.org");
        using var client = await site.SignedInAsync("operator");
        var address = LetterAddress().Match(await GetAsync(client, "/letters")).Value;
        await site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                (await context.Invitations.SingleAsync(row => row.Email == "petrov@example.org", Cancel)).Revoke(
                    TimeProvider.System.GetUtcNow().UtcDateTime
                );
                return await context.SaveChangesAsync(Cancel);
            }
        );
        // Posted to the address the page has after a letter was not sent.
        var page = await TextAsync(await SiteHost.PostAsync(client, address + "?done=skip", new(), "print"));
        page.ShouldContain("Не напечатано: 1 письмо");
        page.ShouldContain("Почему отменено");
        page.ShouldContain("Ссылка отозвана");
        page.ShouldNotContain("ждёт отправки");
    }

    [Fact]
    public async Task Letters_WrittenWhileTheServerIsAway_AreNotPromisedWithinAMinute()
    {
        await using var mail = MailHost.Start();
        await using var site = await SiteHost.StartAsync(settings: [.. mail.Settings(), ("ORIENTIR_JOBS", "off")]);
        (await InviteAsync(site, "ivanova@example.org")).ShouldContain("Они уйдут в ближайшую минуту.");
        await site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                // As a server that is away leaves them.
                var at = TimeProvider.System.GetUtcNow().UtcDateTime;
                await context.Letters.ExecuteUpdateAsync(set => set.SetProperty(row => row.Fault, "Сервер не отвечает."), Cancel);
                return await context
                    .Jobs.Where(row => row.Kind == LettersJob.KindName)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(row => row.LastFault, "Сервер не отвечает.")
                                .SetProperty(row => row.NotBefore, at.AddMinutes(30)),
                        Cancel
                    );
            }
        );
        var written = await InviteAsync(site, "petrov@example.org");
        written.ShouldContain("Ждут отправки: 1 письмо");
        written.ShouldContain("Почтовый сервер сейчас не принимает писем");
        written.ShouldNotContain("в ближайшую минуту");
    }

    [Fact]
    public async Task Letters_WithWrongSettings_ArePrintedAndThePageSaysWhatIsWrong()
    {
        await using var site = await SiteHost.StartAsync(
            settings: [("ORIENTIR_SMTP", "smtp://u:secret@mail.example.ru:465"), ("ORIENTIR_MAIL_FROM", "orientir@example.ru")]
        );
        var answer = await InviteAsync(site, "petrov@example.org");
        Link().IsMatch(answer).ShouldBeTrue();
        using var client = await site.SignedInAsync("operator");
        var page = await GetAsync(client, "/letters");
        page.ShouldContain("Почта настроена неверно");
        page.ShouldContain("на порту 465 шифруют с первого байта");
        page.ShouldNotContain("secret");
        page.ShouldContain("напечатано");
    }

    private static async Task<string> InviteAsync(SiteHost site, params string[] emails)
    {
        using var client = await site.SignedInAsync("operator");
        var list = string.Join('\n', emails.Select(email => $"Человек {email.Split('@')[0]}; {email}; эксперт"));
        var answer = await SiteHost.PostAsync(client, "/accounts/invite", new() { ["Pasted"] = list }, "invite");
        var preview = await answer.Content.ReadAsStringAsync(Cancel);
        using var content = new FormUrlEncodedContent(ShownPage.HiddenOf(ShownPage.FormOf(preview, "invite")));
        return await TextAsync(await client.PostAsync(new Uri("/accounts/invite", UriKind.Relative), content, Cancel));
    }

    private static async Task<string> GetAsync(HttpClient client, string address) =>
        await TextAsync(await client.GetAsync(new Uri(address, UriKind.Relative), Cancel));

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)).Replace('\u00A0', ' ');

    [GeneratedRegex("<input type=\"checkbox\"[^>]* checked")]
    private static partial Regex Ticked();

    [GeneratedRegex("/letters/[0-9]+")]
    private static partial Regex LetterAddress();

    [GeneratedRegex("/accounts/accept/[a-z0-9]{26}")]
    private static partial Regex Link();
}
