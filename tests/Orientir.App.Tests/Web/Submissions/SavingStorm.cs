using System.Data;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Submissions;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>
/// Browsers that save without pause while something is done to a site: two forms of answers and one of marks, several people in one, one of
/// them in two browsers; fields of one's own and one they all want.
/// </summary>
internal sealed class SavingStorm : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly SiteProcess site;
    private readonly CancellationTokenSource over;
    private readonly List<SavingBrowser> browsers;
    private readonly List<Task> storm;
    private TaskCompletionSource calm = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SavingStorm(SiteProcess site, List<SavingBrowser> browsers)
    {
        (this.site, this.browsers) = (site, browsers);
        over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        calm.SetResult();
        storm = browsers.ConvertAll(browser => browser.SaveUntilAsync(() => calm.Task, over.Token));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Changes answered so far.</summary>
    public IEnumerable<SavingBrowser.Answer> Answered => browsers.SelectMany(browser => browser.Answered);

    /// <summary>Signs everybody in and begins.</summary>
    /// <param name="site">The site under fire.</param>
    /// <param name="store">Whose accounts it has.</param>
    /// <param name="subjects">The subjects of an open campaign.</param>
    /// <param name="reviewed">A subject of one at review that nobody has marked; null for no marks.</param>
    public static async Task<SavingStorm> BeginAsync(SiteProcess site, SiteHost store, IReadOnlyList<int> subjects, int? reviewed = null)
    {
        List<(string Account, SavingBrowser.Form Form)> people =
        [
            ("coordinator", new(subjects[0], "1.1.2")),
            ("coordinator", new(subjects[0], "1.1.3")),
            ("organisation", new(subjects[0], "1.1.4")),
            ("operator", new(subjects[0], "1.1.5")),
            ("operator", new(subjects[1], "1.1.6")),
            ("operator", new(subjects[1], "1.1.7")),
        ];
        if (reviewed is { } marked)
            people.AddRange([("operator", new(marked, "1.1", AreMarks: true)), ("operator", new(marked, "1.2", AreMarks: true))]);
        List<SavingBrowser> signedIn =
        [
            .. people.Select(one => new SavingBrowser(site.Address, store.Accounts[one.Account + "@region.test"], one.Form)),
        ];
        foreach (var (browser, one) in signedIn.Zip(people))
            await browser.SignInAsync(one.Account + "@region.test", Cancel);
        return new(site, signedIn);
    }

    /// <summary>Nobody begins another change until the storm is to go on.</summary>
    public void Rest() => calm = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until everybody has been answered several times more; gives how many answers each had before.</summary>
    /// <param name="when">When it is, for a failure.</param>
    /// <param name="answers">How many times more.</param>
    public async Task<IReadOnlyList<int>> GoOnAsync(string when, int answers = 8)
    {
        var before = browsers.ConvertAll(browser => browser.Answered.Count);
        calm.TrySetResult();
        for (
            var waited = Stopwatch.StartNew();
            browsers.Zip(before).Any(pair => pair.First.Answered.Count < pair.Second + answers);
            await Task.Delay(5, Cancel)
        )
        {
            if (storm.Find(task => task.IsCompleted) is { } ended)
                await ended;
            waited.Elapsed.ShouldBeLessThan(Patience, $"{when}: {site.LastLines}");
        }
        return before;
    }

    /// <summary>Sends once more what was answered since: the answers must be the same. Gives their number.</summary>
    public async Task<int> RepeatAsync(IReadOnlyList<int> since)
    {
        var repeated = 0;
        for (var index = 0; index < browsers.Count; index++)
            repeated += await browsers[index].RepeatAsync(since[index], Cancel);
        return repeated;
    }

    /// <summary>Lets everybody come to an end, with nothing unanswered.</summary>
    public async Task EndAsync()
    {
        await over.CancelAsync();
        calm.TrySetResult();
        await Task.WhenAll(storm);
    }

    /// <summary>Looks for every acknowledged change; gives the number of those saved whose acknowledgement did not arrive.</summary>
    public async Task<int> CheckAsync(OrientirContext context)
    {
        // What was answered is taken first; a server may still be committing the last save of a dead client, so that all is read in one snapshot.
        var answered = Answered.Where(answer => answer.Outcome == nameof(PatchOutcome.Saved)).ToList();
        await using var snapshot = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, Cancel);
        var entries = (
            await context
                .AuditEntries.AsNoTracking()
                .Where(entry => entry.Action.StartsWith("answer.") || entry.Action == "mark.save")
                .OrderBy(entry => entry.Id)
                .ToListAsync(Cancel)
        )
            .SelectMany(WrittenBy)
            .ToLookup(written => (written.Subject, written.Place, written.Field), written => written.Value);
        var unanswered = 0;
        foreach (var group in answered.GroupBy(answer => (answer.At.Subject, answer.Uid, Field: answer.Field.ToLowerInvariant())))
        {
            List<string> acknowledged = [.. group.Select(answer => answer.Value)],
                kept = [.. entries[group.Key]];
            if (group.Key.Uid == group.First().At.Common)
            {
                kept.ShouldBeUnique("saved twice");
                acknowledged.Except(kept).ShouldBeEmpty("lost");
            }
            else
            {
                // One's own field: what was acknowledged, in that order, each once, and at most the one on its way.
                kept.Take(acknowledged.Count).ShouldBe(acknowledged);
                kept.Count.ShouldBeInRange(acknowledged.Count, acknowledged.Count + 1);
                unanswered += kept.Count - acknowledged.Count;
            }
            // The last of the history is what stands there.
            var (value, comment) = group.First().At.AreMarks
                ? await MarkAsync(context, group.Key.Subject, group.Key.Uid)
                : await AnswerAsync(context, group.Key.Subject, group.Key.Uid);
            (group.Key.Field == "value" ? value : comment).ShouldBe(kept[^1]);
        }
        if (context.Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal))
            (
                await context
                    .Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check")
                    .ToListAsync(Cancel)
            ).ShouldBe(["ok"]);
        return unanswered;
    }

    private static async Task<(string? Value, string? Comment)> AnswerAsync(OrientirContext context, int subject, string uid)
    {
        var answer = await context
            .Answers.AsNoTracking()
            .SingleAsync(
                row =>
                    row.Uid == uid
                    && row.ItemId == ""
                    && context.Submissions.Any(own => own.Id == row.SubmissionId && own.CampaignSubjectId == subject),
                Cancel
            );
        return (answer.Value, answer.Comment);
    }

    private static async Task<(string? Value, string? Comment)> MarkAsync(OrientirContext context, int subject, string uid)
    {
        var mark = await context.Marks.AsNoTracking().SingleAsync(row => row.CampaignSubjectId == subject && row.Uid == uid, Cancel);
        return (mark.Value, mark.Comment);
    }

    /// <summary>What an entry says was written: of a mark it tells of both fields, whichever changed.</summary>
    private static IEnumerable<(int Subject, string Place, string Field, string Value)> WrittenBy(AuditEntry entry)
    {
        if (entry.Action != "mark.save")
            return [(entry.CampaignSubjectId!.Value, entry.Place!, entry.Action.Split('.')[1], entry.New?.Trim('"') ?? "")];
        return ((string[])["value", "comment"])
            .Where(field => In(entry.Old, field) != In(entry.New, field))
            .Select(field => (entry.CampaignSubjectId!.Value, entry.Place!, field, In(entry.New, field)));

        static string In(string? payload, string field) =>
            payload is null ? "" : JsonDocument.Parse(payload).RootElement.GetProperty(field).GetString() ?? "";
    }

    public void Dispose()
    {
        over.Dispose();
        browsers.ForEach(browser => browser.Dispose());
    }
}
