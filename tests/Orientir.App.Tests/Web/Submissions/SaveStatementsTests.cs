using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orientir.App.Tests.Web.Submissions;

public sealed class SaveStatementsTests
{
    private const int MostStatements = 10;
    private const int MostRoundTrips = 5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What is asked of one database, whoever asks: the events EF Core tells of.</summary>
    private sealed class Statements(string connection)
        : IObserver<DiagnosticListener>,
            IObserver<KeyValuePair<string, object?>>,
            IDisposable
    {
        private readonly List<IDisposable> subscriptions = [];
        private readonly ConcurrentQueue<string> heard = [];

        // What goes to the server by itself; a beginning goes along with what follows it.
        private static readonly string[] OfTransactions =
        [
            RelationalEventId.TransactionCommitted.Name!,
            RelationalEventId.TransactionRolledBack.Name!,
            RelationalEventId.CreatedTransactionSavepoint.Name!,
            RelationalEventId.ReleasedTransactionSavepoint.Name!,
        ];

        public static Statements Of(string connection)
        {
            var statements = new Statements(connection);
            statements.subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(statements));
            return statements;
        }

        /// <summary>What was asked since the last asking: an item a round trip, of the statements it carried; none for an end.</summary>
        public List<string[]> Take()
        {
            List<string[]> taken = [];
            while (heard.TryDequeue(out var text))
                taken.Add([
                    .. OfTransactions.Contains(text)
                        ? []
                        : text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                            // The region goes along with a query and is no question of its own.
                            .Where(statement => !statement.StartsWith("SELECT set_config", StringComparison.Ordinal)),
                ]);
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
            if (
                OfTransactions.Contains(value.Key)
                && value.Value is DbContextEventData { Context: OrientirContext { AllRegions: false } ended }
                && ended.Database.GetConnectionString() == connection
            )
                heard.Enqueue(value.Key);
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
    public async Task Patch_OfOneField_TakesFewStatementsAndRoundTrips(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var id = (await site.OpenCampaignAsync())[0];
        var connection = await site.WithAsync(site.RegionId, (_, context) => Task.FromResult(context.Database.GetConnectionString()!));
        using var client = await site.SignedInAsync("coordinator");
        var token = SubmissionSite.Token(await client.PageAsync($"/submissions/{id}/directions/1.1"));
        using var statements = Statements.Of(connection);

        // The first answer of all makes the submission, and the first request of a process reads the methodology.
        await SaveAsync("1.1.1", "", "1");
        var first = statements.Take().Sum(trip => trip.Length);

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
            var told = $"{what}:\n{string.Join("\n\n", taken.Select(trip => string.Join(";\n", trip)))}";
            taken.Sum(trip => trip.Length).ShouldBeLessThanOrEqualTo(MostStatements, told);
            taken.Sum(trip => trip.Length).ShouldBeInRange(1, first - 1);
            // SQLite is asked without any.
            if (database == Database.Postgres)
                taken.Count.ShouldBeLessThanOrEqualTo(MostRoundTrips, told);
        }
    }
}
