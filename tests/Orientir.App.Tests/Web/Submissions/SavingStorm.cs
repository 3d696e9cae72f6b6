using System.Data;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Submissions;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>
/// Browsers that save without pause while something is done to a site: two forms, several people in one, one of them in two browsers; fields
/// of one's own and one they all want.
/// </summary>
internal sealed class SavingStorm : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly SiteProcess site;
    private readonly CancellationTokenSource over;
    private readonly List<SavingBrowser> browsers;
    private readonly List<Task> storm;

    private SavingStorm(SiteProcess site, List<SavingBrowser> browsers)
    {
        (this.site, this.browsers) = (site, browsers);
        over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        storm = browsers.ConvertAll(browser => browser.SaveUntilAsync(over.Token));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Changes answered so far.</summary>
    public IEnumerable<SavingBrowser.Answer> Answered => browsers.SelectMany(browser => browser.Answered);

    /// <summary>Signs everybody in and begins.</summary>
    /// <param name="site">The site under fire.</param>
    /// <param name="store">Whose accounts it has.</param>
    /// <param name="subjects">The subjects of an open campaign.</param>
    public static async Task<SavingStorm> BeginAsync(SiteProcess site, SiteHost store, IReadOnlyList<int> subjects)
    {
        (string Account, int Subject)[] people =
        [
            ("coordinator", subjects[0]),
            ("coordinator", subjects[0]),
            ("organisation", subjects[0]),
            ("operator", subjects[0]),
            ("operator", subjects[1]),
            ("operator", subjects[1]),
        ];
        List<SavingBrowser> signedIn =
        [
            .. people.Select(
                (one, index) =>
                    new SavingBrowser(site.Address, store.Accounts[one.Account + "@region.test"], one.Subject, $"1.1.{index + 2}")
            ),
        ];
        foreach (var (browser, one) in signedIn.Zip(people))
            await browser.SignInAsync(one.Account + "@region.test", Cancel);
        return new(site, signedIn);
    }

    /// <summary>Waits until everybody has been answered several times more; gives how many answers each had before.</summary>
    /// <param name="when">When it is, for a failure.</param>
    /// <param name="answers">How many times more.</param>
    public async Task<IReadOnlyList<int>> GoOnAsync(string when, int answers = 8)
    {
        var before = browsers.ConvertAll(browser => browser.Answered.Count);
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
                .Where(entry => entry.Action.StartsWith("answer."))
                .OrderBy(entry => entry.Id)
                .ToListAsync(Cancel)
        ).ToLookup(
            entry => (entry.CampaignSubjectId!.Value, entry.Place!, Field: entry.Action.Split('.')[1]),
            entry => entry.New?.Trim('"') ?? ""
        );
        var unanswered = 0;
        foreach (var group in answered.GroupBy(answer => (answer.Subject, answer.Uid, Field: answer.Field.ToLowerInvariant())))
        {
            List<string> acknowledged = [.. group.Select(answer => answer.Value)],
                kept = [.. entries[group.Key]];
            if (group.Key.Uid == SavingBrowser.Common)
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
            var field = Enum.Parse<AnswerField>(group.First().Field);
            var answer = await context
                .Answers.AsNoTracking()
                .SingleAsync(
                    row =>
                        row.Uid == group.Key.Uid
                        && row.ItemId == ""
                        && context.Submissions.Any(own => own.Id == row.SubmissionId && own.CampaignSubjectId == group.Key.Subject),
                    Cancel
                );
            (field == AnswerField.Value ? answer.Value : answer.Comment).ShouldBe(kept[^1]);
        }
        if (context.Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal))
            (
                await context
                    .Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check")
                    .ToListAsync(Cancel)
            ).ShouldBe(["ok"]);
        return unanswered;
    }

    public void Dispose()
    {
        over.Dispose();
        browsers.ForEach(browser => browser.Dispose());
    }
}
