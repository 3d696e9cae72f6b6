using Microsoft.EntityFrameworkCore;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Data;

/// <summary>The region is told with the first query of a connection: whatever that query is, row-level security holds from it on.</summary>
public class PostgresRegionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("query")]
    [InlineData("transaction undone")]
    [InlineData("save")]
    [InlineData("update")]
    [InlineData("scalar")]
    public async Task First_StatementOfAConnection_SeesItsRegionAndNoOther(string first)
    {
        using var store = await TestStore.MigratedAsync(Database.Postgres);
        var (own, other) = (await AddAsync(store, "own"), await AddAsync(store, "other"));
        await using var context = store.Store.Open();
        context.RegionId = own;
        await context.Database.OpenConnectionAsync(Cancel);
        switch (first)
        {
            case "query":
                (await Count(context)).ShouldBe(1);
                break;
            case "transaction undone":
                await using (await context.Database.BeginTransactionAsync(Cancel))
                    (await Count(context)).ShouldBe(1);
                break;
            case "save":
                context.Territories.Add(Municipality(own, "second"));
                await context.SaveChangesAsync(Cancel);
                (await Count(context)).ShouldBe(2);
                return;
            case "update":
                (
                    await context.Territories.IgnoreQueryFilters().ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, "Я"), Cancel)
                ).ShouldBe(1);
                break;
            default:
                (await context.Territories.IgnoreQueryFilters().AnyAsync(row => row.RegionId == other, Cancel)).ShouldBeFalse();
                break;
        }
        (await Count(context)).ShouldBe(1);

        static Task<int> Count(OrientirContext context) => context.Territories.IgnoreQueryFilters().CountAsync(Cancel);
    }

    private static async Task<int> AddAsync(TestStore store, string code)
    {
        await using var context = store.Store.Open();
        context.AllRegions = true;
        var region = new Region
        {
            Code = code,
            Title = code,
            TimeZone = "Europe/Moscow",
        };
        context.Regions.Add(region);
        await context.SaveChangesAsync(Cancel);
        context.Territories.Add(Municipality(region.Id, "first"));
        await context.SaveChangesAsync(Cancel);
        return region.Id;
    }

    private static Territory Municipality(int region, string code) =>
        new()
        {
            RegionId = region,
            Code = code,
            Kind = "municipality",
            Name = "А",
        };
}
