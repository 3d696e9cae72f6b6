using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class ChangeRegionTests
{
    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Region_ChangedByAnAdministrator_HasItsTitleAndZone(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await ChangeAsync(Actor.Installation(), " Пермский край ", "Asia/Yekaterinburg");
        (await FieldsAsync()).ShouldBe(("Пермский край", "Asia/Yekaterinburg"));
        (await Should.ThrowAsync<RefusedException>(() => ChangeAsync(Actor.Installation(), "", "Mars/Olympus"))).Errors.Count.ShouldBe(2);
        (await Should.ThrowAsync<RefusedException>(() => ChangeAsync(world.Operator, "Край", "Europe/Moscow"))).Kind.ShouldBe(
            RefusalKind.Forbidden
        );
        (await FieldsAsync()).ShouldBe(("Пермский край", "Asia/Yekaterinburg"));

        Task ChangeAsync(Actor actor, string title, string zone) =>
            world.In(context =>
            {
                // As the site opens it for an administrator.
                context.RegionId = actor.RegionId;
                return new ChangeRegion(context, world.Clock).RunAsync(actor, new(world.RegionId, title, zone), Cancel);
            });

        async Task<(string, string)> FieldsAsync()
        {
            var row = await world.In(context => context.Regions.AsNoTracking().SingleAsync(Cancel));
            return (row.Title, row.TimeZone);
        }
    }

    private static CancellationToken Cancel => RegionWorld.Cancel;
}
