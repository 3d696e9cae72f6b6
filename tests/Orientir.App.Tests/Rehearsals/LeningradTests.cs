using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Playwright;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;

namespace Orientir.App.Tests.Rehearsals;

/// <summary>
/// Eighteen municipalities of the Leningrad region: invited from a list, answering in the browser with and without script, by Excel, badly by
/// Excel, with one link per direction, late with an extension, returned, or not at all; marks by page and by file; results and report.
/// On PostgreSQL everything is done once that reaches the store: what another direction or municipality would only repeat is left to SQLite.
/// bench/rehearse plays it for its times and pictures.
/// </summary>
public sealed class LeningradTests : IAsyncLifetime
{
    private static readonly string[] All = ["1.1", "1.2", "1.3", "2.1", "2.2"];

    private readonly Dictionary<string, (IPage Page, string Submission)> people = new(StringComparer.Ordinal);
    private Rehearsal play = null!;
    private IPage operatorPage = null!;
    private bool repeats;
    private string[] directions = [];
    private string[] names = [];
    private Dictionary<string, string> links = [];
    private string campaign = "",
        run = "";

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Campaign_OfEighteenMunicipalities_GoesFromInvitationsToTheReport(Database database)
    {
        play = await Rehearsal.BeginAsync(database, "leningrad");
        repeats = database == Database.Sqlite;
        directions = repeats ? All : All[..1];
        await play.MustAsync(InviteAsync);
        await play.MustAsync(OpenAsync);
        // Municipalities do not wait for one another: what fails with one is told at the end, with what failed with others.
        await play.AttemptAsync(AnswerInTheBrowserAsync);
        await play.AttemptAsync(AnswerByExcelAsync);
        if (repeats)
            await play.AttemptAsync(OfferBadWorkbooksAsync);
        await play.AttemptAsync(OfferAGoodWorkbookAsync);
        await play.AttemptAsync(GiveOneLinkADirectionAsync);
        await play.AttemptAsync(AnswerWithoutScriptAsync);
        await play.AttemptAsync(CorrectWhatWasReturnedAsync);
        await play.AttemptAsync(ExtendAsync);
        await play.AttemptAsync(WatchAsync);
        await play.MustAsync(CloseCollectionAsync);
        await play.MustAsync(MarkAsync);
        await play.MustAsync(ComputeAsync);
        await play.MustAsync(PublishAsync);
        play.ShouldHaveGoneWell();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => play.DisposeAsync();

    // Everybody is invited from one list of contacts.
    private async Task InviteAsync()
    {
        names = (await File.ReadAllLinesAsync(Repository.PathOf("demo", "lo-2020", "register.csv"), Rehearsal.Cancel))
            .Where(line => line.Contains(",municipality,", StringComparison.Ordinal))
            .Select(line => line.Split(',')[1])
            .ToArray();
        names.Length.ShouldBe(18);
        operatorPage = await play.OpenRegionAsync("Ленинградская область", "lo");
        await play.PrepareAsync(operatorPage, Repository.PathOf("demo", "lo-2020", "register.csv"), "lo-2020");
        links = await play.StepAsync(
            "приглашения по списку контактов",
            async () =>
            {
                await operatorPage.GotoAsync("/accounts/invite");
                var rows = names
                    .Select((name, index) => $"Координатор {index + 1}; k{index + 1}@rehearsal.test; координатор; {name}")
                    .Append("Эксперт; expert@rehearsal.test; эксперт")
                    .Append("Министерство; ministry@rehearsal.test; министерство");
                return await Rehearsal.InviteAsync(operatorPage, string.Join('\n', rows));
            }
        );
        links.Count.ShouldBe(20);
        await play.PictureAsync(operatorPage, "письма");
    }

    // The campaign is opened, all come in by their links, the expert is assigned.
    private async Task OpenAsync()
    {
        campaign = await play.OpenCampaignAsync(
            operatorPage,
            "Мониторинг управленческих механизмов",
            nameof(Core.Campaigns.SelfAssessment.Required)
        );
        await play.StepAsync(
            "восемнадцать координаторов и двое других входят по ссылкам",
            async () =>
            {
                foreach (var (email, link) in links)
                {
                    var who = email.Split('@')[0];
                    // These are only there; for some of them the operator answers.
                    if (!repeats && who is ("k4" or "k5" or "k6" or "k13" or "k14" or "k15" or "k16" or "k17"))
                        continue;
                    var page = await play.AcceptAsync(link, script: who != "k11");
                    people[who] = (page, who[0] == 'k' ? await Rehearsal.SubmissionOfAsync(page) : "");
                }
            }
        );
        await play.StepAsync(
            "использованная ссылка не действует",
            async () =>
            {
                var stranger = await play.WindowAsync();
                await stranger.GotoAsync(new Uri(links["k1@rehearsal.test"]).PathAndQuery);
                (await stranger.Locator("h1").InnerTextAsync()).ShouldContain("Ссылка уже использована");
                await stranger.Context.CloseAsync();
            }
        );
        await play.StepAsync(
            "оператор назначает эксперта",
            async () =>
            {
                await operatorPage.GotoAsync($"{campaign}/experts");
                await operatorPage.GetByRole(AriaRole.Link, new() { Name = "Назначить" }).First.ClickAsync();
                await operatorPage.Locator("button[value=all]").ClickAsync();
                await operatorPage.Locator(".done").WaitForAsync();
            }
        );
    }

    // 1: in the browser, everything; each field is kept by itself.
    private async Task AnswerInTheBrowserAsync()
    {
        var (first, firstForm) = people["k1"];
        await play.StepAsync(
            "анкета в браузере",
            async () =>
            {
                foreach (var direction in directions)
                    await play.AnswerDirectionAsync(first, firstForm, direction, "https://k1.example/docs");
            }
        );
        await first.GotoAsync($"{firstForm}/directions/1.1");
        (await first.Locator("section.leaf .evidence-list li").CountAsync()).ShouldBe(await first.Locator("section.leaf").CountAsync());
        await play.PictureAsync(first, "анкета направления", everywhere: true);
        await first.GotoAsync($"{firstForm}/check");
        await play.PictureAsync(first, "проверка", everywhere: true);
        await play.SendAsync(first, firstForm);
        await play.PictureAsync(first, "квитанция", everywhere: true);
        await first.GotoAsync($"{firstForm}/print");
        await play.PictureAsync(first, "печать", everywhere: true);
    }

    // 2, 3: by Excel themselves; 12-16: the operator on their behalf.
    private async Task AnswerByExcelAsync()
    {
        foreach (var who in (string[])["k2", "k3"])
        {
            var (page, form) = people[who];
            await play.UploadFormAsync(
                page,
                form,
                await play.FilledFormAsync(form, (leaf, _) => (Best(leaf), $"https://{who}.example/{leaf.Uid}.pdf"))
            );
            await play.SendAsync(page, form);
        }
        foreach (var who in repeats ? ["k12", "k13", "k14", "k15", "k16"] : (string[])["k12"])
            await play.UploadFormAsync(
                operatorPage,
                people[who].Submission,
                await play.FilledFormAsync(
                    people[who].Submission,
                    (leaf, number) => (number % 3 == 0 ? "" : Best(leaf), number % 2 == 0 ? "" : $"https://{who}.example/{leaf.Uid}.pdf")
                )
            );
        await operatorPage.GotoAsync($"{people["k12"].Submission}/history");
        (await operatorPage.Locator("main").InnerTextAsync()).ShouldContain("за объект");
    }

    // 7: a broken file, a form of another municipality, wrong cells. Nothing of them is kept.
    private async Task OfferBadWorkbooksAsync()
    {
        var (seventh, seventhForm) = people["k7"];
        await play.StepAsync(
            "негодные файлы Excel",
            async () =>
            {
                await Rehearsal.OfferFormAsync(seventh, seventhForm, "Анкета.xlsx", Encoding.UTF8.GetBytes("это не книга"));
                (await seventh.Locator("main").InnerTextAsync()).ShouldContain("не принят");
                await Rehearsal.OfferFormAsync(
                    seventh,
                    seventhForm,
                    "Чужая.xlsx",
                    await play.FilledFormAsync(people["k2"].Submission, (leaf, _) => (Best(leaf), ""))
                );
                (await seventh.Locator("main").InnerTextAsync()).ShouldContain(names[1]);
                await Rehearsal.OfferFormAsync(
                    seventh,
                    seventhForm,
                    "Анкета.xlsx",
                    await play.FilledFormAsync(seventhForm, (leaf, number) => (number == 4 ? "наверное" : Best(leaf), ""))
                );
                (await seventh.Locator("main").InnerTextAsync()).ShouldContain("наверное");
                await play.PictureAsync(seventh, "ошибки в файле");
                (await seventh.GetByRole(AriaRole.Button, new() { Name = "Сохранить изменения" }).CountAsync()).ShouldBe(0);
                await seventh.GotoAsync(seventhForm);
                (await seventh.Locator("main").InnerTextAsync()).ShouldContain("0 из");
            }
        );
    }

    private async Task OfferAGoodWorkbookAsync()
    {
        var (seventh, seventhForm) = people["k7"];
        await play.UploadFormAsync(
            seventh,
            seventhForm,
            await play.FilledFormAsync(seventhForm, (leaf, _) => (Best(leaf), $"https://k7.example/{leaf.Uid}.pdf"))
        );
        await play.SendAsync(seventh, seventhForm);
    }

    // 8: one link for each whole direction.
    private async Task GiveOneLinkADirectionAsync()
    {
        var (eighth, eighthForm) = people["k8"];
        await play.UploadFormAsync(eighth, eighthForm, await play.FilledFormAsync(eighthForm, (leaf, _) => (Best(leaf), "")));
        await play.StepAsync(
            "по одной ссылке на направление",
            async () =>
            {
                foreach (var direction in directions)
                {
                    await eighth.GotoAsync($"{eighthForm}/directions/{direction}");
                    if (await eighth.Locator("#whole[open]").CountAsync() == 0)
                        await eighth.ClickAsync("#whole summary");
                    await eighth.FillAsync("#whole [inputmode=url]", $"https://k8.example/{direction}");
                    await eighth.Locator("#whole button", new() { HasText = "Добавить" }).First.ClickAsync();
                    await eighth.Locator("#whole .evidence-list li").WaitForAsync();
                }
                await eighth.GotoAsync($"{eighthForm}/check");
                (await eighth.Locator("main").InnerTextAsync()).ShouldContain("на всё направление", Case.Insensitive);
            }
        );
        await play.SendAsync(eighth, eighthForm);
    }

    // 11: without script.
    private async Task AnswerWithoutScriptAsync()
    {
        var (eleventh, eleventhForm) = people["k11"];
        await play.StepAsync(
            "анкета без скриптов",
            async () =>
            {
                await eleventh.GotoAsync($"{eleventhForm}/directions/2.1");
                foreach (var scale in await eleventh.Locator("fieldset.scale").AllAsync())
                    await scale.Locator("input[type=radio]").First.CheckAsync();
                foreach (var section in await eleventh.Locator("section.leaf").AllAsync())
                    await section.Locator("> .evidence [inputmode=url]").FillAsync("https://k11.example/doc.pdf");
                await eleventh.Locator("button.save").First.ClickAsync();
                (await eleventh.Locator("[data-status]").InnerTextAsync()).ShouldContain("Сохранено");
                (await eleventh.Locator("section.leaf > .evidence .evidence-list li").CountAsync()).ShouldBe(
                    await eleventh.Locator("section.leaf").CountAsync()
                );
                await play.PictureAsync(eleventh, "анкета без скриптов");
            }
        );
        await play.SendAsync(eleventh, eleventhForm);
    }

    // 10: sent, returned with three indicators, corrected, sent again.
    private async Task CorrectWhatWasReturnedAsync()
    {
        var (tenth, tenthForm) = people["k10"];
        await play.UploadFormAsync(
            tenth,
            tenthForm,
            await play.FilledFormAsync(tenthForm, (leaf, _) => (Best(leaf), "https://k10.example/"))
        );
        await play.SendAsync(tenth, tenthForm);
        await play.StepAsync(
            "возврат трёх показателей",
            async () =>
            {
                await operatorPage.GotoAsync($"{tenthForm}/return");
                await operatorPage.FillAsync("#Note", "Дайте адреса самих документов.");
                foreach (var summary in await operatorPage.Locator("#Uids details:not([open]) > summary").AllAsync())
                    await summary.ClickAsync();
                foreach (var uid in (string[])["1.1.2", "1.1.4", "2.1.6"])
                    await operatorPage.CheckAsync($"input[name=Uids][value='{uid}']");
                await play.PictureAsync(operatorPage, "возврат");
                await operatorPage.GetByRole(AriaRole.Button, new() { Name = "Вернуть анкету" }).ClickAsync();
                await operatorPage.GetByText("возвращено").First.WaitForAsync();
            }
        );
        await play.StepAsync(
            "исправление возвращённого",
            async () =>
            {
                await tenth.GotoAsync($"{tenthForm}/directions/1.1");
                (await tenth.Locator("section.leaf.returned").CountAsync()).ShouldBe(2);
                (await tenth.Locator("section.leaf:not(.returned) fieldset.scale").CountAsync()).ShouldBe(0);
                await tenth
                    .Locator("section.leaf.returned")
                    .First.Locator("> .evidence [inputmode=url]")
                    .FillAsync("https://k10.example/act.pdf");
                await tenth
                    .Locator("section.leaf.returned")
                    .First.Locator("> .evidence button", new() { HasText = "Добавить" })
                    .First.ClickAsync();
                await Rehearsal.SavedAsync(tenth);
                await play.PictureAsync(tenth, "возвращённая анкета");
            }
        );
        await play.SendAsync(tenth, tenthForm);
    }

    // 9: an extension beyond the end of collection.
    private async Task ExtendAsync()
    {
        await play.StepAsync(
            "продление срока",
            async () =>
            {
                await operatorPage.GotoAsync($"{campaign}/extensions");
                await operatorPage.SelectOptionAsync("#Subject", new SelectOptionValue { Label = names[8] });
                await operatorPage.FillAsync("#Until", Rehearsal.Today.AddDays(10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                await operatorPage.FillAsync("#Reason", "Не было связи.");
                await operatorPage.GetByRole(AriaRole.Button, new() { Name = "Продлить срок" }).ClickAsync();
                await operatorPage.Locator(".done").WaitForAsync();
            }
        );
    }

    private async Task WatchAsync()
    {
        await play.StepAsync(
            "ход сбора и напоминания",
            async () =>
            {
                await operatorPage.GotoAsync($"{campaign}/board");
                (await operatorPage.Locator("main").InnerTextAsync()).ShouldContain("7 из 18");
                await play.PictureAsync(operatorPage, "ход сбора", everywhere: true);
                await operatorPage.GotoAsync($"{campaign}/reminders");
                await operatorPage.Locator("form button.main").ClickAsync();
                await operatorPage.Locator(".done").WaitForAsync();
                await play.PictureAsync(operatorPage, "напоминания");
                var ministry = people["ministry"].Page;
                await ministry.GotoAsync($"{campaign}/state");
                (await ministry.Locator("main").InnerTextAsync()).ShouldContain(names[17]);
                await play.PictureAsync(ministry, "министерству", everywhere: true);
            }
        );
    }

    private async Task CloseCollectionAsync()
    {
        await play.MoveAsync(operatorPage, campaign, "close-collection", "Все, кто мог, ответили.");
        var (ninth, ninthForm) = people["k9"];
        await play.UploadFormAsync(
            ninth,
            ninthForm,
            await play.FilledFormAsync(ninthForm, (leaf, _) => (Best(leaf), $"https://k9.example/{leaf.Uid}.pdf"))
        );
        await play.SendAsync(ninth, ninthForm);
        await play.StepAsync(
            "после срока черновик заморожен",
            async () =>
            {
                var (silent, form) = people["k18"];
                await silent.GotoAsync($"{form}/directions/1.1");
                (await silent.Locator("fieldset.scale").CountAsync()).ShouldBe(0);
                (await silent.Locator("main").InnerTextAsync()).ShouldContain("не отправлено");
            }
        );
    }

    // One municipality is marked on the page by the expert, the others by a file; the silent one has no marks.
    private async Task MarkAsync()
    {
        var (_, firstForm) = people["k1"];
        var expert = people["expert"].Page;
        await play.StepAsync(
            "оценки на странице: направление",
            async () =>
            {
                await expert.GotoAsync($"/reviews/{firstForm.Split('/')[^1]}");
                foreach (var scale in await expert.Locator("fieldset.scale").AllAsync())
                    await scale.Locator("input[type=radio]").First.CheckAsync();
                await Rehearsal.SavedAsync(expert);
                await expert.ReloadAsync();
                (await expert.Locator("fieldset.scale input[type=radio]:checked:not([value=''])").CountAsync()).ShouldBe(
                    await expert.Locator("fieldset.scale").CountAsync()
                );
                await play.PictureAsync(expert, "оценивание", everywhere: true);
            }
        );
        await play.ImportMarksAsync(operatorPage, campaign, await MarksAsync(names));
    }

    private async Task ComputeAsync()
    {
        await play.MoveAsync(operatorPage, campaign, "close-review", "Все оценки поставлены.");
        run = await play.ComputeAsync(operatorPage);
        await play.PictureAsync(operatorPage, "итоги", everywhere: true);
        foreach (var view in (string[])["heat", "cycle", "direction?of=1.1"])
        {
            (await operatorPage.GotoAsync($"{run}/{view}"))!.Status.ShouldBe(200, view);
            await play.PictureAsync(operatorPage, "итоги " + view.Split('?')[0], everywhere: true);
        }
        using (var package = new ZipArchive(new MemoryStream(await play.ReportAsync(operatorPage, run))))
        {
            package.Entries.Count.ShouldBe(22);
            package.GetEntry("report.docx").ShouldNotBeNull().Length.ShouldBeGreaterThan(20_000);
        }
    }

    private async Task PublishAsync()
    {
        var (first, _) = people["k1"];
        await play.StepAsync(
            "до публикации муниципалитет итогов не видит",
            async () => (await first.GotoAsync(run))!.Status.ShouldBeOneOf(403, 404, 409)
        );
        await play.MoveAsync(operatorPage, campaign, "publish");
        await play.StepAsync(
            "муниципалитет видит свой результат",
            async () =>
            {
                await first.GotoAsync("/results");
                (await first.Locator("main").InnerTextAsync()).ShouldContain($"Ваш результат: {names[0]}");
                await first.GetByRole(AriaRole.Link, new() { Name = "Посмотреть по показателям" }).ClickAsync();
                await play.PictureAsync(first, "результат муниципалитета", everywhere: true);
            }
        );
        await play.StepAsync(
            "журнал действий",
            async () =>
            {
                await operatorPage.GotoAsync("/audit");
                await play.PictureAsync(operatorPage, "журнал");
            }
        );
    }

    private static string Best(Node leaf) =>
        FormWorkbook.ValueText(
            leaf,
            "",
            leaf.Scale switch
            {
                Orientir.Measurement.Scoring.OrdinalScale ordinal => ordinal.Steps[^1].Points.ToString(CultureInfo.InvariantCulture),
                _ => "1",
            }
        );

    /// <summary>Marks of every municipality but the first and the last: those of the reconstructed districts, in their order.</summary>
    private static async Task<string> MarksAsync(string[] names)
    {
        var lines = await File.ReadAllLinesAsync(Repository.PathOf("demo", "lo-2020-reconstruction", "marks.csv"), Rehearsal.Cancel);
        var text = new StringBuilder("subject,code,value\n");
        foreach (var cells in lines.Skip(1).Select(line => line.Split(',')))
            if (int.Parse(cells[0].Split(' ')[1], CultureInfo.InvariantCulture) is > 1 and < 18 and var number)
                text.Append(CultureInfo.InvariantCulture, $"{names[number - 1]},{cells[1]},{cells[2]}\n");
        return text.ToString();
    }
}
