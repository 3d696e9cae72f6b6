using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.App.Tests.Web.Results;
using Orientir.Core.Accounts;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Core.Submissions;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>
/// People who do without pause what is more than a save, while something is done to a site: add links and files, import forms of Excel, send
/// and return a submission, ask for reports. What was not answered is done again as a person would, who looks first what is there.
/// </summary>
internal sealed class FilingStorm : IDisposable
{
    private const string Direction = "1";
    private static readonly string[] Leaves = ["1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.5"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly SiteProcess site;
    private readonly int user;
    private readonly int filed;
    private readonly int[] subjects;
    private readonly List<int> runs;
    private readonly HttpClient client;
    private readonly List<(string Title, string Content)> added = [];
    private readonly List<int> tables = [];
    private readonly List<string> returned = [];
    private readonly List<int> asked = [];
    private readonly List<byte[]> forms = [];
    private readonly CancellationTokenSource over;
    private List<Task> storm = [];
    private int imported;
    private int sent;
    private int lostImports;
    private int lostSendings;
    private int lostReturns;

    private FilingStorm(SiteProcess site, int user, int filed, int[] subjects, List<int> runs)
    {
        (this.site, this.user, this.filed, this.subjects, this.runs) = (site, user, filed, subjects, runs);
        over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        // One person signed in, in four windows of one browser.
        client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = site.Address,
        };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What was acknowledged, and found where it was looked for.</summary>
    public string Figures =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"evidence {added.Count} (a half of it files), Excel imports {imported} (unanswered {lostImports}), sendings {sent} (unanswered {lostSendings}), returns {returned.Count} (unanswered {lostReturns}), report packages {asked.Count}"
        );

