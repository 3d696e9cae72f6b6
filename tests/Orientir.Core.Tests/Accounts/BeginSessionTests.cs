using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class BeginSessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Session_BegunRenewedAndEnded_IsFoundMeanwhileOnly(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        var other = await world.AccountAsync("other", new NewGrant(Role.Expert, world.RegionId));
        var stamp = await world.In(context =>
            context.Users.Where(row => row.Id == user).Select(row => row.SecurityStamp!).SingleAsync(Cancel)
        );
        var first = await world.In(context => new BeginSession(context, world.Clock).RunAsync(user, null, Cancel));
        (await FoundAsync(user, stamp, first)).ShouldBeTrue();
        (await FoundAsync(user, "another stamp", first)).ShouldBeFalse();
        (await FoundAsync(user, stamp, "")).ShouldBeFalse();
        (await FoundAsync(other, stamp, first)).ShouldBeFalse();

        world.Clock.Now += TimeSpan.FromHours(7);
        await world.In(context => new RenewSession(context, world.Clock).RunAsync(first, Cancel));
        (await world.In(context => context.Sessions.SingleAsync(row => row.Id == first, Cancel))).SeenAt.ShouldBe(world.Clock.Now);

        // Another sign-in of the same browser takes its place.
        var second = await world.In(context => new BeginSession(context, world.Clock).RunAsync(user, first, Cancel));
        (await FoundAsync(user, stamp, first)).ShouldBeFalse();
        (await FoundAsync(user, stamp, second)).ShouldBeTrue();
        await world.In(context => new EndSession(context).RunAsync(second, Cancel));
        await world.In(context => new EndSession(context).RunAsync(second, Cancel));
        (await FoundAsync(user, stamp, second)).ShouldBeFalse();

        Task<bool> FoundAsync(int who, string by, string session) =>
            world.In(async context => await new FindActor(context).RunAsync(who, null, "127.0.0.1", new(by, session), Cancel) is not null);
    }
}
