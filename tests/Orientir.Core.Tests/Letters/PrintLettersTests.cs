using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Letters;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Letters;

public class PrintLettersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfALetterThatWaits_GivesItsLinkAndItIsNotSentAnyMore(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        var sheet = (await PrintAsync(world)).Sheets.ShouldHaveSingleItem();
        (await SendLettersAgainTests.StateAsync(world, SendLettersAgainTests.SecretOf(sheet.Link!))).ShouldBe(LinkState.Open);
        (await world.SendAsync(By(host))).ShouldBe(new Sending(0, 0, null));
        var printed = (await world.LettersAsync()).Single();
        (printed.State, printed.PrintedBy, printed.PrintedAt, printed.Link).ShouldBe(
            (LetterState.Printed, world.Operator.UserId, world.Clock.Now, null)
        );

        // Once more: the paper was lost.
        var again = (await PrintAsync(world)).Sheets.ShouldHaveSingleItem();
        (await SendLettersAgainTests.StateAsync(world, SendLettersAgainTests.SecretOf(sheet.Link!))).ShouldBe(LinkState.Unknown);
        (await SendLettersAgainTests.StateAsync(world, SendLettersAgainTests.SecretOf(again.Link!))).ShouldBe(LinkState.Open);
        (await world.In(context => context.AuditEntries.CountAsync(row => row.Action == "letter.print", Cancel))).ShouldBe(2);
    }

    [Fact]
    public async Task Run_OfALetterBeingSent_PrintsTheOthersAndNamesIt()
    {
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.InviteAsync("one@example.org", "two@example.org");
        await world.In(async context =>
        {
            (await context.Letters.OrderBy(row => row.Id).FirstAsync(Cancel)).Claim(world.Clock.Now, world.Clock.Now.AddMinutes(2));
            await context.SaveChangesAsync(Cancel);
        });
        var printed = await PrintAsync(world);
        printed.Sheets.ShouldHaveSingleItem().Email.ShouldBe("two@example.org");
        printed.Skipped.ShouldHaveSingleItem().Reason.ShouldContain("как раз отправляется");
        (await world.LettersAsync()).Select(letter => letter.State).ShouldBe([LetterState.Waiting, LetterState.Printed]);
    }

    private static async Task<PrintedLetters> PrintAsync(RegionWorld world)
    {
        var ids = (await world.LettersAsync()).ConvertAll(letter => letter.Id);
        return await world.In(context => new PrintLetters(context, Causes, world.Clock).RunAsync(world.Operator, new(ids, Site), Cancel));
    }
}
