using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Orientir.Core.Jobs;

namespace Orientir.Core.Tests.Jobs;

public sealed class AddPeriodicJobTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 12, 1, 4, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Add_ByManyAtOnce_AddsOne(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        var added = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => AddAsync(store, "backup"), Cancel)));
        added.Count(one => one).ShouldBe(1);
        (await AddAsync(store, "audit")).ShouldBeTrue();

        await using var context = store.Store.Open();
        context.AllRegions = true;
        (await context.Jobs.Select(job => job.Kind).Order().ToListAsync(Cancel)).ShouldBe(["audit", "backup"]);
        // Whoever looked before another had added one is refused by the database itself.
        context.Jobs.Add(Job.Of("backup", new { }, null, null, clock.GetUtcNow().UtcDateTime, joinedAs: "backup"));
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Cancel));
        context.ChangeTracker.Clear();

        var job = await context.Jobs.SingleAsync(row => row.Kind == "backup", Cancel);
        job.Begin(clock.GetUtcNow().UtcDateTime);
        job.Finish(clock.GetUtcNow().UtcDateTime);
        await context.SaveChangesAsync(Cancel);
        (await AddAsync(store, "backup")).ShouldBeTrue();
    }

    private Task<bool> AddAsync(TestStore store, string kind) => new AddPeriodicJob(store.Store.Open, clock).RunAsync(kind, Cancel);
}
