using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Letters;
using Orientir.Core.Tests.Letters;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Accounts;

public class RevokeInvitationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite, 0)]
    [InlineData(Database.Sqlite, 1)]
    [InlineData(Database.Postgres, 0)]
    [InlineData(Database.Postgres, 1)]
    public async Task Run_OfOneRoleOfALetterThatWaits_LeavesTheOtherWithItsWordsAndTheLink(Database database, int revoked)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        var ids = await InviteAsync(world);
        var before = (await world.LettersAsync()).ShouldHaveSingleItem();
        before.Text.ShouldContain("Ваши роли: эксперт, Регион; наблюдатель министерства, Регион.");

        await RevokeAsync(world, ids[revoked]);
        var waiting = (await world.LettersAsync()).ShouldHaveSingleItem();
        (waiting.State, waiting.Link, waiting.CauseId).ShouldBe((LetterState.Waiting, before.Link, ids[1 - revoked]));
        waiting.Text.ShouldContain(revoked == 0 ? "Ваша роль: наблюдатель министерства, Регион." : "Ваша роль: эксперт, Регион.");
        waiting.Text.ShouldContain("Ольга приглашает вас");

        (await world.SendAsync(By(host))).Sent.ShouldBe(1);
        host.Letters.ShouldHaveSingleItem().TextBody!.ShouldContain(before.Link!);
        await ShouldOpenAsync(world, before.Link!, revoked == 0 ? "наблюдатель министерства" : "эксперт");
    }

    [Theory]
    [InlineData(Database.Sqlite, 0)]
    [InlineData(Database.Sqlite, 1)]
    [InlineData(Database.Postgres, 0)]
    [InlineData(Database.Postgres, 1)]
    public async Task Run_OfOneRoleOfALetterThatWentOut_LeavesTheLinkToTheOtherAndLetsItBeSentAgain(Database database, int revoked)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        var ids = await InviteAsync(world);
        var before = (await world.LettersAsync()).ShouldHaveSingleItem();
        await world.SendAsync(By(host));

        await RevokeAsync(world, ids[revoked]);
        (await world.LettersAsync()).ShouldHaveSingleItem().Text.ShouldBe(before.Text);
        var other = revoked == 0 ? "наблюдатель министерства" : "эксперт";
        await ShouldOpenAsync(world, before.Link!, other);

        await world.In(context =>
            new SendLettersAgain(context, By(host), Causes, world.Clock).RunAsync(world.Operator, new([before.Id], Site), Cancel)
        );
        (await world.SendAsync(By(host))).Sent.ShouldBe(1);
        var again = (await world.LettersAsync()).ShouldHaveSingleItem();
        again.Text.ShouldContain($"Ваша роль: {other}, Регион.");
        host.Letters.Count.ShouldBe(2);
        var link = host.Letters[1]
            .TextBody!.Split('\n')
            .Single(line => line.StartsWith(Site.OneTimeLinks, StringComparison.Ordinal))
            .Trim();
        link.ShouldNotBe(before.Link);
        await ShouldOpenAsync(world, link, other);
        (await StateAsync(world, before.Link!)).ShouldBe(LinkState.Unknown);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfEveryRoleOfALetter_CancelsItAndKillsTheLink(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        var ids = await InviteAsync(world);
        var link = (await world.LettersAsync()).Single().Link!;
        foreach (var id in ids)
            await RevokeAsync(world, id);
        // Once more changes nothing.
        await RevokeAsync(world, ids[0]);
        (await world.LettersAsync()).Single().State.ShouldBe(LetterState.Cancelled);
        (await StateAsync(world, link)).ShouldBe(LinkState.Revoked);
        (await world.SendAsync(By(host))).Sent.ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite, true)]
    [InlineData(Database.Sqlite, false)]
    [InlineData(Database.Postgres, true)]
    [InlineData(Database.Postgres, false)]
    public async Task Run_ByAnAdministratorOutsideTheRegion_LeavesTheOtherRoleItsWordsAndTheLink(Database database, bool isWaiting)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        var ids = await InviteAsync(world);
        var before = (await world.LettersAsync()).Single();
        if (!isWaiting)
            await world.SendAsync(By(host));
        var administrator = Actor.Installation() with { UserId = 1 };
        await using (var context = world.OpenNowhere())
        {
            await new RevokeInvitation(context, world.Clock).RunAsync(administrator, ids[0], Cancel);
            (context.AllRegions, context.RegionId).ShouldBe((false, null));
        }
        await ShouldOpenAsync(world, before.Link!, "наблюдатель министерства");
        var letter = (await world.LettersAsync()).Single();
        letter.CauseId.ShouldBe(ids[1]);
        letter.Text.Contains("эксперт", StringComparison.Ordinal).ShouldBe(!isWaiting);
        (await world.In(context => context.AuditEntries.SingleAsync(row => row.Action == "invitation.revoke", Cancel))).ObjectId.ShouldBe(
            ids[0]
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfARoleAnAdministratorOffered_ChangesTheAdministratorsLetter(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var administrator = Actor.Installation() with { UserId = 1 };
        await using (var context = world.OpenNowhere())
        {
            const string Roles = "Иванова Анна; ivanova@example.org; оператор";
            var preview = await new InvitePeople(context, world.Clock).RunAsync(
                administrator,
                new(Site, Roles, RegionId: world.RegionId),
                Cancel
            );
            await new InvitePeople(context, world.Clock, byMail: true).RunAsync(
                administrator,
                new(Site, preview.Rows, RegionId: world.RegionId, Confirmed: preview.Fingerprint),
                Cancel
            );
        }
        await RevokeAsync(world, await world.In(context => context.Invitations.Select(row => row.Id).SingleAsync(Cancel)));
        await using var nowhere = world.OpenNowhere();
        (await nowhere.Letters.SingleAsync(Cancel)).State.ShouldBe(LetterState.Cancelled);
    }

    private static async Task<List<int>> InviteAsync(RegionWorld world)
    {
        const string Roles = "Иванова Анна; ivanova@example.org; эксперт\nИванова Анна; ivanova@example.org; министерство";
        var preview = await world.In(context => new InvitePeople(context, world.Clock).RunAsync(world.Operator, new(Site, Roles), Cancel));
        var inviter = await world.AccountAsync("Ольга", new NewGrant(Role.Operator, world.RegionId));
        await world.In(context =>
            new InvitePeople(context, world.Clock, byMail: true).RunAsync(
                world.Operator with
                {
                    UserId = inviter,
                    Name = "Ольга",
                },
                new(Site, preview.Rows, Confirmed: preview.Fingerprint),
                Cancel
            )
        );
        return await world.In(context => context.Invitations.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(Cancel));
    }

    private static Task RevokeAsync(RegionWorld world, int id) =>
        world.In(context => new RevokeInvitation(context, world.Clock).RunAsync(world.Operator, id, Cancel));

    private static async Task<LinkState> StateAsync(RegionWorld world, string link) =>
        (await world.In(context => new ReadInvitation(context, world.Clock).RunAsync(OneTimeLink.SecretIn(link), Cancel))).State;

    private static async Task ShouldOpenAsync(RegionWorld world, string link, string role)
    {
        var read = await world.In(context => new ReadInvitation(context, world.Clock).RunAsync(OneTimeLink.SecretIn(link), Cancel));
        read.State.ShouldBe(LinkState.Open);
        read.Roles.ShouldBe([$"{role}, Регион"]);
    }
}
