using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
using Orientir.Core.Tests.Jobs;
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
        host.AnswerFor = ByName;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("later@example.org", "good@example.org");
        await world.RunJobsAsync(By(host));
        host.AnswerFor = _ => null;
        var jobs = await world.JobsAsync();
        jobs.Where(job => job.State == JobState.Waiting).ShouldHaveSingleItem().NotBefore.ShouldBe(world.Clock.Now.AddMinutes(1));
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        await world.RunJobsAsync(By(host));
        host.Letters.Count.ShouldBe(2);
        (await world.JobsAsync()).ShouldAllBe(job => job.State == JobState.Done);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithALetterRefusedInAnEarlierAttempt_IsDoneInPartUntilItIsLookedAfter(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = ByName;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("never@example.org", "later@example.org");
        await world.RunJobsAsync(By(host));
        host.AnswerFor = _ => null;
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        await world.RunJobsAsync(By(host));
        var kind = new LettersJob(world.OpenNowhere, By(host), Causes);
        var job = (await world.JobsAsync()).ShouldHaveSingleItem();
        (job.State, kind.IsDoneInPart(job)).ShouldBe((JobState.Done, true));

        await world.InviteAsync("good@example.org");
        await world.RunJobsAsync(By(host));
        var next = (await world.JobsAsync()).MaxBy(one => one.Id)!;
        (next.Id == job.Id, next.State, kind.IsDoneInPart(next)).ShouldBe((false, JobState.Done, false));
    }

    [Fact]
    public async Task Run_WhereTheServerTakesNone_SaysSoAtTheJobAndGoesOnLater()
    {
        var mail = await AwayAsync();
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.InviteAsync("one@example.org");
        await world.RunJobsAsync(mail);
        var job = (await world.JobsAsync()).ShouldHaveSingleItem();
        (job.State, job.NotBefore).ShouldBe((JobState.Waiting, world.Clock.Now.AddMinutes(1)));
        job.LastFault!.ShouldContain("не отвечает");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letters_PutWhileAJobIsOpen_JoinItAndAskAServerThatIsAwayNoSooner(Database database)
    {
        var mail = await AwayAsync();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        await world.InviteAsync("two@example.org");
        await world.RunJobsAsync(mail);
        var next = world.Clock.Now.AddMinutes(1);
        await world.InviteAsync("three@example.org");
        await world.RunJobsAsync(mail);
        var job = (await world.JobsAsync()).ShouldHaveSingleItem();
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
        (await world.JobsAsync()).ShouldHaveSingleItem().NotBefore.ShouldBe(world.Clock.Now);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Letters_PutWhileTheJobWaitsForALaterOne_AreSentAtOnce(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = ByName;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("later@example.org");
        await world.RunJobsAsync(By(host));
        await world.InviteAsync("now@example.org");
        await world.RunJobsAsync(By(host));
        host.Letters.Count.ShouldBe(1);
        var job = (await world.JobsAsync()).ShouldHaveSingleItem();
        (job.State, job.NotBefore).ShouldBe((JobState.Waiting, world.Clock.Now.AddMinutes(1)));
    }

    [Theory]
    [InlineData(Database.Sqlite, "wrong")]
    [InlineData(Database.Postgres, "wrong")]
    [InlineData(Database.Sqlite, "none")]
    public async Task Run_WhereTheSettingsForbidSending_StaysOpenUntilAStartWithGoodOnes(Database database, string settings)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        var forbidding =
            settings == "none" ? MailSettings.None : MailSettings.Read(name => name == "ORIENTIR_SMTP" ? host.Setting() : null);
        forbidding.IsConfigured.ShouldBeFalse();
        // As often as a job of another kind would have been given up.
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await world.RunJobsAsync(forbidding);
            await AddMissingAsync(world, forbidding, starts: attempt == 0);
            var job = (await world.JobsAsync()).ShouldHaveSingleItem();
            (job.State, job.Attempts, job.Outcome).ShouldBe((JobState.Waiting, attempt + 1, "ждёт 1"));
            job.LastFault!.ShouldContain(settings == "none" ? "не настроена" : "настроена неверно");
            world.Clock.Now = job.NotBefore;
        }
        await world.RunJobsAsync(forbidding);
        await AddMissingAsync(world, By(host), starts: true);
        await world.RunJobsAsync(By(host));
        host.Letters.Count.ShouldBe(1);
        var done = (await world.JobsAsync()).ShouldHaveSingleItem();
        (done.State, done.Outcome).ShouldBe((JobState.Done, "отправлено 1"));
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
        (await world.JobsAsync()).ShouldHaveSingleItem();
        await world.RunJobsAsync(By(host));
        host.Letters.Count.ShouldBe(8);
        // Once it is over, the next letter has a job of its own.
        await world.InviteAsync("last@example.org");
        (await world.JobsAsync()).Count(job => job.State == JobState.Waiting).ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Want_OfALetterWithoutAnOpenJob_GivesItOneOnce(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = _ => 450;
        using var world = await RegionWorld.MakeAsync(database);
        await AddMissingAsync(world, By(host), starts: false);
        (await world.JobsAsync()).ShouldBeEmpty();
        await world.InviteAsync("one@example.org");
        await world.RunJobsAsync(By(host));
        // However it came to be lost: the next attempt has no job.
        await world.In(async context =>
        {
            context.AllRegions = true;
            await context.Jobs.ExecuteDeleteAsync(Cancel);
        });
        await AddMissingAsync(world, By(host), starts: false);
        await AddMissingAsync(world, By(host), starts: false);
        (await world.JobsAsync()).ShouldHaveSingleItem().NotBefore.ShouldBe(world.Clock.Now.AddMinutes(1));
        host.AnswerFor = _ => null;
        await AddMissingAsync(world, By(host), starts: true);
        await world.RunJobsAsync(By(host));
        host.Letters.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Want_OfALetterPutAfterTheJobLookedForTheLastTime_SendsItAtOnce(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = ByName;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("later@example.org");
        var kind = new Followed(new LettersJob(world.OpenNowhere, By(host), Causes), () => world.InviteAsync("now@example.org"));
        await new RunJob(world.OpenNowhere, [kind], world.Clock).RunAsync((await world.JobsAsync()).Single().Id, Cancel);
        (await world.JobsAsync()).ShouldHaveSingleItem().NotBefore.ShouldBe(world.Clock.Now.AddMinutes(1));
        await AddMissingAsync(world, By(host), starts: false);
        await world.RunJobsAsync(By(host));
        host.Letters.Count.ShouldBe(1);
        // For the one that is to be tried later it waits as before.
        await AddMissingAsync(world, By(host), starts: false);
        (await world.JobsAsync()).ShouldHaveSingleItem().NotBefore.ShouldBe(world.Clock.Now.AddMinutes(1));
    }

    /// <summary>Letters, and something that happens before their job is saved.</summary>
    private sealed class Followed(JobKind letters, Func<Task> after) : JobKind
    {
        public override string Name => letters.Name;

        public override string Title => letters.Title;

        public override async Task RunAsync(JobRun run, CancellationToken cancel)
        {
            await letters.RunAsync(run, cancel);
            await after();
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Want_OfALetterPutWhileTheServerIsAway_AsksItNoSooner(Database database)
    {
        var mail = await AwayAsync();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        await world.RunJobsAsync(mail);
        await world.InviteAsync("two@example.org");
        await AddMissingAsync(world, mail, starts: false);
        (await world.JobsAsync()).ShouldHaveSingleItem().NotBefore.ShouldBe(world.Clock.Now.AddMinutes(1));
    }

    [Fact]
    public async Task Run_OfSeveralLetters_SaysWhatBecameOfThem()
    {
        await using var host = MailHost.Start();
        host.AnswerFor = ByName;
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.InviteAsync("never@example.org", "later@example.org", "good@example.org");
        await world.RunJobsAsync(By(host));
        (await world.JobsAsync())[0].Outcome.ShouldBe("отправлено 1, отказано 1, ждёт 1");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OnceMore_SaysWhatAllItsAttemptsDidInItsRegion(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = ByName;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("never@example.org", "later@example.org", "good@example.org");
        await world.In(async context =>
        {
            // Another region's, which the same server refuses.
            context.AllRegions = true;
            context.Letters.Add(
                Letter.ToSend(
                    new(LetterWhy.Invitation, "Чужой", "never@other.org", "Приглашение", "Текст"),
                    0,
                    Orientir.Core.Accounts.Actor.Installation(null),
                    world.Clock.Now
                )
            );
            await context.SaveChangesAsync(Cancel);
        });
        await world.RunJobsAsync(By(host));
        (await world.JobsAsync()).ShouldHaveSingleItem().Outcome.ShouldBe("отправлено 1, отказано 1, ждёт 1");
        host.AnswerFor = _ => null;
        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        await world.RunJobsAsync(By(host));
        var job = (await world.JobsAsync()).ShouldHaveSingleItem();
        (job.State, job.Outcome, job.Done, job.Total).ShouldBe((JobState.Done, "отправлено 2, отказано 1", 2, 3));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfMoreThanTheServerTakesInAMinute_TellsHowFarItIsOverAllMinutes(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org", "two@example.org", "three@example.org");
        var clock = new PassingTime(world.Clock.Now);
        var run = new JobRun((await world.JobsAsync()).Single(), world.OpenNowhere, clock);
        var told = new List<(int Done, int Total)>();
        host.BeforeAnswer = () =>
        {
            told.Add(run.Progress);
            return Task.CompletedTask;
        };
        await new LettersJob(world.OpenNowhere, By(host) with { PerMinute = 2 }, Causes).RunAsync(run, Cancel);
        told.ShouldBe([(0, 0), (1, 3), (2, 3)]);
        (run.Progress, run.Outcome).ShouldBe(((3, 3), "отправлено 3"));
        clock.GetUtcNow().UtcDateTime.ShouldBe(world.Clock.Now.AddMinutes(1));
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_BesideLettersOfOthers_TellsHowFarThoseOfItsRegionAre(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("one@example.org");
        await world.In(async context =>
        {
            context.AllRegions = true;
            context.Letters.Add(
                Letter.ToSend(
                    new(LetterWhy.NewRole, "Чужой", "other@other.org", "Новая роль", "Текст"),
                    0,
                    Orientir.Core.Accounts.Actor.Installation(null),
                    world.Clock.Now
                )
            );
            await context.SaveChangesAsync(Cancel);
        });
        await world.InviteAsync("two@example.org");
        var run = new JobRun((await world.JobsAsync()).Single(), world.OpenNowhere, world.Clock);
        var told = new List<(int Done, int Total)>();
        host.BeforeAnswer = () =>
        {
            told.Add(run.Progress);
            return Task.CompletedTask;
        };
        await new LettersJob(world.OpenNowhere, By(host), [new NothingToAsk()]).RunAsync(run, Cancel);
        told.ShouldBe([(0, 0), (1, 2), (1, 2)]);
        (run.Progress, run.Outcome).ShouldBe(((2, 2), "отправлено 2"));
    }

    private sealed class NothingToAsk : LetterCause
    {
        public override IReadOnlyCollection<LetterWhy> Whys { get; } = Enum.GetValues<LetterWhy>();

        public override Task<IReadOnlyDictionary<int, string>> WithdrawnAsync(
            OrientirContext context,
            IReadOnlyCollection<Letter> letters,
            DateTime now,
            CancellationToken cancel
        ) => Task.FromResult<IReadOnlyDictionary<int, string>>(new Dictionary<int, string>());
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ByAStoreWhoseClockIsAhead_PutsALetterOffByIt(Database database)
    {
        await using var host = MailHost.Start();
        host.AnswerFor = ByName;
        using var world = await RegionWorld.MakeAsync(database);
        await world.InviteAsync("later@example.org");
        var ahead = new ApartTime(world.Clock, TimeSpan.FromMinutes(2));
        var run = new RunJob(world.OpenNowhere, [new LettersJob(world.OpenNowhere, By(host), Causes)], ahead);
        var id = (await world.JobsAsync()).Single().Id;
        (await run.RunAsync(id, Cancel))!.State.ShouldBe(JobState.Waiting);
        (await run.RunAsync(id, Cancel)).ShouldBeNull();
        (await world.JobsAsync()).Single().NotBefore.ShouldBe(world.Clock.Now.AddMinutes(3));
        (await world.LettersAsync()).Single().Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task TryAgain_OfAJobThatWaitsForItsMoment_SendsWhatWaitsWithIt()
    {
        await using var host = MailHost.Start();
        host.AnswerFor = _ => 450;
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await world.InviteAsync("one@example.org");
        await world.RunJobsAsync(By(host));
        host.AnswerFor = _ => null;
        var next = (await world.JobsAsync()).Single(job => job.State == JobState.Waiting);
        JobKind[] kinds = [new LettersJob(world.OpenNowhere, By(host), Causes)];
        var administrator = new Actor(0, "Администратор", null, [new(Role.Administrator, null, null)], "");
        await new TryJobAgain(world.OpenNowhere, kinds, world.Clock).RunAsync(administrator, next.Id, Cancel);
        await world.RunJobsAsync(By(host));
        host.Letters.Count.ShouldBe(1);
        (
            await Should.ThrowAsync<RefusedException>(() =>
                new CancelJob(world.OpenNowhere, kinds, world.Clock).RunAsync(administrator, next.Id, Cancel)
            )
        ).Message.ShouldContain("напечатайте");
    }

    private static Task AddMissingAsync(RegionWorld world, MailSettings mail, bool starts) =>
        world.In(async context =>
        {
            context.AllRegions = true;
            await new LettersJob(world.OpenNowhere, mail, Causes).AddMissingAsync(context, starts, world.Clock.Now, Cancel);
        });
}
