using Microsoft.EntityFrameworkCore;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public class FoldLookAlikesTests
{
    private const int Before = 27;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OnNamesKeptWithALatinLetter_LetsTheirRussianOnesFindThem(Database database)
    {
        using var store = TestStore.Empty(database);
        await new Migrate(store.Store).RunAsync(Before, Cancel);
        await using (var old = store.Store.Open())
        {
            old.AllRegions = true;
            await old.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO regions ("Id", "Code", "Title", "TimeZone") VALUES (1, 'a', 'А', 'Europe/Moscow');
                INSERT INTO territories ("Id", "RegionId", "Code", "Kind", "Name", "FoldedName", "Version") VALUES
                    (1, 1, 'm1', 'municipality', 'Лужcкий район', 'лужcкий район', 1), (2, 1, 'm2', 'municipality', 'IT-район', 'it-район', 1);
                INSERT INTO territory_aliases ("Id", "RegionId", "TerritoryId", "Name", "FoldedName") VALUES (1, 1, 1, 'Лyга', 'лyга');
                INSERT INTO subjects ("Id", "RegionId", "TerritoryId", "Kind", "Code", "Name", "FoldedName", "Attributes", "Version") VALUES
                    (1, 1, 1, 'municipality', 'm1', 'Лужcкий район', 'лужcкий район', '{{}}', 1);
                """,
                Cancel
            );
        }

        await new Migrate(store.Store).RunAsync(Cancel);

        await using var context = store.Store.Open();
        context.RegionId = 1;
        var sought = FoldedName.Of("Лужский");
        (await context.Subjects.SingleAsync(row => row.FoldedName.Contains(sought), Cancel)).Name.ShouldBe("Лужcкий район");
        var territories = await context.Territories.OrderBy(row => row.Id).ToListAsync(Cancel);
        territories.Select(row => row.FoldedName).ShouldBe(["лужский район", "it-район"]);
        territories[0].Aliases.Single().FoldedName.ShouldBe("луга");
    }
}
