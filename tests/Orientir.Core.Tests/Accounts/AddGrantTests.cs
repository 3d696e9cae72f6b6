using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Accounts;

public class AddGrantTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Role_GivenToAnAccount_HoldsOnceAndIsOnRecord(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        for (var time = 0; time < 2; time++)
            await AddAsync(world, world.Operator, user, new(Role.Ministry, world.RegionId, Directions: ["1"]));
        (
            await world.In(context =>
                context
                    .Grants.Where(grant => grant.UserId == user)
                    .OrderBy(grant => grant.Id)
                    .Select(grant => grant.Role)
                    .ToListAsync(Cancel)
            )
        ).ShouldBe([Role.Expert, Role.Ministry]);
        (
            await world.In(context =>
                context.AuditEntries.CountAsync(entry => entry.Action == "account.grant" && entry.ObjectId == user, Cancel)
            )
        ).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Role_GivenByFourAtOnce_HoldsOnce(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => Task.Run(() => AddAsync(world, world.Operator, user, new(Role.Ministry, world.RegionId)), Cancel))
        );
        (await world.In(context => context.Grants.CountAsync(row => row.Role == Role.Ministry, Cancel))).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Role_GivenWithoutTheRightOrWhatItNeeds_IsRefused(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        (await RefusalAsync(world.Operator, new(Role.Administrator, null))).ShouldBe(RefusalKind.Forbidden);
        (await RefusalAsync(world.Operator, new(Role.Operator, world.RegionId + 1))).ShouldBe(RefusalKind.Forbidden);
        (await RefusalAsync(world.As(new ActorGrant(Role.Ministry, null, null)), new(Role.Ministry, world.RegionId))).ShouldBe(
            RefusalKind.Forbidden
        );
        (await RefusalAsync(world.Operator, new(Role.Coordinator, world.RegionId))).ShouldBe(RefusalKind.Invalid);
        (await RefusalAsync(world.Operator, new(Role.Coordinator, world.RegionId, 999))).ShouldBe(RefusalKind.Invalid);
        (await RefusalAsync(world.Operator with { UserId = user }, new(Role.Ministry, world.RegionId))).ShouldBe(RefusalKind.Conflict);
        (await RefusalAsync(world.Operator, new((Role)99, world.RegionId))).ShouldBe(RefusalKind.Forbidden);
        (await RefusalAsync(world.Operator, new((Role)(-1), world.RegionId))).ShouldBe(RefusalKind.Forbidden);
        (await world.In(context => context.Grants.CountAsync(grant => grant.UserId == user, Cancel))).ShouldBe(1);

        async Task<RefusalKind> RefusalAsync(Actor actor, NewGrant grant) =>
            (await Should.ThrowAsync<RefusedException>(() => AddAsync(world, actor, user, grant))).Kind;
    }

    [Fact]
    public async Task Directions_NoMethodologyHas_AreRefused()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.PublishAsync(RegionWorld.File("methodologies", "lo-2020.json"));
        await world.ImportAsync(RegionWorld.File("demo", "lo-2020", "register.csv"), "register.csv");
        var place = await world.In(context => context.Territories.Select(row => row.Id).FirstAsync(Cancel));
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        var refused = await Should.ThrowAsync<RefusedException>(() =>
            AddAsync(world, world.Operator, user, new(Role.Executor, world.RegionId, place, ["1.1", "нет такого"]))
        );
        refused.Errors.ShouldHaveSingleItem().Field.ShouldBe(nameof(NewGrant.Directions));
        await AddAsync(world, world.Operator, user, new(Role.Executor, world.RegionId, place, ["1.1"]));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Roles_OverWhatTheyAreNotFor_AreRefusedHoweverGiven(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var municipality = await PlaceAsync(world, "municipality");
        var organisation = await PlaceAsync(world, "organisation");
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        (Role Role, int? Place, string[]? Directions, bool Allowed)[] given =
        [
            (Role.Coordinator, municipality, null, true),
            (Role.Coordinator, organisation, null, false),
            (Role.Coordinator, null, null, false),
            (Role.Publisher, organisation, null, false),
            (Role.Organisation, organisation, null, true),
            (Role.Organisation, municipality, null, false),
            (Role.Executor, organisation, null, true),
            (Role.Executor, municipality, [], false),
            (Role.Executor, null, null, false),
            (Role.Expert, municipality, null, false),
            (Role.Ministry, municipality, null, true),
        ];
        foreach (var (role, place, directions, allowed) in given)
        {
            var grant = new NewGrant(role, world.RegionId, place, directions);
            await ShouldAsync(() => AddAsync(world, world.Operator, user, grant));
            await ShouldAsync(() => world.AccountAsync($"{role}-{place}-{directions?.Length}", grant));

            async Task ShouldAsync(Func<Task> give)
            {
                if (allowed)
                    await give();
                else
                    (await Should.ThrowAsync<RefusedException>(give)).Kind.ShouldBe(RefusalKind.Invalid, $"{role} {place}");
            }
        }
        (await world.In(context => context.Grants.CountAsync(row => row.UserId == user, Cancel))).ShouldBe(
            1 + given.Count(one => one.Allowed)
        );
    }

    private static Task<int> PlaceAsync(RegionWorld world, string kind) =>
        world.In(async context =>
        {
            var place = new Territory
            {
                RegionId = world.RegionId,
                Code = kind,
                Kind = kind,
                Name = kind,
            };
            context.Add(place);
            await context.SaveChangesAsync(Cancel);
            return place.Id;
        });

    [Fact]
    public void NameOf_WhateverARowHolds_IsShown()
    {
        foreach (var number in Enumerable.Range(-2, 120))
            Permissions.NameOf((Role)number).ShouldNotBeEmpty();
        Permissions.ShortNameOf((Role)99).ShouldNotBeEmpty();
    }

    [Fact]
    public void Operators_OfTheWholeRegion_MakeFurtherOnesAndOfAPartNobody()
    {
        Actor Of(int? region, params ActorGrant[] grants) => new(1, "", region, grants, "");
        foreach (var role in Enum.GetValues<Role>())
        {
            Permissions.MayGrant(Of(5, new ActorGrant(Role.Operator, null, null)), role, 5).ShouldBe(role != Role.Administrator, $"{role}");
            Permissions.MayGrant(Of(5, new ActorGrant(Role.Operator, null, null)), role, 6).ShouldBeFalse();
            Permissions.MayGrant(Of(5, new ActorGrant(Role.Operator, new HashSet<int> { 1 }, null)), role, 5).ShouldBeFalse();
            Permissions
                .MayGrant(Of(null, new ActorGrant(Role.Administrator, null, null)), role, role == Role.Administrator ? null : 5)
                .ShouldBe(role is Role.Administrator or Role.Operator, $"{role}");
        }
    }

    private static Task AddAsync(RegionWorld world, Actor actor, int user, NewGrant grant) =>
        world.In(context => new AddGrant(context, world.Clock).RunAsync(actor, new(user, grant), Cancel));
}