    /// <summary>Opens a campaign of its own beside the others', computes as many runs as may be reported on, signs in and begins.</summary>
    /// <param name="site">The site under fire.</param>
    /// <param name="store">Whose accounts it has; it must not run jobs itself.</param>
    /// <param name="filed">The subject whose submission gets evidence.</param>
    /// <param name="reviewed">A campaign at review, for the runs.</param>
    /// <param name="reports">How many runs there are to ask reports of.</param>
    public static async Task<FilingStorm> BeginAsync(SiteProcess site, SiteHost store, int filed, ReviewedRegion reviewed, int reports)
    {
        var made = new FilingStorm(
            site,
            store.Accounts["operator@region.test"],
            filed,
            await store.OpenCampaignAsync("ishimbay-2021"),
            await RunsAsync(store, reviewed, reports)
        );
        made.client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        (await SiteHost.SignInAsync(made.client, "operator@region.test", SiteHost.Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await made.FillAsync();
        made.storm = [made.AddAsync(), made.ImportAsync(), made.SendAndReturnAsync(), made.ReportAsync()];
        return made;
    }

    /// <summary>Lets everybody come to an end.</summary>
    public async Task EndAsync()
    {
        await over.CancelAsync();
        await Task.WhenAll(storm);
    }

    /// <summary>Says where somebody came to a bad end.</summary>
    public async Task GoOnAsync()
    {
        if (storm.Find(task => task.IsFaulted) is { } ended)
            await ended;
    }

    /// <summary>Looks for everything acknowledged, once, and for halves of imports.</summary>
    public async Task<int> CheckAsync(OrientirContext context, IFileStore files)
    {
        // What was answered is taken first: all that was is there.
        List<(string Title, string Content)> evidence = [.. Copy(added)];
        List<int> links = [.. Copy(tables)];
        List<string> notes = [.. Copy(returned)];
        var (imports, sendings) = (Volatile.Read(ref imported), Volatile.Read(ref sent));
        await using var snapshot = await context.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Cancel);

        var items = await ItemsAsync(context, filed);
        items.Select(item => item.Title!).ShouldBeUnique("added twice");
        evidence.ConvertAll(one => one.Title).Except(items.Select(item => item.Title!)).ShouldBeEmpty("lost evidence");
        var stored = await context.StoredFiles.AsNoTracking().ToDictionaryAsync(row => row.Id, Cancel);
        foreach (var item in items.Where(item => item.Kind == EvidenceKind.File))
        {
            await using var content = await new OpenFile(files).RunAsync(stored[item.FileId!.Value], Cancel);
            using var reader = new StreamReader(content);
            (await reader.ReadToEndAsync(Cancel)).ShouldBe(ContentOf(item.Title!));
        }

        var history = await context
            .AuditEntries.AsNoTracking()
            .Where(entry => entry.CampaignSubjectId == subjects[0] || entry.CampaignSubjectId == subjects[1])
            .OrderBy(entry => entry.Id)
            .ToListAsync(Cancel);
        bool Is(Core.Audit.AuditEntry entry, int subject, string action) =>
            entry.CampaignSubjectId == subject && entry.Action.StartsWith(action, StringComparison.Ordinal);
        history.Count(entry => Is(entry, subjects[0], "submission.import")).ShouldBeInRange(imports, imports + lostImports + 1, "imports");
        // A form changes the same leaves each time, a table adds a link to each: all of them, or none.
        Leaves
            .Select(leaf => history.Count(entry => Is(entry, subjects[0], "answer.comment") && entry.Place == leaf))
            .Distinct()
            .Count()
            .ShouldBe(1, "half an import");
        var comments = await context
            .Answers.AsNoTracking()
            .Where(row => context.Submissions.Any(own => own.Id == row.SubmissionId && own.CampaignSubjectId == subjects[0]))
            .Select(row => row.Comment)
            .ToListAsync(Cancel);
        (comments.Count, comments.Distinct().Count()).ShouldBe((Leaves.Length, 1), "half an import");
        var tablesThere = (await ItemsAsync(context, subjects[0])).ToLookup(item => NumberIn(item.Url!));
        links.Except(tablesThere.Select(one => one.Key)).ShouldBeEmpty("lost imports");
        tablesThere.ShouldAllBe(one => one.Count() == Leaves.Length, "half an import");

        List<string> steps =
        [
            .. history
                .Where(entry => Is(entry, subjects[1], "submission."))
                .Select(entry => entry.Action.Split('.')[1])
                .Where(step => step is "send" or "return"),
        ];
        steps.ShouldBe(steps.Select((_, index) => index % 2 == 0 ? "send" : "return"), "sent or returned twice");
        steps.Count(step => step == "send").ShouldBeInRange(sendings, sendings + lostSendings + 1, "sendings");
        var said = history.Where(entry => Is(entry, subjects[1], "submission.return")).Select(entry => NumberIn(entry.New!)).ToList();
        said.ShouldBeUnique("returned twice");
        notes.ConvertAll(NumberIn).Except(said).ShouldBeEmpty("lost returns");
        var submission = await context.Submissions.AsNoTracking().SingleAsync(row => row.CampaignSubjectId == subjects[1], Cancel);
        submission.SentCount.ShouldBe(steps.Count(step => step == "send"));
        submission.State.ShouldBe(
            steps.Count == 0 ? SubmissionState.Draft
            : steps[^1] == "send" ? SubmissionState.Sent
            : SubmissionState.Returned
        );
        return evidence.Count + imports + sendings + notes.Count;
    }

    /// <summary>Waits for the packages asked for: one a run, whole.</summary>
    public async Task CheckReportsAsync(SiteHost store)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, Cancel))
        {
            var packages = await store.WithAsync(
                store.RegionId,
                (_, context) => context.ReportPackages.AsNoTracking().Include(row => row.Job).ToListAsync(Cancel)
            );
            packages.Select(package => package.ResultRunId).ShouldBeUnique("a report made twice");
            asked.Except(packages.Select(package => package.ResultRunId)).ShouldBeEmpty("lost reports");
            packages.ShouldAllBe(package => package.Failure == null);
            if (packages.Exists(package => package.FileId is null))
            {
                waited.Elapsed.ShouldBeLessThan(Patience, site.LastLines);
                continue;
            }
            var files = store.Services.GetRequiredService<IFileStore>();
            foreach (var package in packages)
            {
                var row = await store.WithAsync(
                    store.RegionId,
                    (_, context) => context.StoredFiles.AsNoTracking().SingleAsync(file => file.Id == package.FileId, Cancel)
                );
                await using var content = await new OpenFile(files).RunAsync(row, Cancel);
                using var archive = new ZipArchive(content);
                archive.Entries.Count.ShouldBeGreaterThan(2);
            }
            return;
        }
    }

    public void Dispose()
    {
        over.Dispose();
        client.Dispose();
    }

    /// <summary>The first answers, and the form downloaded with two different comments in it.</summary>
    private async Task FillAsync()
    {
        foreach (var comment in new[] { "первый ответ", "второй ответ" })
        {
            (
                await client.PostPageAsync(
                    $"/submissions/{subjects[0]}/directions/{Direction}",
                    "direction",
                    [.. Leaves.Select(leaf => ($"new/{subjects[0]}/Comment/{leaf}/", (object)comment))]
                )
            ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            forms.Add(await client.GetByteArrayAsync(new Uri($"/submissions/{subjects[0]}/form.xlsx", UriKind.Relative), Cancel));
        }
        (
            await client.PostPageAsync(
                $"/submissions/{subjects[1]}/directions/{Direction}",
                "direction",
                ($"new/{subjects[1]}/Comment/{Leaves[0]}/", "есть")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    /// <summary>Adds a link and a file by turns, as autosave.js does: with the same key until it is answered.</summary>
    private async Task AddAsync()
    {
        const string Place = "1.2.1";
        var token = SubmissionSite.Token(await client.PageAsync($"/submissions/{filed}/directions/1.2"));
        for (var number = 1; !over.IsCancellationRequested; number++)
        {
            var title = string.Create(CultureInfo.InvariantCulture, $"Приказ {number}");
            while (true)
            {
                using var content = new MultipartFormDataContent
                {
                    { new StringContent(token), "__RequestVerificationToken" },
                    { new StringContent(string.Create(CultureInfo.InvariantCulture, $"{user}")), "user" },
                    { new StringContent(Place), "uid" },
                    { new StringContent(""), "item" },
                    { new StringContent(string.Create(CultureInfo.InvariantCulture, $"filing-{number}")), "key" },
                    { new StringContent(title), $"title/{Place}/" },
                };
                if (number % 2 == 0)
                    content.Add(new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(ContentOf(title))), $"file/{Place}/", "приказ.pdf");
                else
                    content.Add(
                        new StringContent(string.Create(CultureInfo.InvariantCulture, $"https://example.ru/{number}")),
                        $"url/{Place}/"
                    );
                var status = await AnsweredAsync(() =>
                    client.PostAsync(new Uri($"/submissions/{filed}/evidence", UriKind.Relative), content, CancellationToken.None)
                );
                if (status is null)
                    continue;
                status.ShouldBe(HttpStatusCode.OK, title);
                Take(added, (title, ContentOf(title)));
                break;
            }
        }
    }

    /// <summary>Imports the one form, the other, and a table of new links, over and over.</summary>
    private async Task ImportAsync()
    {
        var address = $"/submissions/{subjects[0]}/excel";
        for (var number = 1; !over.IsCancellationRequested; number++)
        {
            var file = number % 3 == 0 ? TableOf(number) : forms[number % 3 - 1];
            string? preview = null;
            while (preview is null && !over.IsCancellationRequested)
                await AnsweredAsync(async () =>
                {
                    var answer = await client.PostPageAsync(address, "preview", ("file", file));
                    if (answer.IsSuccessStatusCode)
                        preview = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                    return answer;
                });
            // Nothing to change: the last import was done and not answered.
            if (preview is null || ShownPage.Of(preview).QuerySelector("main form input[name=seen]") is null)
                continue;
            var status = await AnsweredAsync(() => client.PostAsShownAsync(address, preview, "import"));
            if (status is null)
                Interlocked.Increment(ref lostImports);
            // A server of a database may still be at what a dead site had asked for.
            else if (status != HttpStatusCode.Conflict)
            {
                status.ShouldBe(HttpStatusCode.Redirect);
                if (number % 3 == 0)
                    Take(tables, number);
                Interlocked.Increment(ref imported);
            }
        }
    }

    /// <summary>Sends and returns by turns, whatever the page says can be done.</summary>
    private async Task SendAndReturnAsync()
    {
        var address = $"/submissions/{subjects[1]}";
        for (var number = 1; !over.IsCancellationRequested; number++)
        {
            var note = string.Create(CultureInfo.InvariantCulture, $"Пояснение {number}");
            if (await PostedAsync("check", "send") is { } sending)
            {
                if (sending)
                    Interlocked.Increment(ref sent);
                else
                    Interlocked.Increment(ref lostSendings);
            }
            if (await PostedAsync("return", "return", ("Note", note), ("Uids", Leaves[0])) is { } returning)
            {
                if (returning)
                    Take(returned, note);
                else
                    Interlocked.Increment(ref lostReturns);
            }

            // Null where the page does not offer it.
            async Task<bool?> PostedAsync(string page, string form, params (string, object)[] fields)
            {
                string? shown = null;
                while (shown is null && !over.IsCancellationRequested)
                    await AnsweredAsync(async () =>
                    {
                        var answer = await client.GetAsync(new Uri($"{address}/{page}", UriKind.Relative), CancellationToken.None);
                        if (answer.IsSuccessStatusCode)
                            shown = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                        return answer;
                    });
                if (shown is null || ShownPage.Of(shown).QuerySelector($"main form input[value={form}]") is null)
                    return null;
                var status = await AnsweredAsync(() => client.PostAsShownAsync($"{address}/{page}", shown, form, fields));
                if (status == HttpStatusCode.Conflict)
                    return null;
                status?.ShouldBe(HttpStatusCode.Redirect, $"{page} {number}");
                return status is not null;
            }
        }
    }

    /// <summary>Asks for a report of one run after the other, each once the one before is made.</summary>
    private async Task ReportAsync()
    {
        foreach (var run in runs)
        {
            if (over.IsCancellationRequested)
                return;
            var address = $"/results/{run}";
            string? package = null;
            while (package is null && !over.IsCancellationRequested)
                await AnsweredAsync(async () =>
                {
                    var page = await client.PageAsync(address);
                    package = ShownPage.Of(page).QuerySelector("main a[href^='/results/reports/']")?.GetAttribute("href");
                    var answer = package is null
                        ? await client.PostAsShownAsync(address, page, "report")
                        : new HttpResponseMessage(HttpStatusCode.Redirect);
                    if (answer.StatusCode == HttpStatusCode.Redirect)
                        package ??= new Uri(client.BaseAddress!, answer.Headers.Location!).AbsolutePath;
                    return answer;
                });
            if (package is null)
                return;
            Take(asked, run);
            for (var isMade = false; !isMade && !over.IsCancellationRequested; await Task.Delay(20, CancellationToken.None))
                await AnsweredAsync(async () =>
                {
                    var answer = await client.GetAsync(new Uri(package, UriKind.Relative), CancellationToken.None);
                    isMade = (await answer.Content.ReadAsStringAsync(CancellationToken.None)).Contains(
                        package + "/file",
                        StringComparison.Ordinal
                    );
                    return answer;
                });
        }
    }

    /// <summary>The status; null where no answer came or the database was away, after a moment.</summary>
    private static async Task<HttpStatusCode?> AnsweredAsync(Func<Task<HttpResponseMessage>> ask)
    {
        try
        {
            using var answer = await ask();
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                return answer.StatusCode;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            // Refused, or torn off in the middle of an answer.
        }
        await Task.Delay(20, CancellationToken.None);
        return null;
    }

    /// <summary>Runs of a campaign at review that differ by a mark.</summary>
    private static async Task<List<int>> RunsAsync(SiteHost store, ReviewedRegion made, int count)
    {
        var actor = new Actor(store.Accounts["operator@region.test"], "Проверка", store.RegionId, [new(Role.Operator, null, null)], "");
        return await store.WithAsync(
            store.RegionId,
            async (_, context) =>
            {
                var computed = new List<int>();
                var mark = new Core.Reviews.Mark
                {
                    RegionId = store.RegionId,
                    CampaignSubjectId = made.Subjects[0],
                    Uid = "1.2",
                    Expert = "",
                    ChangedAt = DateTime.UnixEpoch,
                };
                context.Add(mark);
                for (var number = 0; number < count; number++)
                {
                    mark.Change(
                        string.Create(CultureInfo.InvariantCulture, $"{number % 100}"),
                        string.Create(CultureInfo.InvariantCulture, $"Оценка {number}"),
                        actor.UserId,
                        DateTime.UnixEpoch,
                        account: null
                    );
                    await context.SaveChangesAsync(Cancel);
                    computed.Add(await new ComputeRun(context, TimeProvider.System).RunAsync(actor, made.Campaign, Cancel));
                }
                return computed;
            }
        );
    }

    private static Task<List<EvidenceItem>> ItemsAsync(OrientirContext context, int subject) =>
        context
            .EvidenceItems.AsNoTracking()
            .Where(row => context.Submissions.Any(own => own.Id == row.SubmissionId && own.CampaignSubjectId == subject))
            .ToListAsync(Cancel);

    /// <summary>A table as municipalities send them: a link to each of the leaves.</summary>
    private static byte[] TableOf(int number)
    {
        using var table = new MemoryStream();
        using (var book = new WorkbookWriter(table, "таблица"))
        {
            var sheet = book.AddSheet("Лист", new());
            foreach (var leaf in Leaves)
                sheet
                    .Row()
                    .Text(leaf)
                    .Text("Показатель")
                    .Text(string.Create(CultureInfo.InvariantCulture, $"https://example.ru/{leaf}/{number}"));
        }
        return table.ToArray();
    }

    private static string ContentOf(string title) => "%PDF-1.7 " + title;

    /// <summary>The number a text of ours ends with.</summary>
    private static int NumberIn(string text) =>
        int.Parse(
            System
                .Text.RegularExpressions.Regex.Matches(text, "[0-9]+", System.Text.RegularExpressions.RegexOptions.ExplicitCapture)[^1]
                .ValueSpan,
            CultureInfo.InvariantCulture
        );

    private static void Take<T>(List<T> into, T one)
    {
        lock (into)
            into.Add(one);
    }

    private static T[] Copy<T>(List<T> from)
    {
        lock (from)
            return [.. from];
    }
}
