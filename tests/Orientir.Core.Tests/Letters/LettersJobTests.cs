using Microsoft.EntityFrameworkCore;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Letters;

public class LettersJobTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithALetterToBeTriedLater_OrdersTheNextJobForThen(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = to => to.StartsWith("later", StringComparison.Ordinal) ? 450 : null;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("later@example.org", "good@example.org");
        await RunAsync(world, By(host));
        host.AnswerFor = _ => null;
        var jobs = await world.In(context => AllJobsAsync(context));
        jobs.Where(job => job.State == JobState.Waiting).ShouldHaveSingleItem().NotBefore.ShouldBe(world.Clock.Now.AddMinutes(1));
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        await RunAsync(world, By(host));
        host.Letters.Count.ShouldBe(2);
        (await world.In(context => AllJobsAsync(context))).ShouldAllBe(job => job.State == JobState.Done);
    }

    [Fact]
    public async Task Run_WhereTheServerTakesNone_SaysSoAtTheJobAndGoesOnLater()
    {
        var host = MailHost.Start();
        var mail = By(host);
        await host.DisposeAsync();
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.InviteAsync("one@example.org");
        await RunAsync(world, mail);
        var job = (await world.In(context => AllJobsAsync(context))).ShouldHaveSingleItem();
        (job.State, job.NotBefore).ShouldBe((JobState.Waiting, world.Clock.Now.AddMinutes(1)));
        job.LastFault!.ShouldContain("не отвечает");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letters_PutWhileAJobIsOpen_JoinItAndAskAServerThatIsAwayNoSooner(Database database)
    {
        var host = MailHost.Start();
        var mail = By(host);
        await host.DisposeAsync();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        await world.InviteAsync("two@example.org");
        await RunAsync(world, mail);
        var next = world.Clock.Now.AddMinutes(1);
        await world.InviteAsync("three@example.org");
        await RunAsync(world, mail);
        var job = (await world.In(context => AllJobsAsync(context))).ShouldHaveSingleItem();
        (job.State, job.NotBefore, job.Attempts).ShouldBe((JobState.Waiting, next, 1));
        (await world.LettersAsync())[2].Attempts.ShouldBe(0);
        // Who sends a letter again wants it now.
        await world.In(async context =>
            await new SendLettersAgain(context, mail, Causes, world.Clock).RunAsync(
                world.Operator,
                new([await context.Letters.MinAsync(row => row.Id, Cancel)], Site),
                Cancel
            )
        );
        (await world.In(context => AllJobsAsync(context))).ShouldHaveSingleItem().NotBefore.ShouldBe(world.Clock.Now);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letters_PutWhileTheJobWaitsForALaterOne_AreSentAtOnce(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = to => to.StartsWith("later", StringComparison.Ordinal) ? 450 : null;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("later@example.org");
        await RunAsync(world, By(host));
        await world.InviteAsync("now@example.org");
        await RunAsync(world, By(host));
        host.Letters.Count.ShouldBe(1);
        var job = (await world.In(context => AllJobsAsync(context))).ShouldHaveSingleItem();
        (job.State, job.NotBefore).ShouldBe((JobState.Waiting, world.Clock.Now.AddMinutes(1)));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letters_PutByManyAtOnce_AreAllTakenAndOneJobIsOpen(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => Task.Run(() => world.InviteAsync($"expert{number}@example.org"), Cancel))
        );
        (await world.In(context => AllJobsAsync(context))).ShouldHaveSingleItem();
        await RunAsync(world, By(host));
        host.Letters.Count.ShouldBe(8);
        // Once it is over, the next letter has a job of its own.
        await world.InviteAsync("last@example.org");
        (await world.In(context => AllJobsAsync(context))).Count(job => job.State == JobState.Waiting).ShouldBe(1);
    }

    /// <summary>Does the jobs that are due, as the site does.</summary>
    private static async Task RunAsync(RegionWorld world, MailSettings mail)
    {
        var run = new RunJob(world.OpenNowhere, [new LettersJob(world.OpenNowhere, mail, Causes, world.Clock)], world.Clock);
        foreach (var job in await world.In(context => AllJobsAsync(context)))
            await run.RunAsync(job.Id, Cancel);
    }

    private static Task<List<Job>> AllJobsAsync(OrientirContext context)
    {
        context.AllRegions = true;
        return context.Jobs.AsNoTracking().OrderBy(job => job.Id).ToListAsync(Cancel);
    }
}
