using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Letters;

namespace Orientir.Core.Tests.Store;

public class ManyRowsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly DateTime Now = new(2026, 12, 1, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(Database.Sqlite, 5)]
    [InlineData(Database.Sqlite, 50)]
    [InlineData(Database.Postgres, 5)]
    [InlineData(Database.Postgres, 50)]
    public async Task Write_OfRowsThatNameOneAnother_KeepsThemInTheOrderOfAdding(Database database, int count)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await ManyAsync(
            world,
            context =>
            {
                foreach (var number in Enumerable.Range(1, count))
                {
                    var link = Link(world, $"{number}\0");
                    context.Invitations.Add(link);
                    link.SendBy(Written(world, $"{number}"));
                }
                return Task.CompletedTask;
            }
        );
        await world.In(async context =>
        {
            var links = await context.Invitations.Include(row => row.Letter).OrderBy(row => row.Id).ToListAsync(Cancel);
            // Neither database is given a zero character.
            links.Select(row => row.DisplayName).ShouldBe(Enumerable.Range(1, count).Select(number => $"{number}"));
            links.ShouldAllBe(row =>
                row.Letter!.ToName == row.DisplayName
                && row.Letter.Version == 1
                && row.Letter.CreatedAt == Now
                && row.ExpiresAt == Now
                && row.UserId == null
                && row.Directions!.Uids.SequenceEqual(new[] { "2", "1" })
            );
            links.Select(row => row.LetterId).ShouldBeInOrder();
        });
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Write_OfATakenKey_IsToldAsAChangeMeanwhileAndLeavesNothing(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await KeepAsync(world, Link(world, "30"));
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() =>
            ManyAsync(
                world,
                context =>
                {
                    context.Invitations.AddRange(Links(world, 40));
                    return Task.CompletedTask;
                }
            )
        );
        await world.In(async context => (await context.Invitations.CountAsync(Cancel)).ShouldBe(1));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Write_OfChangedRows_TakesFewStatementsAndChangesNothingElse(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await KeepAsync(world, Links(world, 120));
        var sent = await ManyAsync(
            world,
            async context =>
            {
                var links = await context.Invitations.OrderBy(row => row.Id).ToListAsync(Cancel);
                foreach (var (link, number) in links.Select((link, number) => (link, number)))
                {
                    link.GetLink($"new {number}", Now.AddDays(number));
                    if (number % 2 == 1)
                        link.GoOut(Now);
                    if (number < 50)
                        link.SendBy(Written(world, $"{number}"));
                }
                // Meanwhile somebody else wrote what is not changed here.
                await context.Invitations.ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, Now), Cancel);
            }
        );
        sent.ShouldBeLessThan(5);
        await world.In(async context =>
        {
            var links = await context.Invitations.Include(row => row.Letter).OrderBy(row => row.Id).ToListAsync(Cancel);
            links
                .Select(row => (row.TokenHash, row.ExpiresAt, row.SentAt, row.Letter?.ToName, row.UsedAt, row.DisplayName))
                .ShouldBe(
                    Enumerable
                        .Range(0, 120)
                        .Select(number =>
                            (
                                OneTimeLink.HashOf($"new {number}"),
                                Now.AddDays(number),
                                number % 2 == 0 ? (DateTime?)null : Now,
                                number < 50 ? $"{number}" : null,
                                (DateTime?)Now,
                                $"{number + 1}"
                            )
                        )
                );
        });
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Write_OfChangedRowsOneOfWhichIsGone_IsToldAsAChangeMeanwhile(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await KeepAsync(world, Links(world, 40));
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() =>
            ManyAsync(
                world,
                async context =>
                {
                    var links = await context.Invitations.ToListAsync(Cancel);
                    await context.Invitations.Where(row => row.Id == links[5].Id).ExecuteDeleteAsync(Cancel);
                    links.ForEach(link => link.Revoke(Now));
                }
            )
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Write_OfAChangedRowWithAVersion_CountsItOn(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await KeepAsync(world, Written(world, "А"));
        await ManyAsync(world, async context => (await context.Letters.SingleAsync(Cancel)).Cancel("не нужно"));
        (await world.In(context => context.Letters.SingleAsync(Cancel))).Version.ShouldBe(2);
    }

    [Fact]
    public async Task Write_OutsideATransaction_IsRefused()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.In(context => Should.ThrowAsync<InvalidOperationException>(() => context.SaveManyAsync(Cancel)));
    }

    /// <summary>Keeps rows one at a time, as everything else is saved.</summary>
    private static Task<int> KeepAsync(RegionWorld world, params IEnumerable<object> rows) =>
        world.In(context =>
        {
            context.AddRange(rows);
            return context.SaveChangesAsync(Cancel);
        });

    /// <summary>Makes changes and writes them many a statement; gives how many statements that took.</summary>
    private static Task<int> ManyAsync(RegionWorld world, Func<OrientirContext, Task> change) =>
        world.In(async context =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(Cancel);
            await change(context);
            using var count = new StatementCount(context);
            await context.SaveManyAsync(Cancel);
            var sent = count.Sent;
            // What was written is known as written: nothing of it is saved again.
            (await context.SaveChangesAsync(Cancel)).ShouldBe(0);
            await transaction.CommitAsync(Cancel);
            return sent;
        });

    private static IEnumerable<Invitation> Links(RegionWorld world, int count) =>
        Enumerable.Range(1, count).Select(number => Link(world, $"{number}"));

    private static Invitation Link(RegionWorld world, string name) =>
        new()
        {
            TokenHash = name,
            Email = "x@x.test",
            DisplayName = name,
            Role = Role.Executor,
            RegionId = world.RegionId,
            Directions = NamedDirections.Of(["2", "1"]),
            CreatedAt = Now,
            ExpiresAt = Now,
        };

    private static Letter Written(RegionWorld world, string name) =>
        Letter.ToSend(new(LetterWhy.Reminder, name, "x@x.test", "Тема", "Текст"), 1, world.Operator, Now);
}
