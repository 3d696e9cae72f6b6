using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Orientir.App.Tests.Web;
using Orientir.Core.Accounts;
using Orientir.Core.Office;
using Orientir.Core.Submissions;

namespace Orientir.App.Tests.Rehearsals;

/// <summary>
/// A whole campaign played in a browser: people with pages of their own, steps with their times, pictures. Times and pictures go where
/// ORIENTIR_PICTURES says; without it nothing is written.
/// </summary>
internal sealed partial class Rehearsal : IAsyncDisposable
{
    private readonly string? folder;
    private readonly StringBuilder times = new();
    private readonly List<string> complaints = [];
    private readonly List<Exception> failures = [];
    private int pictures;

    private Rehearsal(SiteHost site, string name)
    {
        Site = site;
        folder = Environment.GetEnvironmentVariable("ORIENTIR_PICTURES") is { Length: > 0 } given ? Path.Combine(given, name) : null;
        if (folder is not null)
            Directory.CreateDirectory(folder);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The day it is in the regions played: Moscow time.</summary>
    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(3));

    public SiteHost Site { get; }

    public int RegionId { get; private set; }

    public static async Task<Rehearsal> BeginAsync(Database database, string name) =>
        new(await SiteHost.StartAsync(database), $"{name}-{database}".ToLowerInvariant());

