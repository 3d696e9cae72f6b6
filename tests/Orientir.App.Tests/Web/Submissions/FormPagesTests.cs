using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;

namespace Orientir.App.Tests.Web.Submissions;

public sealed class FormPagesTests
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7 приказ"u8];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Form_SavedWithoutScript_KeepsChangedFieldsOnly(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        using var first = await site.SignedInAsync("coordinator");
        using var second = await site.SignedInAsync("organisation");
        var address = $"/submissions/{id}/directions/1.1";

        var before = await first.PageAsync(address);
        (
            await second.PostPageAsync(
                address,
                "direction",
                ($"new/{id}/Value/1.1.1/", "1"),
                ("url/1.1.1/", "example.ru/приказ"),
                ("title/1.1.1/", "Приказ")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // The first posts the page as it was opened: only the comment was changed there, so the other's answer stays.
        (await first.PostAsShownAsync(address, before, "direction", ($"new/{id}/Comment/1.1.1/", "Есть приказ."))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        var page = await first.PageAsync(address);
        page.ShouldContain("Есть приказ.");
        page.ShouldContain("https://example.ru/приказ");
        (await site.ValueAsync(id, "1.1.1")).ShouldBe("1");

        var stale = await first.PostAsShownAsync(
            address,
            before,
            "direction",
            ($"new/{id}/Comment/1.1.1/", "Другое."),
            ($"new/{id}/Value/1.1.2/", "2")
        );
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var shown = await stale.Content.ReadAsStringAsync(Cancel);
        shown.ShouldContain("В анкете сейчас");
        shown.ShouldContain("Есть приказ.");
        shown.ShouldContain("Другое.");
        // What fails keeps nothing else back.
        (await site.ValueAsync(id, "1.1.2")).ShouldBe("2");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Form_PostedTwice_AddsEvidenceOnceAndKeepsWhatIsWrong(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var address = $"/submissions/{id}/directions/1.1";
        var page = await client.PageAsync(address);
        for (var click = 0; click < 2; click++)
            (
                await client.PostAsShownAsync(
                    address,
                    page,
                    "direction",
                    ("kind/1.1.1/", "приказ"),
                    ("document/1.1.1/", "О мониторинге"),
                    ("file/1.1.1/", Pdf)
                )
            ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await site.WithAsync(site.RegionId, (_, context) => context.EvidenceItems.CountAsync(Cancel))).ShouldBe(2);

        // The same file or document given elsewhere serves there too.
        (
            await client.PostPageAsync(
                address,
                "direction",
                ("kind/1.1.3/", "приказ"),
                ("document/1.1.3/", "О мониторинге"),
                ("file/1.1.3/", Pdf)
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await site.WithAsync(site.RegionId, (_, context) => context.EvidenceItems.CountAsync(Cancel))).ShouldBe(2);
        (await site.WithAsync(site.RegionId, (_, context) => context.EvidencePlaces.CountAsync(Cancel))).ShouldBe(4);
        var empty = await client.PostPageAsync(address, "direction", ("file/1.1.4/", Array.Empty<byte>()));
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await empty.Content.ReadAsStringAsync(Cancel)).ShouldContain("Файл «приказ.pdf» пуст.");

        var wrong = await client.PostPageAsync(address, "direction", ("url/1.1.2/", "две ссылки"), ("url/1.1.3/", "https://example.ru/ok"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var shown = await wrong.Content.ReadAsStringAsync(Cancel);
        shown.ShouldContain("не адрес");
        shown.ShouldContain(">две ссылки</textarea>");
        shown.ShouldContain("https://example.ru/ok");
        shown.ShouldNotContain(">https://example.ru/ok</textarea>");
    }

    [Fact]
    public async Task Form_LargerThanIsRead_IsRefusedAsTooLarge()
    {
        await using var site = await SiteHost.StartAsync();
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        client.DefaultRequestHeaders.ExpectContinue = true;
        var answer = await client.PostPageAsync($"/submissions/{id}/directions/1.1", "direction", ("file/1.1.1/", new byte[31 << 20]));
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("Слишком большой файл или текст");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Evidence_Edited_ServesOtherIndicatorsAndIsGivenBack(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var address = $"/submissions/{id}/directions/1.1";
        await client.PostPageAsync(address, "direction", ("file/1.1.9/pupils", Pdf));
        var evidence = await site.WithAsync(
            site.RegionId,
            (_, context) => context.EvidenceItems.Select(item => item.Id).SingleAsync(Cancel)
        );
        var edit = $"/submissions/{id}/evidence/{evidence}";

        var none = await client.PostPageAsync(edit, "edit", ("Title", "Приказ"));
        none.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await none.Content.ReadAsStringAsync(Cancel)).ShouldContain("хотя бы один показатель");
        (
            await client.PostPageAsync(edit, "edit", ("Title", "Приказ"), ("places", (string[])["1.1.9/pupils", "1.2.1"]))
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.PageAsync($"/submissions/{id}/directions/1.2")).ShouldContain("1.1.9, ученики");
        var file = await client.GetAsync(new Uri($"{edit}/file", UriKind.Relative), Cancel);
        (await file.Content.ReadAsByteArrayAsync(Cancel)).ShouldBe(Pdf);
        file.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");

        // Removed at one place, offered back there, put back.
        var removed = await client.PostPageAsync(address, "direction", ("remove", $"{evidence}|1.1.9/pupils"));
        (await client.PageAsync(address)).ShouldNotContain("приказ.pdf");
        var offered = await client.PageAsync(removed.Headers.Location!.ToString());
        offered.ShouldContain("Подтверждение убрано");
        offered.ShouldContain($"name=\"restore\" value=\"{evidence}|1.1.9/pupils\"");
        await client.PostPageAsync(address, "direction", ("restore", $"{evidence}|1.1.9/pupils"));
        (await client.PageAsync(address)).ShouldContain("приказ.pdf");
        // Somebody else changed it meanwhile: both are shown, and saving once more is a decision.
        var shown = await client.PageAsync(edit);
        using var colleague = await site.SignedInAsync("organisation");
        await colleague.PostPageAsync(edit, "edit", ("Title", "Чужое название"), ("places", (string[])["1.1.9/pupils", "1.2.1"]));
        var stale = await client.PostAsShownAsync(
            edit,
            shown,
            "edit",
            ("Title", "Моё название"),
            ("places", (string[])["1.1.9/pupils", "1.2.1"])
        );
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var both = await stale.Content.ReadAsStringAsync(Cancel);
        both.ShouldContain("Проверка (organisation)");
        both.ShouldContain("Чужое название");
        both.ShouldContain("value=\"Моё название\"");
        (
            await client.PostAsShownAsync(edit, both, "edit", ("Title", "Моё название"), ("places", (string[])["1.1.9/pupils", "1.2.1"]))
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.PageAsync(edit)).ShouldContain("Моё название");

        await client.PostPageAsync(address, "direction", ("remove", $"{evidence}|1.1.9/pupils"));
        (await client.PageAsync(address)).ShouldNotContain("приказ.pdf");
        (await client.PageAsync($"/submissions/{id}/directions/1.2")).ShouldContain("приказ.pdf");
        using var stranger = await site.SignedInAsync("operator@other.test");
        (await stranger.StatusAsync($"{edit}/file")).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.StatusAsync(edit)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Patches_ByScript_AreSavedRefusedOrAskedToSignIn()
    {
        await using var site = await SiteHost.StartAsync();
        var subjects = await site.OpenCampaignAsync();
        var id = subjects[0];
        using var client = await site.SignedInAsync("coordinator");
        var token = SubmissionSite.Token(await client.PageAsync($"/submissions/{id}/directions/1.1"));

        var saved = await client.PatchAsync(site, "coordinator", id, token, "1.1.1", "", "1");
        saved.StatusCode.ShouldBe(HttpStatusCode.OK);
        var said = await saved.Content.ReadAsStringAsync(Cancel);
        said.ShouldContain("\"1.1\":\"1 из 11\"");
        (await (await client.PatchAsync(site, "coordinator", id, token, "1.1.1", "", "0")).Content.ReadAsStringAsync(Cancel)).ShouldContain(
            "Conflict"
        );
        foreach (var unreadable in (string[])["", "CfDJ8", SubmissionSite.Token(await site.Client().PageAsync("/sign-in"))])
        {
            var outdated = await client.PatchAsync(site, "coordinator", id, unreadable, "1.1.1", "1", "0");
            outdated.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await outdated.Content.ReadAsStringAsync(Cancel)).ShouldContain("Страница устарела");
        }
        // What another person left in the browser is not saved in the name of who signed in later.
        (await client.PatchAsync(site, "organisation", id, token, "1.1.1", "1", "0")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        // A number is no field, whatever the enumeration makes of it.
        (
            await (await client.PatchAsync(site, "coordinator", id, token, "1.1.1", "1", "0", field: "99")).Content.ReadAsStringAsync(
                Cancel
            )
        ).ShouldContain("Refused");
        (
            await (await client.PatchAsync(site, "coordinator", subjects[1], token, "1.1.1", "", "1")).Content.ReadAsStringAsync(Cancel)
        ).ShouldContain("Refused");
        using var nobody = site.Client();
        (await nobody.PatchAsync(site, "coordinator", id, token, "1.1.1", "1", "0")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await site.ValueAsync(id, "1.1.1")).ShouldBe("1");
        (await site.ValueAsync(subjects[1], "1.1.1")).ShouldBeNull();
    }

    [Fact]
    public async Task Pages_ByOthers_AreHiddenOrReadOnly()
    {
        await using var site = await SiteHost.StartAsync();
        var subjects = await site.OpenCampaignAsync();
        string[] pages = ["", "/directions/1.1", "/check", "/receipt", "/print", "/history", "/excel", "/form.xlsx"];
        using var stranger = await site.SignedInAsync("operator@other.test");
        using var expert = await site.SignedInAsync("expert");
        using var ministry = await site.SignedInAsync("ministry");
        using var coordinator = await site.SignedInAsync("coordinator");
        using var nobody = site.Client();
        foreach (var page in pages)
        {
            var address = $"/submissions/{subjects[0]}{page}";
            (await stranger.StatusAsync(address)).ShouldBe(HttpStatusCode.NotFound, page);
            (await expert.StatusAsync(address)).ShouldBe(HttpStatusCode.NotFound, page);
            (await ministry.StatusAsync(address)).ShouldBe(HttpStatusCode.OK, page);
            (await nobody.StatusAsync(address)).ShouldBe(HttpStatusCode.Redirect, page);
            (await coordinator.StatusAsync($"/submissions/{subjects[1]}{page}")).ShouldBe(HttpStatusCode.NotFound, page);
        }
        (await ministry.PageAsync($"/submissions/{subjects[0]}/directions/1.1")).ShouldNotContain("name=\"new/");
        (await ministry.StatusAsync($"/submissions/{subjects[0]}/return")).ShouldBe(HttpStatusCode.Forbidden);
        (await coordinator.StatusAsync($"/submissions/{subjects[0]}/return")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Pages_OfExecutor_ShowTheirDirectionsOnly()
    {
        await using var site = await SiteHost.StartAsync();
        var id = (await site.OpenCampaignAsync())[0];
        var executor = site.Accounts["executor@region.test"];
        await site.WithAsync(
            null,
            async (_, context) =>
            {
                var all = await context.Grants.SingleAsync(grant => grant.UserId == executor, Cancel);
                context.Grants.Remove(all);
                context.Grants.Add(
                    new Grant
                    {
                        UserId = executor,
                        Role = all.Role,
                        RegionId = all.RegionId,
                        TerritoryId = all.TerritoryId,
                        Directions = NamedDirections.Of(["1.1"]),
                    }
                );
                return await context.SaveChangesAsync(Cancel);
            }
        );
        using var coordinator = await site.SignedInAsync("coordinator");
        await coordinator.PostPageAsync(
            $"/submissions/{id}/directions/1.2",
            "direction",
            ($"new/{id}/Comment/1.2.1/", "Чужое."),
            ("file/1.2.1/", Pdf)
        );
        var evidence = await site.WithAsync(
            site.RegionId,
            (_, context) => context.EvidenceItems.Select(item => item.Id).SingleAsync(Cancel)
        );
        using var client = await site.SignedInAsync("executor");
        foreach (var page in (string[])["", "/directions/1.1", "/check", "/print", "/history", "/excel"])
        {
            var text = await client.PageAsync($"/submissions/{id}{page}");
            text.ShouldNotContain("Чужое.", customMessage: page);
            text.ShouldNotContain("приказ.pdf", customMessage: page);
            text.ShouldNotContain("/directions/1.2", customMessage: page);
        }
        foreach (var page in (string[])["/directions/1.2", "/history?place=1.2.1", $"/evidence/{evidence}", $"/evidence/{evidence}/file"])
            (await client.StatusAsync($"/submissions/{id}{page}")).ShouldBe(HttpStatusCode.NotFound, page);
        (await client.StatusAsync($"/audit/subjects/{id}")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Submission_SentReturnedAndSentAgain_OpensOnlyWhatWasReturned(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        using var own = await site.SignedInAsync("coordinator");
        using var manager = await site.SignedInAsync("operator");
        var (address, direction) = ($"/submissions/{id}", $"/submissions/{id}/directions/1.1");
        var empty = await own.PageAsync($"{address}/check");
        empty.ShouldContain("Анкета пуста: нет ни одного ответа и ни одного подтверждения.");
        empty.ShouldNotContain("Отправить на экспертизу");
        await own.PostPageAsync(direction, "direction", ($"new/{id}/Value/1.1.1/", "1"), ($"new/{id}/Question/1.1.1/", "Какой приказ?"));
        (await manager.PageAsync("/submissions")).ShouldContain("Какой приказ?");
        await manager.PostPageAsync(direction, "direction", ($"new/{id}/Reply/1.1.1/", "Любой действующий."));
        (await own.PageAsync(direction)).ShouldContain("Любой действующий.");
        var check = await own.PageAsync($"{address}/check");
        check.ShouldContain("Заявлено без подтверждения");
        check.ShouldContain($"/submissions/{id}/directions/1.1#leaf-1.1.1");
        // A minute before the deadline what there is can be sent; what the rule of the campaign asks and is not there is said at every
        // turn.
        check.ShouldContain("Обязательная самооценка не заполнена у 60&#xA0;показателей из 61.");
        (await own.PostPageAsync($"{address}/check", "send")).Headers.Location!.OriginalString.ShouldEndWith("/receipt");
        var receipt = await own.PageAsync($"{address}/receipt");
        receipt.ShouldContain("-lo-2020-0-1");
        receipt.ShouldContain("1 из 61&#xA0;показателя; обязательная самооценка не заполнена у 60&#xA0;показателей");
        (await own.PageAsync(address)).ShouldContain("Обязательная самооценка не заполнена у 60&#xA0;показателей");
        var board = await manager.PageAsync(
            $"/campaigns/{await site.WithAsync(site.RegionId, (_, context) => context.Campaigns.Select(row => row.Id).SingleAsync(Cancel))}/board"
        );
        board.ShouldContain("без самооценки: 60&#xA0;показателей");
        board.ShouldContain("1&#xA0;муниципалитет отправил обязательную самооценку не полностью: нет 60&#xA0;ответов");
        (await own.PageAsync(direction)).ShouldContain("Анкета отправлена.");

        var wrong = await manager.PostPageAsync($"{address}/return", "return", ("Note", "Нет ссылки."));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadAsStringAsync(Cancel)).ShouldContain("Нет ссылки.");
        (
            await manager.PostPageAsync(
                $"{address}/return",
                "return",
                ("Note", "Нет ссылки."),
                ("Uids", (string[])["1.1.1", "1.1.2", "1.2.1"])
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var open = await own.PageAsync(direction);
        open.ShouldContain("Нет ссылки.");
        (await own.PageAsync($"{address}/receipt")).ShouldNotContain("1 из 61");
        open.ShouldContain($"name=\"new/{id}/Value/1.1.2/\"");
        open.ShouldNotContain($"name=\"new/{id}/Value/1.1.3/\"");
        await own.PostPageAsync(direction, "direction", ("url/1.1.1/", "https://example.ru/1"));
        await own.PostPageAsync($"{address}/check", "send");
        (await own.PageAsync($"{address}/receipt")).ShouldContain("-lo-2020-0-2");
        var history = await own.PageAsync($"{address}/history");
        history.ShouldContain("анкета возвращена");
        history.ShouldContain("добавлено подтверждение");
        (await manager.PostPageAsync($"{address}/return", "close")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await own.PageAsync(address)).ShouldContain("закрыто");
    }

    [Fact]
    public async Task Draft_AfterTheDeadline_IsFrozenAsNotSent()
    {
        await using var site = await SiteHost.StartAsync();
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var address = $"/submissions/{id}/directions/1.1";
        await client.PostPageAsync(address, "direction", ($"new/{id}/Value/1.1.1/", "1"));
        var before = await client.PageAsync(address);
        await site.EndCollectionAsync();

        (await client.PageAsync($"/submissions/{id}")).ShouldContain("не отправлено");
        (await client.PageAsync("/submissions")).ShouldContain("не отправлено");
        (await client.PageAsync(address)).ShouldContain("Срок приёма ответов истёк");
        var late = await client.PostAsShownAsync(address, before, "direction", ($"new/{id}/Value/1.1.1/", "0"));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync(Cancel)).ShouldContain("Срок приёма ответов истёк");
        (await site.ValueAsync(id, "1.1.1")).ShouldBe("1");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task List_OfEachRole_NamesWhatIsMissingAndTheNextStep(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        await client.PostPageAsync($"/submissions/{id}/directions/1.1", "direction", ($"new/{id}/Value/1.1.1/", "1"));
        var list = await client.PageAsync("/submissions");
        list.ShouldContain("1 из 61");
        list.ShouldContain("ответов: 60; подтверждений: 1");
        list.ShouldContain("Продолжить");
        list.ShouldNotContain("Второй район");
        list.ShouldContain(">Анкеты</a>");
        using var manager = await site.SignedInAsync("operator");
        (await manager.PageAsync("/submissions")).ShouldContain("на странице хода сбора");
        using var publisher = await site.SignedInAsync("publisher");
        (await publisher.PageAsync("/submissions")).ShouldContain("Посмотреть");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OperatorsIndicators_InTheGrid_AreSavedByFieldOverSubjects(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var subjects = await site.OpenCampaignAsync("tver-2020");
        var campaign = await site.WithAsync(site.RegionId, (_, context) => context.Campaigns.Select(row => row.Id).SingleAsync(Cancel));
        var uid = new ReadMethodology()
            .Read(await File.ReadAllBytesAsync(Repository.PathOf("methodologies/tver-2020.json"), Cancel), "tver-2020.json")
            .Nodes.Single(node => node.Source == AnswerSource.Operator)
            .Uid;
        var address = $"/submissions/operator/{campaign}";
        using var client = await site.SignedInAsync("operator");
        (await client.PageAsync($"/campaigns/{campaign}")).ShouldContain($"href=\"{address}\"");
        var before = await client.PageAsync(address);
        // As many fields as 300 subjects have.
        var many = Enumerable.Range(0, 1200).Select(number => ($"other/{number}", (object)""));
        (
            await client.PostAsShownAsync(
                address,
                before,
                "grid",
                [($"new/{subjects[0]}/Value/{uid}/", "2"), ($"new/{subjects[1]}/Comment/{uid}/", "Сайт не открылся."), .. many]
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await site.ValueAsync(subjects[0], uid)).ShouldBe("2");
        var stale = await client.PostAsShownAsync(
            address,
            before,
            "grid",
            ($"new/{subjects[0]}/Value/{uid}/", "1"),
            ($"new/{subjects[1]}/Value/{uid}/", "0")
        );
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var both = await stale.Content.ReadAsStringAsync(Cancel);
        both.ShouldContain("Вы изменили это поле в другом окне");
        both.ShouldContain("Проверка (operator), ");
        (await site.ValueAsync(subjects[0], uid)).ShouldBe("2");
        // Evidence of what the operator found out is changed as any other.
        await client.PostPageAsync($"/submissions/{subjects[0]}/directions/{uid}", "direction", ($"url/{uid}/", "https://example.ru"));
        var evidence = await site.WithAsync(
            site.RegionId,
            (_, context) => context.EvidenceItems.Select(item => item.Id).SingleAsync(Cancel)
        );
        (await client.PageAsync($"/submissions/{subjects[0]}/evidence/{evidence}")).ShouldContain("Сохранить подтверждение");
        (await site.ValueAsync(subjects[1], uid)).ShouldBe("0");
        using var coordinator = await site.SignedInAsync("coordinator");
        (await coordinator.StatusAsync(address)).ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = await site.SignedInAsync("operator@other.test");
        (await stranger.StatusAsync(address)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Excel_Uploaded_ShowsDifferencesThenSaves(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var subjects = await site.OpenCampaignAsync();
        var (filled, empty) = (subjects[0], subjects[1]);
        using var client = await site.SignedInAsync("coordinator");
        using var manager = await site.SignedInAsync("operator");
        await client.PostPageAsync(
            $"/submissions/{filled}/directions/1.1",
            "direction",
            ($"new/{filled}/Value/1.1.1/", "1"),
            ("url/1.1.1/", "https://example.ru/1")
        );
        var file = await client.GetByteArrayAsync(new Uri($"/submissions/{filled}/form.xlsx", UriKind.Relative), Cancel);
        await client.PostPageAsync($"/submissions/{filled}/directions/1.1", "direction", ($"new/{filled}/Value/1.1.1/", "0"));
        var address = $"/submissions/{filled}/excel";

        // The operator does it for the municipality, and that is on record.
        var preview = await (await manager.PostPageAsync(address, "preview", ("file", file))).Content.ReadAsStringAsync(Cancel);
        preview.ShouldContain("Анкета!C");
        (await site.ValueAsync(filled, "1.1.1")).ShouldBe("0");
        (await manager.PostAsShownAsync(address, preview, "import")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await site.ValueAsync(filled, "1.1.1")).ShouldBe("1");
        (await client.PageAsync($"/submissions/{filled}/history")).ShouldContain("за объект оценки");

        var another = await manager.PostPageAsync($"/submissions/{empty}/excel", "preview", ("file", file));
        another.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await another.Content.ReadAsStringAsync(Cancel)).ShouldContain("Это форма другого объекта оценки");
        var rubbish = await client.PostPageAsync(address, "preview", ("file", Encoding.UTF8.GetBytes("не таблица")));
        rubbish.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.PostPageAsync(address, "preview")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var table = new MemoryStream();
        using (var book = new WorkbookWriter(table, "таблица"))
            book.AddSheet("Лист", new()).Row().Text("1.1.1").Text("Показатель").Text("https://example.ru/" + new string('a', 2000));
        (await (await client.PostPageAsync(address, "preview", ("file", table.ToArray()))).Content.ReadAsStringAsync(Cancel)).ShouldContain(
            "Лист!C1"
        );
        (await manager.PostAsShownAsync(address, preview, "import", ("content", "не файл"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }
}
