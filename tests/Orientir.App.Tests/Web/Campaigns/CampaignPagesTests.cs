using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;

namespace Orientir.App.Tests.Web.Campaigns;

public class CampaignPagesTests
{
    private static string Day(int days) => CampaignSite.Today(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Fields(int edition) =>
        new(StringComparer.Ordinal)
        {
            ["Title"] = "Мониторинг года",
            ["Period"] = "2026 год",
            ["MethodologyEditionId"] = edition.ToString(CultureInfo.InvariantCulture),
            ["SelfAssessment"] = "Required",
            ["CollectionFrom"] = Day(-1),
            ["CollectionUntil"] = Day(10),
            ["ReviewUntil"] = Day(20),
            ["ResultsUntil"] = Day(30),
            ["CompleteFrom"] = "60",
            ["Owner"] = "Отдел оценки",
            ["Letter"] = "Первый абзац.\n\n- пункт",
            ["Instruction"] = "<b>не жирно</b>",
            ["StageOwner-10"] = "Координаторы",
            ["StageProduct-10"] = "Анкеты",
        };

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Campaign_FromNewToOpened_IsSavedFilledAndOpenedByItsPages(Database database)
    {
        await using var site = await CampaignSite.StartAsync(database, campaign: false);
        using var client = await site.Host.SignedInAsync("operator");
        (await CampaignSite.GetAsync(client, "/campaigns")).ShouldContain("Мониторингов пока нет");
        var beginning = await CampaignSite.GetAsync(client, "/");
        foreach (
            var step in (string[])
                ["Загрузить территории", "18 объектов", "Опубликовать методику", "1 методика", "Пригласить людей", "Создать мониторинг"]
        )
            beginning.ShouldContain(step);

        var said = await CampaignSite.RefusedAsync(
            await SiteHost.PostAsync(
                client,
                "/campaigns/new",
                new(Fields(site.Edition), StringComparer.Ordinal) { ["CollectionUntil"] = Day(-9), ["CompleteFrom"] = "много" },
                "campaign"
            )
        );
        said.ShouldContain("Впишите долю числом от 1 до 100.");
        foreach (
            var kept in (string[])
                [
                    "value=\"Мониторинг года\"",
                    "value=\"много\"",
                    $"value=\"{Day(-9)}\"",
                    "Первый абзац.",
                    "value=\"Координаторы\"",
                    "value=\"Required\" checked",
                ]
        )
            said.ShouldContain(kept);
        var early = await CampaignSite.RefusedAsync(
            await SiteHost.PostAsync(
                client,
                "/campaigns/new",
                new(Fields(site.Edition), StringComparer.Ordinal) { ["ResultsUntil"] = "31.12.9999", ["ReviewUntil"] = "завтра" },
                "campaign"
            )
        );
        early.ShouldContain("«завтра» — не день");
        early.ShouldContain("«31.12.9999» — не день");
        (
            await CampaignSite.RefusedAsync(
                await SiteHost.PostAsync(
                    client,
                    "/campaigns/new",
                    new(Fields(site.Edition), StringComparer.Ordinal) { ["ReviewUntil"] = "" },
                    "campaign"
                )
            )
        ).ShouldContain("Впишите последний день экспертизы.");

        var made = await SiteHost.PostAsync(client, "/campaigns/new", Fields(site.Edition), "campaign");
        made.StatusCode.ShouldBe(HttpStatusCode.Redirect, await CampaignSite.TextAsync(made));
        var subjects = made.Headers.Location!.ToString();
        subjects.ShouldEndWith("/subjects?done=created");
        var address = new Uri(site.Host.Address, subjects).AbsolutePath.Replace("/subjects", "", StringComparison.Ordinal);
        var home = await CampaignSite.GetAsync(client, address);
        home.ShouldContain("Не выбран ни один участник");
        home.ShouldContain("Выбрать участников");
        home.ShouldContain("Отвечает: Координаторы. Результат: Анкеты");

        (await SiteHost.PostAsync(client, address + "/subjects?q=район 7", new() { ["What"] = "all" }, "subjects")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await CampaignSite.GetAsync(client, address + "/subjects")).ShouldContain("1 из 18");
        (await SiteHost.PostAsync(client, address + "/subjects", new() { ["What"] = "all" }, "subjects")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await SiteHost.PostAsync(client, address + "/subjects?q=Район 18", new() { ["What"] = "none" }, "subjects")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await CampaignSite.GetAsync(client, address + "/subjects")).ShouldContain("Выбрано 17 из 18");

        (await SiteHost.PostAsync(client, address, [], "move-open")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        home = await CampaignSite.GetAsync(client, address + "?done=open");
        home.ShouldContain("Мониторинг открыт. Участники видят его");
        home.ShouldContain("отправили 0 из 17");
        home.ShouldContain("Посмотреть ход сбора");
        home.ShouldNotContain("name=\"Transition\" value=\"open\"");
        (await CampaignSite.GetAsync(client, address + "/subjects")).ShouldContain("запомнены при открытии");
        (await CampaignSite.GetAsync(client, "/campaigns")).ShouldContain("0 из 17");
        var letter = await CampaignSite.GetAsync(client, address + "/letter");
        letter.ShouldContain("<li>пункт");
        (await client.GetStringAsync(new Uri(address + "/letter", UriKind.Relative), CampaignSite.Cancel)).ShouldContain("&lt;b&gt;не");
        var copies = await site.InAsync(context =>
            context.CampaignSubjects.Select(row => row.Kind).Distinct().ToListAsync(CampaignSite.Cancel)
        );
        copies.ShouldBe(["municipality"]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Move_WithoutReasonOrOutOfTurn_IsRefusedInWordsAndGoesWithOne(Database database)
    {
        await using var site = await CampaignSite.StartAsync(database, municipalities: 2);
        using var client = await site.Host.SignedInAsync("operator");
        var said = await CampaignSite.RefusedAsync(
            await SiteHost.PostAsync(client, site.Address, new() { ["Reason"] = " " }, "move-close-collection")
        );
        said.ShouldContain("Впишите причину");
        said.ShouldContain("href=\"#Reason\"");
        said.ShouldContain("id=\"Reason\"");

        (
            await SiteHost.PostAsync(client, site.Address, new() { ["Reason"] = "все ответили" }, "move-close-collection")
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var home = await CampaignSite.GetAsync(client, site.Address);
        home.ShouldContain("Сбор закончен досрочно");
        home.ShouldContain("все ответили");
        home.ShouldContain("Проверка (operator)");
        home.ShouldContain("Перейти к экспертизе");
        // Drafts go on as they are, and the experts see what they are.
        (await CampaignSite.GetAsync(client, "/reviews")).ShouldContain("не отправлено");
        (await CampaignSite.GetAsync(client, string.Create(CultureInfo.InvariantCulture, $"/reviews/{site.Subjects[0]}"))).ShouldContain(
            "не отправлено"
        );
        (
            await CampaignSite.RefusedAsync(
                await SiteHost.PostAsync(client, site.Address, new() { ["Transition"] = "publish" }, "move-resume-collection"),
                HttpStatusCode.Conflict
            )
        ).ShouldContain("Сейчас мониторинг на этапе «экспертиза»");
        (await SiteHost.PostAsync(client, site.Address, new() { ["Reason"] = "не все" }, "move-resume-collection")).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await CampaignSite.GetAsync(client, site.Address)).ShouldContain("Сбор возобновлён");

        await site.MoveAsync("close-collection", "всё");
        await site.MoveAsync("close-review", "всё");
        (await CampaignSite.GetAsync(client, site.Address)).ShouldContain("Итоги ещё не рассчитаны: сделайте расчёт на странице итогов.");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Edit_OpenedCampaign_ChangesTextsAndKeepsWhatIsFixed(Database database)
    {
        await using var site = await CampaignSite.StartAsync(database, municipalities: 2);
        using var client = await site.Host.SignedInAsync("operator");
        var page = await CampaignSite.GetAsync(client, site.Address + "/edit");
        page.ShouldContain("Мониторинг открыт, методику сменить нельзя");
        var fields = Fields(site.Edition);
        fields.Remove("SelfAssessment");
        (fields["CollectionFrom"], fields["Letter"]) = (Day(-5), "Новое письмо");
        var moved = await SiteHost.PostAsync(
            client,
            site.Address + "/edit",
            new(fields, StringComparer.Ordinal) { ["CollectionFrom"] = Day(-4) },
            "campaign"
        );
        (await CampaignSite.TextAsync(moved)).ShouldContain("Сбор уже начался: его первый день больше не меняется.");
        (await SiteHost.PostAsync(client, site.Address + "/edit", fields, "campaign")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await CampaignSite.GetAsync(client, site.Address + "/letter")).ShouldContain("Новое письмо");
        var stale = await SiteHost.PostAsync(
            client,
            site.Address + "/edit",
            new(fields, StringComparer.Ordinal) { ["Version"] = "1" },
            "campaign"
        );
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CampaignSite.TextAsync(stale)).ShouldContain("изменил кто-то другой");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Extend_OneParticipant_KeepsWhatWasEnteredUntilRight(Database database)
    {
        await using var site = await CampaignSite.StartAsync(database, municipalities: 3);
        using var client = await site.Host.SignedInAsync("operator");
        var subject = site.Subjects[1].ToString(CultureInfo.InvariantCulture);
        foreach (
            var page in (string[])["/extensions?subject=все", "/subjects?territory=все", "/reminders?made=все&page=все", "/board?page=все"]
        )
            (await CampaignSite.StatusAsync(client, site.Address + page)).ShouldBe(HttpStatusCode.OK, page);
        (await CampaignSite.StatusAsync(client, site.Address + "/experts?expert=все")).ShouldBe(HttpStatusCode.NotFound);
        var said = await CampaignSite.RefusedAsync(
            await SiteHost.PostAsync(
                client,
                site.Address + "/extensions",
                new()
                {
                    ["Subject"] = subject,
                    ["Until"] = Day(3),
                    ["Reason"] = "нет связи",
                },
                "extend"
            )
        );
        said.ShouldContain("Срок и без того");
        said.ShouldContain("нет связи");
        said.ShouldContain($"value=\"{subject}\" selected");
        (
            await SiteHost.PostAsync(
                client,
                site.Address + "/extensions",
                new()
                {
                    ["Subject"] = subject,
                    ["Until"] = Day(12),
                    ["Reason"] = "нет связи",
                },
                "extend"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await CampaignSite.GetAsync(client, site.Address + "/extensions")).ShouldContain("нет связи");
        (await CampaignSite.GetAsync(client, site.Address + "/board")).ShouldContain(", продлён");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Assign_SubjectsToAnExpert_ShowsThemToTheExpert(Database database)
    {
        await using var site = await CampaignSite.StartAsync(database, municipalities: 3);
        using var client = await site.Host.SignedInAsync("operator");
        using var expert = await site.Host.SignedInAsync("expert");
        (await CampaignSite.GetAsync(expert, "/campaigns")).ShouldContain("Вам пока не назначен ни один объект");
        (await CampaignSite.StatusAsync(expert, site.Address)).ShouldBe(HttpStatusCode.NotFound);
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"{site.Address}/experts?expert={site.Host.Accounts["expert@region.test"]}"
        );
        (
            await SiteHost.PostAsync(
                client,
                address,
                new() { ["What"] = "save", ["SubjectIds"] = site.Subjects[2].ToString(CultureInfo.InvariantCulture) },
                "assign"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await CampaignSite.GetAsync(client, site.Address + "/experts")).ShouldContain("Без эксперта: 2 из 3");
        (await CampaignSite.GetAsync(expert, "/campaigns")).ShouldContain("1 объект");
        (await CampaignSite.GetAsync(expert, "/")).ShouldContain("Вам назначено: 1 объект");
        (await SiteHost.PostAsync(client, address, new() { ["What"] = "free" }, "assign")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await CampaignSite.GetAsync(client, site.Address + "/experts")).ShouldContain("У каждого участника есть эксперт");
        (
            await CampaignSite.StatusAsync(
                client,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{site.Address}/experts?expert={site.Host.Accounts["coordinator@region.test"]}"
                )
            )
        ).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Adopt_TextsOnlyRevision_ShowsWhatChangesAndIsRecorded(Database database)
    {
        await using var site = await CampaignSite.StartAsync(database, municipalities: 2);
        using var client = await site.Host.SignedInAsync("operator");
        (await CampaignSite.GetAsync(client, site.Address + "/revision")).ShouldContain(
            "Более новых опубликованных редакций у этой методики нет"
        );
        var package = await File.ReadAllTextAsync(Repository.PathOf("methodologies", "lo-2020.json"), CampaignSite.Cancel);
        var title = new Orientir.Core.Methodologies.ReadMethodology()
            .Read(System.Text.Encoding.UTF8.GetBytes(package), "m.json")
            .Nodes[^1]
            .Title;
        var revised = await site.PublishAsync(
            System.Text.Encoding.UTF8.GetBytes(
                package
                    .Replace("\"revision\": 0,", "\"revision\": 1,", StringComparison.Ordinal)
                    .Replace(title, title + " (уточнено)", StringComparison.Ordinal)
            )
        );
        (await CampaignSite.GetAsync(client, site.Address)).ShouldContain("Новая редакция методики");
        string Methodology(int edition) => string.Create(CultureInfo.InvariantCulture, $"/methodologies/{edition}");
        var link = $"<a href=\"{site.Address}\">Мониторинг управленческих механизмов</a>";
        (await CampaignSite.GetAsync(client, Methodology(revised))).ShouldContain(link + ", идёт по редакции 0");
        (await CampaignSite.GetAsync(client, site.Address + "/revision")).ShouldContain("(уточнено)");
        var form = string.Create(CultureInfo.InvariantCulture, $"adopt-{revised}");
        (
            await CampaignSite.TextAsync(await SiteHost.PostAsync(client, site.Address + "/revision", new() { ["Reason"] = "" }, form))
        ).ShouldContain("Впишите, зачем принимается");
        (await SiteHost.PostAsync(client, site.Address + "/revision", new() { ["Reason"] = "опечатка" }, form)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await CampaignSite.GetAsync(client, site.Address)).ShouldContain("редакция 1");
        (await CampaignSite.GetAsync(client, Methodology(revised))).ShouldContain(link + "<br");
        (await CampaignSite.GetAsync(client, Methodology(site.Edition))).ShouldContain(link + ", идёт по редакции 1");
        (
            await site.InAsync(context =>
                context.AuditEntries.CountAsync(row => row.Action == "campaign.adopt-revision", CampaignSite.Cancel)
            )
        ).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Pages_ByRoleAndRegion_ShowTheirOwnAndNothingElse(Database database)
    {
        await using var site = await CampaignSite.StartAsync(database, municipalities: 3);
        string[] inside =
        [
            "/board",
            "/board?view=complete",
            "/board.csv",
            "/board.xlsx",
            "/state",
            "/state.docx",
            "/reminders",
            "/reminders.csv",
            "/subjects",
            "/experts",
            "/extensions",
        ];
        string[] manage = ["/edit", "/revision", "/reminders/letters"];
        foreach (
            var (account, home, insides, manages) in ((string, HttpStatusCode, HttpStatusCode, HttpStatusCode)[])
                [
                    ("operator", HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK),
                    ("ministry", HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden),
                    ("coordinator", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
                    ("executor", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
                    ("publisher", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
                    ("expert", HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
                    ("operator@other.test", HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
                ]
        )
        {
            using var client = await site.Host.SignedInAsync(account);
            (await CampaignSite.StatusAsync(client, site.Address)).ShouldBe(home, account);
            (await CampaignSite.StatusAsync(client, site.Address + "/letter")).ShouldBe(home, account);
            foreach (var page in inside)
                (await CampaignSite.StatusAsync(client, site.Address + page)).ShouldBe(insides, $"{account} {page}");
            foreach (var page in manage)
                (await CampaignSite.StatusAsync(client, site.Address + page)).ShouldBe(manages, $"{account} {page}");
            (await CampaignSite.StatusAsync(client, "/campaigns/new")).ShouldBe(
                account.StartsWith("operator", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.Forbidden,
                account
            );
        }
        using var coordinator = await site.Host.SignedInAsync("coordinator");
        foreach (var address in (string[])["/", "/campaigns", site.Address])
        {
            var page = await CampaignSite.GetAsync(coordinator, address);
            page.ShouldContain(address == "/" ? "Заполнить анкету" : "Первый район", customMessage: address);
            page.ShouldNotContain("Второй район");
            page.ShouldNotContain("Район 03");
            page.ShouldNotContain("из 3");
        }
        using var ministry = await site.Host.SignedInAsync("ministry");
        var seen = await CampaignSite.GetAsync(ministry, site.Address);
        seen.ShouldContain("Оператор региона может: «Закончить сбор досрочно»");
        seen.ShouldNotContain("name=\"Transition\"");
        using var administrator = await site.Host.SignedInAsync("administrator@site.test");
        (await CampaignSite.StatusAsync(administrator, "/campaigns")).ShouldBe(HttpStatusCode.Forbidden);
        using var elsewhere = await site.Host.SignedInAsync("operator@other.test");
        (await CampaignSite.GetAsync(elsewhere, "/campaigns")).ShouldContain("Мониторингов пока нет");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Home_OfAMunicipality_SaysWhatToDoByStage(Database database)
    {
        await using var site = await CampaignSite.StartAsync(database, municipalities: 2);
        using var coordinator = await site.Host.SignedInAsync("coordinator");
        (await CampaignSite.GetAsync(coordinator, "/")).ShouldContain("Ваша анкета: черновик");
        await site.AnswerAsync(0, 1, evidence: true, sent: true);
        var sent = await CampaignSite.GetAsync(coordinator, "/");
        sent.ShouldContain("Ваша анкета: отправлено");
        sent.ShouldContain("Посмотреть анкету");
        await site.InAsync(async context =>
        {
            var submission = await context.Submissions.SingleAsync(row => row.CampaignSubjectId == site.Subjects[0], CampaignSite.Cancel);
            submission.Return(["1.1.1"], "Уточните.");
            await context.SaveChangesAsync(CampaignSite.Cancel);
        });
        (await CampaignSite.GetAsync(coordinator, "/")).ShouldContain("Исправить возвращённое");
        (await CampaignSite.GetAsync(coordinator, site.Address)).ShouldContain("возвращено");
        using var publisher = await site.Host.SignedInAsync("publisher");
        (await CampaignSite.GetAsync(publisher, "/")).ShouldContain("Посмотреть анкету");
        // What was returned is awaited after the deadline too, as long as the experts are at work.
        await site.MoveAsync("close-collection", "пора");
        (await CampaignSite.GetAsync(coordinator, "/")).ShouldContain("Исправить возвращённое");
        (await CampaignSite.GetAsync(coordinator, site.Address)).ShouldContain("возвращено");
        // Who ends the review is told whose form stays as it is, and how; afterwards the municipality is.
        using var client = await site.Host.SignedInAsync("operator");
        var home = await CampaignSite.GetAsync(client, site.Address);
        home.ShouldContain(
            "Возвращена и не отправлена снова 1 анкета: Первый район. Она останется такой, какая сейчас, с пометкой «не отправлено»"
        );
        home.ShouldContain("/board?show=returned");
        home.ShouldContain("отправили 1 из 2, из них возвращено 1");
        (await CampaignSite.GetAsync(client, site.Address + "/state")).ShouldContain(
            "1 из 2 муниципалитетов отправил ответы, у 1 из них они возвращены"
        );
        (await CampaignSite.GetAsync(client, "/campaigns")).ShouldContain("1 из 2");
        (await CampaignSite.GetAsync(client, site.Address + "/board?show=returned")).ShouldContain("показано 1 из 2");
        await site.MoveAsync("close-review", "пора");
        (await CampaignSite.GetAsync(coordinator, site.Address)).ShouldContain("не отправлено");
        var form = await CampaignSite.GetAsync(
            coordinator,
            string.Create(CultureInfo.InvariantCulture, $"/submissions/{site.Subjects[0]}")
        );
        form.ShouldContain("до конца экспертизы снова не отправили");
        form.ShouldNotContain("Анкета возвращена на исправление");
    }

    [Fact]
    public async Task Experts_WhereNoneHasComeYet_CountTheInvitedByTheirAddresses()
    {
        await using var site = await CampaignSite.StartAsync(municipalities: 2);
        using var client = await site.Host.SignedInAsync("operator");
        await site.InAsync(context => context.Grants.Where(grant => grant.Role == Role.Expert).ExecuteDeleteAsync(CampaignSite.Cancel));
        (await CampaignSite.GetAsync(client, site.Address + "/experts")).ShouldContain("Пригласите их на странице пользователей");

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await site.InAsync(context =>
        {
            context.Invitations.AddRange(
                Invited("twice@example.org", 1),
                Invited("twice@example.org", 2),
                Invited("once@example.org", 3),
                Invited("coordinator@example.org", 4, role: Role.Coordinator),
                Invited("expired@example.org", 5, expires: now.AddDays(-1)),
                Invited("elsewhere@example.org", 6, region: site.Host.OtherRegionId),
                Ended("used@example.org", 7, link => link.Use(now)),
                Ended("revoked@example.org", 8, link => link.Revoke(now))
            );
            return context.SaveChangesAsync(CampaignSite.Cancel);
        });
        var page = await CampaignSite.GetAsync(client, site.Address + "/experts");
        page.ShouldContain("приглашены и ещё не открыли ссылку: 2.");
        page.ShouldContain("/accounts/invitations");

        Invitation Invited(string email, int number, Role role = Role.Expert, DateTime? expires = null, int? region = null) =>
            new()
            {
                TokenHash = $"{number}",
                Email = email,
                DisplayName = email,
                Role = role,
                RegionId = region ?? site.Host.RegionId,
                CreatedAt = now.AddDays(-2),
                ExpiresAt = expires ?? now.AddDays(7),
            };

        Invitation Ended(string email, int number, Action<Invitation> end)
        {
            var link = Invited(email, number);
            end(link);
            return link;
        }
    }

    [Fact]
    public async Task Home_NotYetOpened_SaysWhoCannotAnswerAndThatItsDatesPassed()
    {
        await using var site = await CampaignSite.StartAsync(municipalities: 2, opened: false);
        using var client = await site.Host.SignedInAsync("operator");
        (await CampaignSite.GetAsync(client, site.Address + "?do=open")).ShouldContain("Некому отвечать за 1 участника: Второй район.");
        // Whose access is closed answers no more than who was never invited.
        await site.InAsync(context =>
            context
                .Grants.Where(grant => grant.Role != Role.Operator)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(grant => grant.SuspendedAt, TimeProvider.System.GetUtcNow().UtcDateTime),
                    CampaignSite.Cancel
                )
        );
        (await CampaignSite.GetAsync(client, site.Address + "?do=open")).ShouldContain(
            "Некому отвечать за 2 участников: Второй район и Первый район."
        );

        await site.InAsync(context =>
            context.Campaigns.ExecuteUpdateAsync(
                row => row.SetProperty(campaign => campaign.CollectionUntil, TimeProvider.System.GetUtcNow().UtcDateTime),
                CampaignSite.Cancel
            )
        );
        var home = await CampaignSite.GetAsync(client, site.Address);
        home.ShouldContain("Поправить сроки");
        home.ShouldContain("Последний день сбора уже прошёл");
    }

    [Fact]
    public async Task Form_ClickedTwice_IsSentOnce()
    {
        await using var site = await CampaignSite.StartAsync(municipalities: 2, opened: false);
        var page = await site.Host.PageAsync("operator");
        await page.GotoAsync(site.Address + "?do=open");
        // The event a click sends a form by, without the sending: false where it was held back.
        (
            await page.EvaluateAsync<bool[]>(
                """
                () => {
                    const form = document.querySelector("#move-open form");
                    const click = () => form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
                    return [click(), click()];
                }
                """
            )
        ).ShouldBe([true, false]);
    }

    [Fact]
    public async Task Form_ByRuleOfSelfAssessment_AsksForValuesOrForEvidenceAlone()
    {
        await using var site = await CampaignSite.StartAsync(municipalities: 2);
        using var coordinator = await site.Host.SignedInAsync("coordinator");
        var form = string.Create(CultureInfo.InvariantCulture, $"/submissions/{site.Subjects[0]}");
        (await CampaignSite.GetAsync(coordinator, form + "/directions/1.1")).ShouldContain("fieldset class=\"scale\"");
        await site.InAsync(context =>
            context.Campaigns.ExecuteUpdateAsync(
                row => row.SetProperty(campaign => campaign.SelfAssessment, SelfAssessment.None),
                CampaignSite.Cancel
            )
        );
        var page = await CampaignSite.GetAsync(coordinator, form + "/directions/1.1");
        page.ShouldNotContain("fieldset class=\"scale\"");
        page.ShouldContain("Самооценка не запрашивается");
        page.ShouldContain("документа нет");
        (await CampaignSite.GetAsync(coordinator, form + "/check")).ShouldContain("Нет ни подтверждения, ни отметки «документа нет»");
        using var client = await site.Host.SignedInAsync("operator");
        await site.MoveAsync("close-collection", "пора");
        (await CampaignSite.GetAsync(client, "/reviews" + form["/submissions".Length..])).ShouldContain("самооценка не запрашивалась");
    }
}