    /// <summary>A step of the play, timed.</summary>
    public async Task<T> StepAsync<T>(string what, Func<Task<T>> act)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await act();
        }
        catch (Exception fault) when (fault is TimeoutException or PlaywrightException)
        {
            throw new InvalidOperationException($"At «{what}»: {fault.Message}", fault);
        }
        finally
        {
            times.AppendLine(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalSeconds, 8:0.00} s  {what}");
        }
    }

    public Task StepAsync(string what, Func<Task> act) =>
        StepAsync(
            what,
            async () =>
            {
                await act();
                return true;
            }
        );

    /// <summary>A part that others do not wait for: its failure is told at the end.</summary>
    public async Task AttemptAsync(Func<Task> part)
    {
        try
        {
            await part();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            failures.Add(fault);
        }
    }

    /// <summary>A person's own browser window.</summary>
    public async Task<IPage> WindowAsync(bool script = true)
    {
        var page = await Site.PageAsync(script: script);
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("status of 4", StringComparison.Ordinal))
                complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
        return page;
    }

    /// <summary>Signs somebody in who has accepted an invitation before.</summary>
    public async Task<IPage> SignInAsync(string email, bool script = true)
    {
        var page = await WindowAsync(script);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#Email", email);
        await page.FillAsync("#Password", SiteHost.Password);
        await page.ClickAsync("main button");
        return page;
    }

    /// <summary>The administrator adds a region and invites its operator, who comes in by the link.</summary>
    public async Task<IPage> OpenRegionAsync(string title, string code)
    {
        var link = await StepAsync(
            "администратор добавляет регион и приглашает оператора",
            async () =>
            {
                var admin = await SignInAsync("administrator@site.test");
                await admin.GotoAsync("/accounts/regions");
                await admin.FillAsync("#Title", title);
                await admin.FillAsync("#Code", code);
                await admin.ClickAsync("main form button.main");
                await admin.Locator("#Pasted").WaitForAsync();
                RegionId = int.Parse(RegionInAddress().Match(admin.Url).Groups[1].Value, CultureInfo.InvariantCulture);
                var links = await InviteAsync(admin, "Оператор мониторинга; operator@rehearsal.test; оператор");
                await admin.Context.CloseAsync();
                return links.Single().Value;
            }
        );
        return await StepAsync("оператор принимает приглашение", () => AcceptAsync(link));
    }

    /// <summary>Invites by pasted rows on the page already open; gives the links by address.</summary>
    public static async Task<Dictionary<string, string>> InviteAsync(IPage page, string rows)
    {
        await page.FillAsync("#Pasted", rows);
        await page.GetByRole(AriaRole.Button, new() { Name = "Проверить список" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Пригласить и показать письма" }).ClickAsync();
        await page.Locator("article.letter").First.WaitForAsync();
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var letter in await page.Locator("article.letter").AllAsync())
            links[(await letter.Locator(".hint").First.InnerTextAsync()).Split(", ")[^1].Trim()] = (
                await letter.Locator(".link").InnerTextAsync()
            ).Trim();
        return links;
    }

    /// <summary>Somebody opens the link of a letter and sets a password.</summary>
    public async Task<IPage> AcceptAsync(string link, bool script = true)
    {
        var page = await WindowAsync(script);
        await page.GotoAsync(new Uri(link).PathAndQuery);
        await page.FillAsync("#Password", SiteHost.Password);
        await page.ClickAsync("main form button.main");
        await page.Locator(".account").WaitForAsync();
        return page;
    }

    /// <summary>The operator loads a register and publishes a methodology that comes with the program.</summary>
    public async Task PrepareAsync(IPage page, string register, string package)
    {
        await StepAsync(
            "оператор загружает территории",
            async () =>
            {
                await page.GotoAsync("/territories/import");
                await page.SetInputFilesAsync("#File", register);
                await page.GetByRole(AriaRole.Button, new() { Name = "Показать изменения" }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Применить изменения" }).ClickAsync();
                await page.Locator(".done").WaitForAsync();
            }
        );
        await StepAsync(
            "оператор публикует методику",
            async () =>
            {
                await page.GotoAsync("/methodologies");
                await page.ClickAsync($"button[value='{package}.json']");
                await page.GetByText("Опубликовать издание").ClickAsync();
                await PictureAsync(page, "методика");
                await page.GetByRole(AriaRole.Button, new() { Name = "Опубликовать навсегда" }).ClickAsync();
                await page.Locator(".done").WaitForAsync();
            }
        );
    }

    /// <summary>The operator makes a campaign of today, takes all subjects and opens it; gives its address.</summary>
    public Task<string> OpenCampaignAsync(IPage page, string title, string selfAssessment) =>
        StepAsync(
            "оператор открывает мониторинг",
            async () =>
            {
                var today = Today;
                await page.GotoAsync("/campaigns/new");
                await page.FillAsync("#Title", title);
                await page.FillAsync("#Period", $"{today.Year} год");
                var edition = page.Locator("#MethodologyEditionId");
                await edition.SelectOptionAsync(new SelectOptionValue { Index = 1 });
                await page.CheckAsync($"input[name=SelfAssessment][value={selfAssessment}]");
                foreach (
                    var (field, days) in ((string, int)[])
                        [("CollectionFrom", 0), ("CollectionUntil", 7), ("ReviewUntil", 14), ("ResultsUntil", 21)]
                )
                    await page.FillAsync($"#{field}", today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                await page.FillAsync("#Owner", "Институт развития образования");
                await page.FillAsync("#Letter", "Уважаемые коллеги!\n\nЗаполните анкету до указанного срока.");
                await page.FillAsync("#Instruction", "1. Ответьте на каждый показатель.\n2. Дайте ссылку на документ.");
                await PictureAsync(page, "новый мониторинг");
                await page.GetByRole(AriaRole.Button, new() { Name = "Создать и выбрать участников" }).ClickAsync();
                await page.Locator("button[value=all]").ClickAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Дальше: открыть мониторинг" }).ClickAsync();
                await page.Locator("#move-open button").ClickAsync();
                await page.GetByText("идёт сбор", new() { Exact = false })
                    .Or(page.Locator(".tag", new() { HasText = "сбор" }))
                    .First.WaitForAsync();
                return CampaignAddress().Match(page.Url).Value;
            }
        );

    /// <summary>The operator decides a move of the campaign that asks for a reason, or none.</summary>
    public Task MoveAsync(IPage page, string campaign, string move, string? reason = null) =>
        StepAsync(
            $"переход {move}",
            async () =>
            {
                await page.GotoAsync($"{campaign}?do={move}");
                var confirm = page.Locator($"#move-{move}");
                if (reason is not null)
                    await confirm.Locator("[name=Reason]").FillAsync(reason);
                await confirm.Locator("button").ClickAsync();
                await page.Locator(".done").WaitForAsync();
            }
        );

    /// <summary>The participant answers every indicator of a direction on its page and waits until the page says it is kept.</summary>
    public async Task AnswerDirectionAsync(IPage page, string submission, string direction, string site, int choice = 0, bool links = true)
    {
        await page.GotoAsync($"{submission}/directions/{direction}");
        foreach (var section in await page.Locator("section.leaf").AllAsync())
        {
            foreach (var scale in await section.Locator("fieldset.scale").AllAsync())
                await scale.Locator("input[type=radio]").Nth(choice).CheckAsync();
            if (!links)
                continue;
            var uid = (await section.GetAttributeAsync("id"))!;
            await section.Locator("> .evidence [inputmode=url]").FillAsync($"{site}/{uid}.pdf");
            await section.Locator("> .evidence button", new() { HasText = "Добавить" }).First.ClickAsync();
            // What is added moves what stands below it.
            await SavedAsync(page);
        }
        await SavedAsync(page);
    }

    /// <summary>Waits until nothing waits in the browser, which draws no frame to be asked.</summary>
    public static async Task SavedAsync(IPage page) =>
        await page.WaitForFunctionAsync(
            "() => !Object.keys(localStorage).some(key => key.startsWith('orientir:') && JSON.parse(localStorage[key]).length)",
            options: new() { PollingInterval = 50 }
        );

    public Task SendAsync(IPage page, string submission) =>
        StepAsync(
            "отправка анкеты",
            async () =>
            {
                await page.GotoAsync($"{submission}/check");
                await page.GetByRole(AriaRole.Button, new() { Name = "Отправить на экспертизу" }).ClickAsync();
                await page.GetByText("Квитанция").First.WaitForAsync();
            }
        );

    /// <summary>The address of the one submission of whoever is signed in.</summary>
    public static async Task<string> SubmissionOfAsync(IPage page)
    {
        await page.GotoAsync("/submissions");
        var address = await page.Locator("main tbody th a").First.GetAttributeAsync("href");
        return SubmissionAddress().Match(address!).Value;
    }

    /// <summary>Our Excel form of a submission as somebody filled it: every indicator of these directions, with a link each.</summary>
    public Task<byte[]> FilledFormAsync(
        string submission,
        Func<Orientir.Core.Methodologies.Node, int, (string Answer, string Evidence)> fill
    ) =>
        Site.WithAsync(
            RegionId,
            async (_, context) =>
            {
                var form = await new ReadSubmission(context, TimeProvider.System).RunAsync(
                    Actor.Installation(RegionId),
                    int.Parse(submission.Split('/')[^1], CultureInfo.InvariantCulture),
                    Cancel
                );
                using var stream = new MemoryStream();
                using (var book = new WorkbookWriter(stream, "форма"))
                {
                    var sheet = book.AddSheet(FormWorkbook.FormSheet, new());
                    sheet.Row();
                    foreach (var name in FormWorkbook.Header)
                        sheet.Text(name);
                    var number = 0;
                    foreach (var leaf in form.Directions.SelectMany(direction => direction.Leaves).Select(leaf => leaf.Node))
                    {
                        if (leaf.Items.Count > 0)
                            continue;
                        var (answer, evidence) = fill(leaf, number++);
                        sheet.Row().Text(leaf.Code).Text(leaf.Title).Text(answer).Text(evidence);
                    }
                    var identity = book.AddSheet(FormWorkbook.IdentitySheet, new() { Hidden = true });
                    foreach (var (key, value) in FormWorkbook.IdentityOf(form))
                        identity.Row().Text(key).Text(value);
                }
                return stream.ToArray();
            }
        );

    /// <summary>Uploads a filled form: what changes is shown first, then saved.</summary>
    public Task UploadFormAsync(IPage page, string submission, byte[] form) =>
        StepAsync(
            "анкета файлом Excel",
            async () =>
            {
                await OfferFormAsync(page, submission, "Анкета.xlsx", form);
                await page.GetByRole(AriaRole.Button, new() { Name = "Сохранить изменения" }).ClickAsync();
                await page.Locator(".done").WaitForAsync();
            }
        );

    public static async Task OfferFormAsync(IPage page, string submission, string name, byte[] content)
    {
        await page.GotoAsync($"{submission}/excel");
        await page.SetInputFilesAsync(
            "#file",
            new FilePayload
            {
                Name = name,
                MimeType = "application/octet-stream",
                Buffer = content,
            }
        );
        await page.GetByRole(AriaRole.Button, new() { Name = "Показать, что изменится" }).ClickAsync();
        await page.Locator(".errors, main table").First.WaitForAsync();
    }

    /// <summary>Marks of a file: compared first, then written.</summary>
    public Task ImportMarksAsync(IPage page, string campaign, string csv) =>
        StepAsync(
            "оценки файлом",
            async () =>
            {
                await page.GotoAsync($"/reviews{campaign}/import");
                await page.SetInputFilesAsync(
                    "#Upload",
                    new FilePayload
                    {
                        Name = "marks.csv",
                        MimeType = "text/csv",
                        Buffer = Encoding.UTF8.GetBytes(csv),
                    }
                );
                await page.Locator("button[value=preview]").ClickAsync();
                await page.Locator("button[value=apply]").ClickAsync();
                await page.Locator(".done").WaitForAsync();
            }
        );

    /// <summary>Computes on the page of results; gives the address of the run.</summary>
    public Task<string> ComputeAsync(IPage page) =>
        StepAsync(
            "расчёт",
            async () =>
            {
                await page.GotoAsync("/results");
                await page.GetByRole(AriaRole.Button, new() { Name = "Рассчитать итоги" }).First.ClickAsync();
                await page.Locator(".done").WaitForAsync();
                return new Uri(page.Url).AbsolutePath;
            }
        );

    /// <summary>Asks for the package of documents and downloads it.</summary>
    public Task<byte[]> ReportAsync(IPage page, string run) =>
        StepAsync(
            "пакет отчёта",
            async () =>
            {
                await page.GotoAsync(run);
                await page.GetByRole(AriaRole.Button, new() { Name = "Составить отчёт" }).ClickAsync();
                var link = page.GetByRole(AriaRole.Link, new() { Name = "Скачать всё" });
                await link.WaitForAsync(new() { Timeout = 120_000 });
                await PictureAsync(page, "документы отчёта");
                var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
                return await File.ReadAllBytesAsync(await download.PathAsync(), Cancel);
            }
        );

    /// <summary>A picture of what is shown: as it is, and where asked in the dark, on a phone, and printed.</summary>
    public async Task PictureAsync(IPage page, string what, bool everywhere = false)
    {
        if (folder is null)
            return;
        var name = Path.Combine(folder, $"{++pictures:00} {what}");
        await page.ScreenshotAsync(new() { Path = name + ".png", FullPage = true });
        if (!everywhere)
            return;
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.ScreenshotAsync(new() { Path = name + " dark.png", FullPage = true });
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(390, 844);
        await page.ScreenshotAsync(new() { Path = name + " phone.png", FullPage = true });
        await page.SetViewportSizeAsync(1280, 800);
        await page.PdfAsync(new() { Path = name + ".pdf", Format = "A4" });
    }

    /// <summary>Nothing was complained of by the browser.</summary>
    /// <summary>A part everything after it waits for: where it fails, what failed before is told with it.</summary>
    public async Task MustAsync(Func<Task> part)
    {
        var before = failures.Count;
        await AttemptAsync(part);
        if (failures.Count > before)
            throw new AggregateException(failures);
    }

    public void ShouldHaveGoneWell()
    {
        if (failures.Count > 0)
            throw new AggregateException(failures);
        complaints.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        if (folder is not null)
            await File.WriteAllTextAsync(Path.Combine(folder, "times.txt"), times.ToString(), Cancel);
        await Site.DisposeAsync();
    }

    [GeneratedRegex("region=([0-9]+)")]
    private static partial Regex RegionInAddress();

    [GeneratedRegex("/campaigns/[0-9]+")]
    private static partial Regex CampaignAddress();

    [GeneratedRegex("/submissions/[0-9]+")]
    private static partial Regex SubmissionAddress();
}
