using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Letters;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Letters;

public class SendLettersAgainTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfALetterThatWentOut_SendsAnotherWithANewLinkAndTheOldOneDies(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        await world.SendAsync(By(host));
        (await AgainAsync(world, By(host))).Count.ShouldBe(1);
        (await world.In(context => context.Invitations.Select(row => row.SentAt).SingleAsync(Cancel))).ShouldBeNull();
        (await world.SendAsync(By(host))).Sent.ShouldBe(1);
        var secrets = host.Letters.Select(letter => SecretOf(letter.TextBody!)).ToList();
        secrets.Distinct().Count().ShouldBe(2);
        (await StateAsync(world, secrets[0])).ShouldBe(LinkState.Unknown);
        (await StateAsync(world, secrets[1])).ShouldBe(LinkState.Open);
        host.Letters.Select(letter => letter.MessageId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Run_OfALetterThatWaits_SendsTheSameAtOnce()
    {
        await using var host = MailHost.Start();
        host.AnswerFor = _ => 450;
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.InviteAsync("one@example.org");
        await world.SendAsync(By(host));
        var waiting = (await world.LettersAsync()).Single();
        host.AnswerFor = _ => null;
        await AgainAsync(world, By(host));
        (await world.SendAsync(By(host))).Sent.ShouldBe(1);
        host.Letters.Single().MessageId.ShouldStartWith(waiting.MessageId);
        host.Letters.Single().TextBody!.ShouldContain(waiting.Link!);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfFailedLettersSomeOfWhichAreOfNoUse_SendsTheOthersAndNamesThese(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = _ => 550;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org", "two@example.org", "three@example.org");
        await world.SendAsync(By(host));
        host.AnswerFor = _ => null;
        await RevokeLastAsync(world);
        await world.In(async context =>
        {
            // As an earlier program left it: its failed letter knows nothing of it.
            var second = await context.Invitations.OrderBy(row => row.Id).Skip(1).FirstAsync(Cancel);
            second.Revoke(world.Clock.Now);
            context.Letters.Add(
                Letter.ToPrint(
                    new(LetterWhy.Reminder, "Без адреса", null, "Тема", "Текст"),
                    1,
                    world.Operator,
                    world.Clock.Now,
                    shown: false
                )
            );
            await context.SaveChangesAsync(Cancel);
        });
        (await world.LettersAsync())
            .Select(letter => letter.State)
            .ShouldBe([LetterState.Failed, LetterState.Failed, LetterState.Cancelled, LetterState.ToPrint]);

        var again = await AgainAsync(world, By(host));

        again.Count.ShouldBe(1);
        again.Skipped.Select(letter => letter.Name).ShouldBe(["Человек 1", "Человек 2", "Без адреса"]);
        again.Skipped[0].Reason.ShouldBe("больше не нужно: ссылка отозвана");
        again.Skipped[1].Reason.ShouldBe("больше не нужно: ссылка отозвана");
        again.Skipped[2].Reason.ShouldContain("адреса нет");
        var letters = await world.LettersAsync();
        letters
            .Select(letter => letter.State)
            .ShouldBe([LetterState.Waiting, LetterState.Cancelled, LetterState.Cancelled, LetterState.ToPrint]);
        letters[1].Fault.ShouldBe("ссылка отозвана");
        (
            await world.In(context =>
                new ListSkippedLetters(context, Causes, world.Clock).RunAsync(
                    world.Operator,
                    letters.ConvertAll(letter => letter.Id),
                    Cancel
                )
            )
        ).ShouldBe(again.Skipped);
        (await world.SendAsync(By(host))).Sent.ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfManyLetters_AsksTheStoreAsOftenAsOfOne(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        await world.SendAsync(By(host));
        var ofOne = await CountAsync();
        await world.InviteAsync([.. Enumerable.Range(0, 20).Select(index => $"person{index}@example.org")]);
        await world.SendAsync(By(host));
        (await CountAsync()).ShouldBe(ofOne);
        // Each has a link of its own.
        (await world.In(context => context.Invitations.Select(row => row.TokenHash).Distinct().CountAsync(Cancel))).ShouldBe(21);

        async Task<(int Sent, int Skipped, int Printed)> CountAsync()
        {
            var ids = (await world.LettersAsync()).ConvertAll(letter => letter.Id);
            var sent = await OfAsync(context =>
                new SendLettersAgain(context, By(host), Causes, world.Clock).RunAsync(world.Operator, new(ids, Site), Cancel)
            );
            var skipped = await OfAsync(context =>
                new ListSkippedLetters(context, Causes, world.Clock).RunAsync(world.Operator, ids, Cancel)
            );
            await world.SendAsync(By(host));
            var printed = await OfAsync(async context =>
            {
                var sheets = await new PrintLetters(context, Causes, world.Clock).RunAsync(world.Operator, new(ids, Site), Cancel);
                sheets.Sheets.Select(sheet => sheet.Link).Distinct().Count().ShouldBe(ids.Count);
            });
            return (sent, skipped, printed);
        }

        async Task<int> OfAsync(Func<OrientirContext, Task> work)
        {
            var queries = 0;
            await world.In(async context =>
            {
                using var statements = new StatementCount(context);
                await work(context);
                queries = statements.Queries;
            });
            queries.ShouldBeGreaterThan(0);
            return queries;
        }
    }

    [Fact]
    public async Task Run_OfWhatMustNotGoOut_LeavesItAsItWas()
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.InviteAsync("one@example.org", "two@example.org");
        await world.SendAsync(By(host));
        await RevokeLastAsync(world);
        var last = (await world.LettersAsync())[^1].Id;
        (await AgainAsync(world, By(host), [last])).Skipped.ShouldHaveSingleItem().Reason.ShouldContain("ссылка отозвана");
        (await Should.ThrowAsync<RefusedException>(() => AgainAsync(world, MailSettings.None))).Message.ShouldContain("не настроена");
        (await Should.ThrowAsync<RefusedException>(() => AgainAsync(world, By(host), []))).Kind.ShouldBe(RefusalKind.Invalid);
        (await Should.ThrowAsync<RefusedException>(() => AgainAsync(world, By(host), [4711]))).Kind.ShouldBe(RefusalKind.NotFound);
        (
            await Should.ThrowAsync<RefusedException>(() => AgainAsync(world, By(host), null, new ActorGrant(Role.Ministry, null, null)))
        ).Kind.ShouldBe(RefusalKind.Forbidden);
        (await world.LettersAsync()).ShouldAllBe(letter => letter.State == LetterState.Sent);
    }

    private static Task RevokeLastAsync(RegionWorld world) =>
        world.In(async context =>
            await new RevokeInvitation(context, world.Clock).RunAsync(
                world.Operator,
                await context.Invitations.Select(row => row.Id).MaxAsync(Cancel),
                Cancel
            )
        );

    internal static string SecretOf(string text) =>
        text[(text.IndexOf("/accept/", StringComparison.Ordinal) + "/accept/".Length)..].Split(['\n', '\r'])[0];

    internal static async Task<LinkState> StateAsync(RegionWorld world, string secret) =>
        (await world.In(context => new ReadInvitation(context, world.Clock).RunAsync(secret, Cancel))).State;

    private static async Task<SentAgain> AgainAsync(RegionWorld world, MailSettings mail, int[]? ids = null, params ActorGrant[] grants)
    {
        var chosen = ids ?? [.. (await world.LettersAsync()).Select(letter => letter.Id)];
        return await world.In(context =>
            new SendLettersAgain(context, mail, Causes, world.Clock).RunAsync(
                grants.Length == 0 ? world.Operator : world.As(grants),
                new(chosen, Site),
                Cancel
            )
        );
    }
}
