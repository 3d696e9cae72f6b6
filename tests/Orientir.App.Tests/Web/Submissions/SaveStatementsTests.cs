using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orientir.App.Tests.Web.Submissions;

public sealed class SaveStatementsTests
{
    private const int Most = 10;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What is asked of one database, whoever asks: the events EF Core tells of.</summary>
    private sealed class Statements(string connection)
        : IObserver<DiagnosticListener>,
            IObserver<KeyValuePair<string, object?>>,
            IDisposable
    {
        private readonly List<IDisposable> subscriptions = [];
        private readonly ConcurrentQueue<string> heard = [];

        public static Statements Of(string connection)
        {
            var statements = new Statements(connection);
            statements.subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(statements));
            return statements;
        }

        /// <summary>The statements since the last asking; those of one batch each by itself.</summary>
        public List<string> Take()
        {
            List<string> taken = [];
            while (heard.TryDequeue(out var text))
                taken.AddRange(text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            // The region goes along with a query and is no question of its own.
            taken.RemoveAll(text => text.StartsWith("SELECT set_config", StringComparison.Ordinal));
            return taken;
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
                subscriptions.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (
                value.Key == RelationalEventId.CommandExecuted.Name
                && value.Value is CommandExecutedEventData executed
                // What the site does by itself meanwhile, it does over all regions.
                && executed.Context is OrientirContext { AllRegions: false } asked
                && asked.Database.GetConnectionString() == connection
            )
                heard.Enqueue(executed.Command.CommandText);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose()
        {
            foreach (var subscription in subscriptions)
                subscription.Dispose();
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Patch_OfOneField_TakesTenStatementsAtMost(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        var connection = await site.WithAsync(site.RegionId, (_, context) => Task.FromResult(context.Database.GetConnectionString()!));
        using var client = await site.SignedInAsync("coordinator");
        var token = SubmissionSite.Token(await client.PageAsync($"/submissions/{id}/directions/1.1"));
        using var statements = Statements.Of(connection);

        // The first answer of all makes the submission, and the first request of a process reads the methodology.
        await SaveAsync("1.1.1", "", "1");
        statements.Take().Count.ShouldBeGreaterThan(Most);

        await SaveAsync("1.1.2", "", "1");
        Count("an indicator not answered yet");
        await SaveAsync("1.1.2", "1", "0");
        Count("an indicator answered before");

        await site.WithAsync(
            site.RegionId,
            async (_, context) =>
            {
                var submission = await context.Submissions.SingleAsync(row => row.CampaignSubjectId == id, Cancel);
                submission.Send(TimeProvider.System.GetUtcNow().UtcDateTime, "00");
                submission.Return(["1.1.1", "1.1.2"], "Уточните.");
                return await context.SaveChangesAsync(Cancel);
            }
        );
        statements.Take();
        await SaveAsync("1.1.2", "0", "1");
        Count("an indicator returned");

        async Task SaveAsync(string uid, string was, string now)
        {
            using var answer = await client.PatchAsync(site, "coordinator", id, token, uid, was, now);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            text.ShouldContain("\"outcome\":\"Saved\"");
            // The word beside the indicator and the counter of every direction are there to be drawn.
            text.ShouldContain($"\"{uid}\":{{\"text\"");
            text.ShouldContain("\"1.2\":");
        }

        void Count(string what)
        {
            var taken = statements.Take();
            taken.Count.ShouldBeLessThanOrEqualTo(Most, $"{what}:\n{string.Join("\n\n", taken)}");
            taken.Count.ShouldBeGreaterThan(0);
        }
    }
}
