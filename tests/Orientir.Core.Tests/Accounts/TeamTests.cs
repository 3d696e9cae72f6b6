using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Letters;

namespace Orientir.Core.Tests.Accounts;

/// <summary>What a coordinator does with the executors of the own municipality.</summary>
public class TeamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Executor_InvitedByTheCoordinator_AnswersTheDirectionsNamedAndThoseGivenLater(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.CampaignAsync(opened: false);
        var (own, _) = await PlacesAsync(world);
        var coordinator = await CoordinatorAsync(world, own);
        var invited = await InviteAsync(world, coordinator, own, "helper@example.org", ["1.1", "1.2"]);
        invited.Outcome.ShouldBe(ContactOutcome.Invited);
        var letter = invited.Letters.ToPrint.ShouldHaveSingleItem();
        letter.Text.ShouldContain("исполнитель, Бокситогорский район");
        var user = await AcceptAsync(world, letter);
        var grant = await GrantAsync(world, user);
        grant.Directions!.Uids.ShouldBe(["1.1", "1.2"]);

        await ChangeAsync(world, coordinator, grant.Id, ["1.3"]);
        (await GrantAsync(world, user)).Directions!.Uids.ShouldBe(["1.3"]);
        (await world.In(context => context.Set<NamedDirection>().CountAsync(row => row.GrantId == grant.Id, Cancel))).ShouldBe(1);
        await ChangeAsync(world, coordinator, grant.Id, null);
        (await GrantAsync(world, user)).Directions.ShouldBeNull();
        (await Should.ThrowAsync<RefusedException>(() => ChangeAsync(world, coordinator, grant.Id, [])))
            .Errors.ShouldHaveSingleItem()
            .Field.ShouldBe("Directions");
        await world.In(context => new RemoveExecutor(context, world.Clock).RunAsync(coordinator, grant.Id, Cancel));
        (await world.In(context => context.Grants.CountAsync(row => row.UserId == user, Cancel))).ShouldBe(0);
        (
            await world.In(context =>
                context
                    .AuditEntries.Where(row => row.ObjectKind == "user" && row.ObjectId == user)
                    .OrderBy(row => row.Id)
                    .Select(row => row.Action)
                    .ToListAsync(Cancel)
            )
        ).ShouldBe(["invitation.accept", "account.directions", "account.directions", "account.revoke"]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Executors_OfAnotherMunicipality_AreOutOfReach(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.CampaignAsync(opened: false);
        var (own, other) = await PlacesAsync(world);
        var (coordinator, foreign) = (await CoordinatorAsync(world, own), await CoordinatorAsync(world, other));
        (await RefusedAsync(() => InviteAsync(world, coordinator, other, "helper@example.org", ["1.1"]))).ShouldBe(RefusalKind.Forbidden);
        var letter = (await InviteAsync(world, coordinator, own, "helper@example.org", ["1.1"])).Letters.ToPrint.Single();
        var invitation = await world.In(context => context.Invitations.Select(row => row.Id).SingleAsync(Cancel));
        (
            await RefusedAsync(() => world.In(context => new RevokeInvitation(context, world.Clock).RunAsync(foreign, invitation, Cancel)))
        ).ShouldBe(RefusalKind.NotFound);
        await Should.ThrowAsync<RefusedException>(() => RenewAsync(world, foreign, invitation));
        var renewed = (await RenewAsync(world, coordinator, invitation)).ToPrint.Single();
        renewed.Link.ShouldNotBe(letter.Link);
        var grant = await GrantAsync(world, await AcceptAsync(world, renewed));
        (await RefusedAsync(() => ChangeAsync(world, foreign, grant.Id, null))).ShouldBe(RefusalKind.NotFound);
        (
            await RefusedAsync(() => world.In(context => new RemoveExecutor(context, world.Clock).RunAsync(foreign, grant.Id, Cancel)))
        ).ShouldBe(RefusalKind.NotFound);
        foreach (var role in Enum.GetValues<Role>().Except([Role.Coordinator]))
            (
                await RefusedAsync(() =>
                    InviteAsync(world, world.As(new ActorGrant(role, new HashSet<int> { own }, null)), own, "h@example.org", null)
                )
            ).ShouldBe(RefusalKind.Forbidden);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Link_OfACoordinator_OpensNothingTheOperatorGave(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.CampaignAsync(opened: false);
        var (own, _) = await PlacesAsync(world);
        var coordinator = await CoordinatorAsync(world, own);
        // The same address is invited as an operator before and after: the link in the coordinator's hands stays one of an executor.
        await InviteByOperatorAsync(world, "Будущий; boss@example.org; министерство");
        var link = (await InviteAsync(world, coordinator, own, "boss@example.org", ["1.1"])).Letters.ToPrint.Single();
        await InviteByOperatorAsync(world, "Будущий; boss@example.org; оператор");
        var operators = await world.In(context =>
            context.Invitations.Where(row => row.Role == Role.Operator).Select(row => row.Id).SingleAsync(Cancel)
        );
        await Should.ThrowAsync<RefusedException>(() => RenewAsync(world, coordinator, operators));
        var user = await AcceptAsync(world, link);
        (await world.In(context => context.Grants.Where(row => row.UserId == user).Select(row => row.Role).ToListAsync(Cancel))).ShouldBe([
            Role.Executor,
        ]);
        // Nor does the account made by it get more without a link of who gives more.
        var later = await world.In(context =>
            new InvitePeople(context, world.Clock).RunAsync(
                world.Operator,
                new(RegionWorld.Site, "Будущий; boss@example.org; эксперт"),
                Cancel
            )
        );
        later.Contacts.Single().Outcome.ShouldBe(ContactOutcome.Invited);
    }

    [Fact]
    public async Task Executor_InvitedWithFaultsOrTwice_IsRefusedAtTheField()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.CampaignAsync(opened: false);
        var (own, _) = await PlacesAsync(world);
        var coordinator = await CoordinatorAsync(world, own);
        (await FaultsAsync(() => InviteAsync(world, coordinator, own, "не адрес", ["9.9"]))).ShouldBe(["Email", "Directions"]);
        (await FaultsAsync(() => InviteAsync(world, coordinator, own, "a@example.org", []))).ShouldBe(["Directions"]);
        var letter = (await InviteAsync(world, coordinator, own, "a@example.org", ["1.1"])).Letters.ToPrint.Single();
        (await FaultsAsync(() => InviteAsync(world, coordinator, own, "A@example.org", ["1.2"]))).ShouldBe(["Email"]);
        await AcceptAsync(world, letter);
        (await FaultsAsync(() => InviteAsync(world, coordinator, own, "a@example.org", ["1.2"]))).ShouldBe(["Email"]);
        // Who has an account in the region needs no link.
        await world.AccountAsync("known", new NewGrant(Role.Expert, world.RegionId));
        (await InviteAsync(world, coordinator, own, "known@example.org", ["1.2"])).Outcome.ShouldBe(ContactOutcome.Granted);

        async Task<IEnumerable<string>> FaultsAsync(Func<Task> invite) =>
            (await Should.ThrowAsync<RefusedException>(invite)).Errors.Select(error => error.Field);
    }

    private static async Task<RefusalKind> RefusedAsync(Func<Task> run) => (await Should.ThrowAsync<RefusedException>(run)).Kind;

    private static async Task<(int Own, int Other)> PlacesAsync(RegionWorld world)
    {
        var names = (string[])["Бокситогорский район", "Волосовский район"];
        var ids = await world.In(context =>
            context.Territories.Where(row => names.Contains(row.Name)).OrderBy(row => row.Name).Select(row => row.Id).ToListAsync(Cancel)
        );
        return (ids[0], ids[1]);
    }

    private static async Task<Actor> CoordinatorAsync(RegionWorld world, int territory)
    {
        var id = await world.AccountAsync($"coordinator{territory}", new NewGrant(Role.Coordinator, world.RegionId, territory));
        return world.As(new ActorGrant(Role.Coordinator, new HashSet<int> { territory }, null)) with { UserId = id };
    }

    private static Task<InvitedExecutor> InviteAsync(RegionWorld world, Actor actor, int territory, string email, string[]? directions) =>
        world.In(context =>
            new InviteExecutor(context, world.Clock).RunAsync(
                actor,
                new("Помощник", email, territory, directions, RegionWorld.Site),
                Cancel
            )
        );

    private static async Task InviteByOperatorAsync(RegionWorld world, string list)
    {
        var preview = await world.In(context =>
            new InvitePeople(context, world.Clock).RunAsync(world.Operator, new(RegionWorld.Site, list), Cancel)
        );
        await world.In(context =>
            new InvitePeople(context, world.Clock).RunAsync(
                world.Operator,
                new(RegionWorld.Site, preview.Rows, Confirmed: preview.Fingerprint),
                Cancel
            )
        );
    }

    private static Task<WrittenLetters> RenewAsync(RegionWorld world, Actor actor, int invitation) =>
        world.In(context => new RenewInvitations(context, world.Clock).RunAsync(actor, new([invitation], RegionWorld.Site), Cancel));

    private static Task ChangeAsync(RegionWorld world, Actor actor, int grant, string[]? directions) =>
        world.In(context => new ChangeDirections(context, world.Clock).RunAsync(actor, new(grant, directions), Cancel));

    private static Task<Grant> GrantAsync(RegionWorld world, int user) =>
        world.In(context => context.Grants.SingleAsync(row => row.UserId == user, Cancel));

    private static Task<int> AcceptAsync(RegionWorld world, LetterSheet letter) =>
        world.In(context =>
            new AcceptInvitation(context, AccountRules.Users(context), world.Clock).RunAsync(
                new Actor(0, "", null, [], "127.0.0.1"),
                new(letter.Link![(letter.Link!.LastIndexOf('/') + 1)..], "Помощник", RegionWorld.Password),
                Cancel
            )
        );
}
