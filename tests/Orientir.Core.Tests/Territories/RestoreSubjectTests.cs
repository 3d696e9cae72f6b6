using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Territories;

public class RestoreSubjectTests
{
    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAnArchivedSubject_BringsItBackOnceItsTerritoryIs(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync(Encoding.UTF8.GetBytes("id,name,kind,parent,oktmo\nm1,Лужский район,municipality,,\n"), "r.csv");
        var (territory, subject) = await world.In(async context =>
        {
            var (above, own) = (await context.Territories.SingleAsync(Cancel), await context.Subjects.SingleAsync(Cancel));
            above.Archive(world.Clock.Now);
            own.Archive(world.Clock.Now.AddDays(-1));
            await context.SaveChangesAsync(Cancel);
            return (above.Id, own.Id);
        });
        (await Should.ThrowAsync<RefusedException>(RestoreAsync)).Kind.ShouldBe(RefusalKind.Conflict);
        await world.In(context => new RestoreTerritory(context, world.Clock).RunAsync(world.Operator, territory, Cancel));
        // It was archived by itself, not along with its territory.
        (await ArchivedAsync()).ShouldBe(1);
        await RestoreAsync();
        await RestoreAsync();
        (await ArchivedAsync()).ShouldBe(0);
        (await world.In(context => context.AuditEntries.CountAsync(row => row.Action == "subject.restore", Cancel))).ShouldBe(1);
        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(context =>
                    new RestoreSubject(context, world.Clock).RunAsync(world.As(new ActorGrant(Role.Expert, null, null)), subject, Cancel)
                )
            )
        ).Kind.ShouldBe(RefusalKind.Forbidden);

        Task RestoreAsync() => world.In(context => new RestoreSubject(context, world.Clock).RunAsync(world.Operator, subject, Cancel));

        Task<int> ArchivedAsync() => world.In(context => context.Subjects.CountAsync(row => row.ArchivedAt != null, Cancel));
    }

    private static CancellationToken Cancel => RegionWorld.Cancel;
}
