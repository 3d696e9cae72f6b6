using System.Data;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Submissions;

namespace Orientir.App.Tests.Web.Submissions;

/// <summary>The built site, killed by force while browsers save. How often: ORIENTIR_KILLS, 2 by default; bench/kill asks for 20.</summary>
public sealed class KilledSiteTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Save_AcknowledgedBeforeTheSiteIsKilled_IsThereAfterwards(Database database)
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("ORIENTIR_KILLS"), CultureInfo.InvariantCulture, out var wished)
            ? wished
            : 2;
        var begun = Stopwatch.StartNew();
        // It fills the store and looks into it; the site under fire is a process of its own.
        await using var store = await SiteHost.StartAsync(database);
        var subjects = await store.OpenCampaignAsync();
        await using var site = new SiteProcess(store);
        await site.StartAsync(Cancel);
        // Two forms, several people in one, one of them in two browsers: fields of one's own and one they all want.
        (string Account, int Subject)[] people =
        [
            ("coordinator", subjects[0]),
            ("coordinator", subjects[0]),
            ("organisation", subjects[0]),
            ("operator", subjects[0]),
            ("operator", subjects[1]),
            ("operator", subjects[1]),
        ];
        List<SavingBrowser> browsers =
        [
            .. people.Select(
                (one, index) =>
                    new SavingBrowser(site.Address, store.Accounts[one.Account + "@region.test"], one.Subject, $"1.1.{index + 2}")
            ),
        ];
        foreach (var (browser, one) in browsers.Zip(people))
            await browser.SignInAsync(one.Account + "@region.test", Cancel);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var storm = browsers.ConvertAll(browser => browser.SaveUntilAsync(over.Token));
        var moments = new Random(20);
        var (unanswered, repeated) = (0, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            // Once all are at it, at any moment of a save.
            var before = browsers.ConvertAll(browser => browser.Answered.Count);
            for (
                var waited = Stopwatch.StartNew();
                browsers.Zip(before).Any(pair => pair.First.Answered.Count < pair.Second + 8);
                await Task.Delay(5, Cancel)
            )
            {
                if (storm.Find(task => task.IsCompleted) is { } ended)
                    await ended;
                waited.Elapsed.ShouldBeLessThan(Patience, $"kill {kill}: {site.LastLines}");
            }
            await Task.Delay(moments.Next(60), Cancel);
            await site.KillAsync();
            // The browsers go on asking; nobody answers while it is looked what is there.
            unanswered += await store.WithAsync(store.RegionId, (_, context) => CheckAsync(context, browsers));
            await site.StartAsync(Cancel);
            for (var index = 0; index < browsers.Count; index++)
                repeated += await browsers[index].RepeatAsync(before[index], Cancel);
        }
        await over.CancelAsync();
        await Task.WhenAll(storm);
        await store.WithAsync(store.RegionId, (_, context) => CheckAsync(context, browsers));
        TestContext.Current.SendDiagnosticMessage(
            "{0}: {1} kills; acknowledged and found {2} (of them conflicts told {3}); repeated and answered as before {4}; saved but not acknowledged in time, then answered by key {5}; {6:F0} s",
            database,
            kills,
            browsers.Sum(browser => browser.Answered.Count),
            browsers.Sum(browser => browser.Answered.Count(answer => answer.Outcome == nameof(PatchOutcome.Conflict))),
            repeated,
            unanswered,
            begun.Elapsed.TotalSeconds
        );
        browsers.ForEach(browser => browser.Dispose());
    }

    /// <summary>Looks for every acknowledged change; gives the number of those saved whose acknowledgement did not arrive.</summary>
    private static async Task<int> CheckAsync(OrientirContext context, List<SavingBrowser> browsers)
    {
        // What was answered is taken first; a server may still be committing the last save of a dead client, so that all is read in one snapshot.
        var answered = browsers
            .SelectMany(browser => browser.Answered.ToList())
            .Where(answer => answer.Outcome == nameof(PatchOutcome.Saved))
            .ToList();
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
}
