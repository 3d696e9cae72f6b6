using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Orientir.Core.Audit;
using Orientir.Data;

namespace Orientir.Core.Tests.Audit;

public sealed class VerifyAuditTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 12, 1, 4, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite, Database.Postgres)]
    [InlineData(Database.Postgres, Database.Sqlite)]
    public async Task Run_NightAfterNight_SealsWhatIsSettledAndHoldsAcrossARestoration(Database database, Database restoredTo)
    {
        using var store = await TestStore.MigratedAsync(database);
        await AddAsync(store, "первая", "вторая");
        (await RunAsync(store)).Forged.ShouldBeNull();
        (await SealsAsync(store)).ShouldBeEmpty("entries of the last hour are still coming");
        clock.Advance(VerifyAudit.OldEnough + TimeSpan.FromSeconds(1));
        await AddAsync(store, "третья");
        (await RunAsync(store)).Forged.ShouldBeNull();
        (await SealsAsync(store)).Select(seal => seal.Entries).ShouldBe([2]);
        clock.Advance(TimeSpan.FromDays(1));
        (await RunAsync(store)).Forged.ShouldBeNull();
        (await RunAsync(store)).Forged.ShouldBeNull();
        (await SealsAsync(store)).Select(seal => seal.Entries).ShouldBe([2, 1]);

        var file = Path.GetTempFileName();
        new WriteBackup(store.Store, clock).Run(file, cancel: Cancel);
        using var restored = TestStore.Empty(restoredTo);
        await new RestoreBackup(restored.Store).RunAsync(file, replace: false, Cancel);
        File.Delete(file);
        (await RunAsync(restored)).Forged.ShouldBeNull();
        (await SealsAsync(restored)).Select(seal => seal.Entries).ShouldBe([2, 1]);
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET \"New\" = 'другая' WHERE \"Id\" = 2", 3)]
    [InlineData("DELETE FROM audit_entries WHERE \"Id\" = 2", 2)]
    [InlineData("UPDATE audit_entries SET \"UserId\" = 8 WHERE \"Id\" = 1", 3)]
    public async Task Run_OverAnAuditThatWasForged_SaysWhere(string forgery, int found)
    {
        // Who owns the file can drop the guard of the database.
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        await AddAsync(store, "первая", "вторая", "третья");
        clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(store);
        await using (var context = store.Store.Open())
            await context.Database.ExecuteSqlRawAsync(
                "DROP TRIGGER audit_entries_no_update; DROP TRIGGER audit_entries_no_delete; " + forgery,
                Cancel
            );
        await AddAsync(store, "четвёртая");
        clock.Advance(TimeSpan.FromDays(1));
        (await RunAsync(store)).Forged.ShouldBe(new(1, 3, 3, found));
        (await SealsAsync(store)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OverAnEntryWithAKeyNeverGivenOut_SaysWhere(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await AddAsync(store, "первая");
        clock.Advance(TimeSpan.FromDays(1));
        (await RunAsync(store)).Forged.ShouldBeNull();
        await using (var context = store.Store.Open())
        {
            context.AuditEntries.AddRange(Entry("вставленная", -7), Entry("и эта", -2));
            await context.SaveChangesAsync(Cancel);
        }
        (await RunAsync(store)).Forged.ShouldBe(new(-7, -2, 0, 2));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_PastAnEntryOfADayToCome_SealsItWithWhatCameAfter(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await AddAsync(store, "первая");
        var now = clock.GetUtcNow();
        clock.AdjustTime(now.AddYears(10));
        await AddAsync(store, "из будущего");
        clock.AdjustTime(now);
        await AddAsync(store, "третья");
        clock.Advance(TimeSpan.FromDays(1));
        await AddAsync(store, "ещё не улеглась");
        (await RunAsync(store)).Forged.ShouldBeNull();
        (await SealsAsync(store)).Select(seal => (seal.LastEntryId, seal.Entries)).ShouldBe([(3, 3)]);
        clock.Advance(TimeSpan.FromDays(1));
        (await RunAsync(store)).Forged.ShouldBeNull();
        (await SealsAsync(store)).Select(seal => seal.LastEntryId).ShouldBe([3, 4]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Seal_ThatWasMade_CanBeNeitherChangedNorDeleted(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        await AddAsync(store, "первая");
        clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(store);
        await using var context = store.Store.Open();
        await Should.ThrowAsync<Exception>(() => context.AuditSeals.ExecuteDeleteAsync(Cancel));
        await Should.ThrowAsync<Exception>(() =>
            context.AuditSeals.ExecuteUpdateAsync(set => set.SetProperty(row => row.Hash, "другой"), Cancel)
        );
        (await SealsAsync(store)).Count.ShouldBe(1);
    }

    private async Task AddAsync(TestStore store, params string[] values)
    {
        await using var context = store.Store.Open();
        foreach (var value in values)
        {
            context.AuditEntries.Add(Entry(value));
            await context.SaveChangesAsync(Cancel);
        }
    }

    private AuditEntry Entry(string value, long id = 0) =>
        new()
        {
            Id = id,
            // With ticks that PostgreSQL does not keep.
            At = clock.GetUtcNow().UtcDateTime.AddTicks(1_234_567),
            UserId = 7,
            Address = "127.0.0.1",
            Action = "test",
            ObjectKind = "test",
            ObjectId = 1,
            New = value,
        };

    private Task<VerifiedAudit> RunAsync(TestStore store) => new VerifyAudit(store.Store.Open, clock).RunAsync(cancel: Cancel);

    private static async Task<List<AuditSeal>> SealsAsync(TestStore store)
    {
        await using var context = store.Store.Open();
        return await context.AuditSeals.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancel);
    }
}
