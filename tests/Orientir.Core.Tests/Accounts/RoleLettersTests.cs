using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Letters;
using Orientir.Core.Tests.Letters;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Accounts;

public class RoleLettersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite, 0)]
    [InlineData(Database.Postgres, 0)]
    [InlineData(Database.Sqlite, 1)]
    [InlineData(Database.Postgres, 1)]
    public async Task Letter_OfTwoRolesOneOfWhichWasTakenBack_TellsOfTheOther(Database database, int taken)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        var (user, grants) = await GiveAsync(world);
        (await world.LettersAsync())
            .Single()
            .Text.ShouldContain("роль в «Ориентире»: эксперт, Регион; наблюдатель министерства, Регион.\n");

        await TakeAsync(world, user, grants[taken]);
        (await world.SendAsync(By(host))).ShouldBe(new Sending(1, 0, null));
        var other = taken == 0 ? "наблюдатель министерства" : "эксперт";
        var said = host.Letters.ShouldHaveSingleItem().TextBody!.ReplaceLineEndings("\n");
        said.ShouldContain(
            $"Проверяющий добавляет вам роль в «Ориентире»: {other}, Регион.\nВходите как прежде, с адресом anna@example.org:\n"
        );
        (await world.LettersAsync()).Single().Text.ShouldContain($": {other}, Регион.\n");
        var printed = await world.In(async context =>
            await new PrintLetters(context, Causes, world.Clock).RunAsync(
                world.Operator,
                new([await context.Letters.Select(row => row.Id).SingleAsync(Cancel)], Site),
                Cancel
            )
        );
        printed.Sheets.ShouldHaveSingleItem().Text.ShouldContain($": {other}, Регион.\n");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letter_OfRolesThatWereAllTakenBack_IsCancelled(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        var (user, grants) = await GiveAsync(world);
        foreach (var grant in grants)
            await TakeAsync(world, user, grant);
        (await world.SendAsync(By(host))).ShouldBe(new Sending(0, 0, null, Withdrawn: 1));
        (await world.LettersAsync()).Single().Fault.ShouldBe("роль снята");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letter_WrittenBeforeItsRolesWereKept_GoesOutAsItIsWhileTheFirstIsHeld(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await GiveAsync(world);
        await world.In(context => context.Grants.ExecuteUpdateAsync(set => set.SetProperty(grant => grant.LetterId, (int?)null), Cancel));
        var before = (await world.LettersAsync()).Single();
        (await world.SendAsync(By(host))).Sent.ShouldBe(1);
        (await world.LettersAsync()).Single().Text.ShouldBe(before.Text);
    }

    /// <summary>Two roles at once, for an account that is in the region already.</summary>
    private static async Task<(int User, List<int> Grants)> GiveAsync(RegionWorld world)
    {
        var user = await world.AccountAsync("anna", new NewGrant(Role.Operator, world.RegionId));
        const string List = "Анна; anna@example.org; эксперт\nАнна; anna@example.org; министерство";
        var preview = await world.In(context => new InvitePeople(context, world.Clock).RunAsync(world.Operator, new(Site, List), Cancel));
        await world.In(context =>
            new InvitePeople(context, world.Clock, byMail: true).RunAsync(
                world.Operator,
                new(Site, preview.Rows, Confirmed: preview.Fingerprint),
                Cancel
            )
        );
        return (
            user,
            await world.In(context =>
                context.Grants.Where(row => row.LetterId != null).OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(Cancel)
            )
        );
    }

    private static Task TakeAsync(RegionWorld world, int user, int grant) =>
        world.In(context => new RemoveGrant(context, world.Clock).RunAsync(world.Operator, new(user, grant), Cancel));
}
