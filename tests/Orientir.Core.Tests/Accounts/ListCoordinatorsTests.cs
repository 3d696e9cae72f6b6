using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class ListCoordinatorsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Contacts_OfTerritories_AreInvitedOnceAndWhatHasNoAddressStaysInTheList(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.ImportAsync(
            """
            id,name,kind,parent,oktmo,contact_name,contact_email
            m1,Первый район,municipality,,,Иванова Анна,first@example.org
            m2,Второй район,municipality,,,,second@example.org
            m3,Третий район,municipality,,,Петров Пётр,
            o1,Школа № 1,organisation,m1,,Директор,school@example.org

            """u8.ToArray(),
            "r.csv"
        );
        var list = await ListAsync(world);
        list.ShouldBe(
            "Второй район; second@example.org; координатор; Второй район\n"
                + "Иванова Анна; first@example.org; координатор; Первый район\n"
                + "Петров Пётр; ; координатор; Третий район\n"
        );
        var preview = await world.In(context =>
            new InvitePeople(context, world.Clock).RunAsync(world.Operator, new(RegionWorld.Site, list), Cancel)
        );
        preview.Contacts.Select(one => one.Email).ShouldBe(["second@example.org", "first@example.org"]);
        var left = preview.Left.ShouldHaveSingleItem();
        (left.Row, left.Errors.ShouldHaveSingleItem().Found).ShouldBe(("Петров Пётр; ; координатор; Третий район", "нет адреса почты"));
        await world.In(context =>
            new InvitePeople(context, world.Clock).RunAsync(
                world.Operator,
                new(RegionWorld.Site, preview.Rows, Confirmed: preview.Fingerprint),
                Cancel
            )
        );
        (await ListAsync(world)).ShouldBe("Петров Пётр; ; координатор; Третий район\n");
        // A link that ran out invites nobody: the contact is there again.
        world.Clock.Now = world.Clock.Now.AddDays(15);
        (await ListAsync(world)).ShouldContain("Иванова Анна; first@example.org");
        await world.AccountAsync("other", new NewGrant(Role.Coordinator, world.RegionId, await IdAsync(world, "m1")));
        (await ListAsync(world)).ShouldNotContain("Первый район");
    }

    [Fact]
    public async Task Contacts_AskedForByWhoInvitesNobody_AreRefused()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await using var context = world.Open();
        var visible = new Visible(context, world.As(new ActorGrant(Role.Ministry, null, null)), world.Clock);
        (await Should.ThrowAsync<RefusedException>(() => new ListCoordinators(visible).RunAsync(Cancel))).Kind.ShouldBe(
            RefusalKind.Forbidden
        );
    }

    private static Task<int> IdAsync(RegionWorld world, string code) =>
        world.In(context => context.Territories.Where(row => row.Code == code).Select(row => row.Id).SingleAsync(Cancel));

    private static async Task<string> ListAsync(RegionWorld world)
    {
        await using var context = world.Open();
        return await new ListCoordinators(new Visible(context, world.Operator, world.Clock)).RunAsync(Cancel);
    }
}
