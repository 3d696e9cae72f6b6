using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;

namespace Orientir.Core.Tests.Campaigns;

public class FindSubjectsWithoutAnswerersTests
{
    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Subjects_WithoutCoordinator_AreNamed(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var campaign = await world.CampaignAsync();
        var all = await FindAsync();
        all.Count.ShouldBe(18);
        var first = await world.In(context => context.CampaignSubjects.SingleAsync(row => row.Name == all[0], Cancel));
        await world.AccountAsync("reader", new NewGrant(Role.Publisher, world.RegionId, first.TerritoryId));
        (await FindAsync()).ShouldBe(all);
        await world.AccountAsync("coordinator", new NewGrant(Role.Coordinator, world.RegionId, first.TerritoryId));
        (await FindAsync()).ShouldBe(all.Skip(1));

        Task<IReadOnlyList<string>> FindAsync() =>
            world.In(context => new FindSubjectsWithoutAnswerers(context, world.Clock).RunAsync(world.Operator, campaign, Cancel));
    }

    private static CancellationToken Cancel => RegionWorld.Cancel;
}
