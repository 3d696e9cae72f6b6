using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
using Orientir.Core.Submissions;
using Orientir.Data.Jobs;

namespace Orientir.Core.Tests.Data;

public class CleanUpTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OverOldAndNew_RemovesWhatIsOfNoMoreUse(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var now = world.Clock.Now;
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        await world.In(async context =>
        {
            foreach (
                var (account, at, right) in new[]
                {
                    ("known", now - SignInAttempts.Known + TimeSpan.FromDays(1), true),
                    ("long ago", now - SignInAttempts.Known - TimeSpan.FromDays(1), true),
                    ("forgotten", now - SignInAttempts.Remembered - TimeSpan.FromDays(1), false),
                    ("fresh", now, false),
                }
            )
            {
                var attempts = new SignInAttempts { Account = account, Network = "203.0.113.5" };
                attempts.Try(at);
                if (right)
                    attempts.Enter(at);
                context.SignInAttempts.Add(attempts);
            }
            context.Sessions.AddRange(Session.Of(user, now - Session.Kept - TimeSpan.FromHours(1)), Session.Of(user, now));
            await context.SaveChangesAsync(Cancel);
        });
        var day = TimeSpan.FromDays(1);
        await world.In(async context =>
        {
            // More than are removed at a time.
            context.Jobs.AddRange(Enumerable.Range(0, 1_200).Select(_ => Finished(world.RegionId, now - CleanUp.JobsKept - day)));
            context.Jobs.AddRange(Finished(world.RegionId, now - CleanUp.JobsKept + day), Waiting(world.RegionId, now - 900 * day));
            var came = Invited(world, "came@x.test", now - CleanUp.LinksKept - day);
            context.Invitations.AddRange(
                Invited(world, "old@x.test", now - CleanUp.LinksKept - day),
                came,
                Invited(world, "fresh@x.test", now + day)
            );
            var (old, young) = (now - CleanUp.LettersKept - day, now - CleanUp.LettersKept + day);
            var sent = Written(world, "sent, the letter of who came", old);
            sent.GoOut(old);
            var again = Written(world, "sent again", old);
            again.GoOut(old);
            again.SendAgain(null, young);
            again.GoOut(young);
            context.Letters.AddRange(
                sent,
                again,
                Written(world, "waits since long", old),
                Letter.ToPrint(Text("printed"), 1, world.Operator, old),
                Letter.ToPrint(Text("printed lately"), 1, world.Operator, young)
            );
            came.SendBy(sent);
            came.Use(now - 900 * day);
            await context.SaveChangesAsync(Cancel);
        });
        (await RunAsync(world)).ShouldBe(
            (
                JobState.Done,
                "удалено: законченных работ 1200, ссылок с истёкшим сроком 1, писем 2, закончившихся сеансов 1, записей о попытках входа 2"
            )
        );
        await world.In(async context =>
        {
            (await context.Jobs.OrderBy(row => row.Id).Select(row => row.State).ToListAsync(Cancel)).ShouldBe([
                JobState.Done,
                JobState.Waiting,
            ]);
            (await context.Sessions.Select(row => row.SeenAt).ToListAsync(Cancel)).ShouldBe([now]);
            (await context.SignInAttempts.Select(row => row.Account).ToListAsync(Cancel)).ShouldBe(["known", "fresh"], ignoreOrder: true);
            (await context.Invitations.Select(row => row.Email).ToListAsync(Cancel)).ShouldBe(
                ["came@x.test", "fresh@x.test"],
                ignoreOrder: true
            );
            (await context.Letters.Select(row => row.ToName).ToListAsync(Cancel)).ShouldBe(
                ["sent again", "waits since long", "printed lately"],
                ignoreOrder: true
            );
        });
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OverKeysOfChanges_KeepsThoseABrowserMayStillSend(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        var now = world.Time.Now;
        await using var context = world.Open();
        context.AcceptedPatches.AddRange(
            new[] { ("old", CleanUp.PatchesKept + TimeSpan.FromDays(1)), ("young", CleanUp.PatchesKept - TimeSpan.FromDays(1)) }.Select(
                row => new Core.Submissions.AcceptedPatch
                {
                    Id = row.Item1,
                    RegionId = world.Region,
                    CampaignSubjectId = world.First,
                    At = now - row.Item2,
                    Response = "{}",
                }
            )
        );
        await context.SaveChangesAsync(Cancel);
        var job = Job.Of(CleanUp.KindName, new { }, null, null, now);
        await using var outside = world.Test.Store.Open();
        outside.Jobs.Add(job);
        await outside.SaveChangesAsync(Cancel);
        await new RunJob(world.Test.Store.Open, [new CleanUp(world.Test.Store)], world.Time).RunAsync(job.Id, Cancel);
        (await context.AcceptedPatches.Select(row => row.Id).ToListAsync(Cancel)).ShouldBe(["young"]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WithFilesNothingRefersTo_SaysHowManyOfThemItRemoved(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        await world.Store.OwnFilesAsync(Cancel);
        (await RunAsync(world)).ShouldBe((JobState.Done, "удалять было нечего"));
        var kept = await world.Store.Files.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
        await world.In(context =>
        {
            context.StoredFiles.Add(Core.Files.StoredFile.Of(world.RegionId, "ничей.pdf", kept));
            return context.SaveChangesAsync(Cancel);
        });
        (await RunAsync(world)).Said.ShouldBe("удалять было нечего", "a mistake is noticed within a week");
        // The bytes are as old as the clock of the machine says: the clock of the site is set beyond.
        world.Clock.Now = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(8);
        (await RunAsync(world)).Said!.ShouldContain("записей о файлах 1");
        world.Clock.Now = world.Clock.Now.AddDays(8);
        (await RunAsync(world)).Said!.ShouldNotContain("записей о файлах");
        (await world.Store.Files.ListAsync(Cancel).CountAsync(Cancel)).ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OverEvidenceRemovedLongAgo_TakesItWithItsFileAndGivesTheRoomBack(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        var clock = world.Time;
        await world.Test.Store.OwnFilesAsync(Cancel);
        var room = new EvidenceRoom(OfSubmission: 1, OfCampaign: 1);
        await AddAsync("kept", 100_000);
        var removed = await AddAsync("removed", 600_000);
        await RemoveAsync(removed);
        (await RunAsync(world.Test.Store, clock)).Said.ShouldBe("удалять было нечего");
        await Should.ThrowAsync<RefusedException>(() => AddAsync("next", 600_000));
        clock.Now += CollectFiles.Grace - TimeSpan.FromHours(1);
        (await RunAsync(world.Test.Store, clock)).Said.ShouldBe("удалять было нечего");
        // Put back and removed again it is kept as long again.
        await world.In(async context =>
        {
            await new RestoreEvidence(context, clock).RunAsync(world.Coordinator, new(world.First, removed, [new("1.1")]), Cancel);
            return 0;
        });
        await RemoveAsync(removed);
        clock.Now += CollectFiles.Grace - TimeSpan.FromHours(1);
        (await RunAsync(world.Test.Store, clock)).Said.ShouldBe("удалять было нечего");

        clock.Now += TimeSpan.FromHours(2);
        (await RunAsync(world.Test.Store, clock)).Said.ShouldBe("удалено: удалённых подтверждений 1");
        (
            await Should.ThrowAsync<RefusedException>(() =>
                world.In(async context =>
                {
                    await new RestoreEvidence(context, clock).RunAsync(world.Coordinator, new(world.First, removed, [new("1.1")]), Cancel);
                    return 0;
                })
            )
        ).Kind.ShouldBe(RefusalKind.NotFound);
        // What was said of it stands.
        (await world.History(world.Ministry, "1.1"))
            .Select(line => line.Action)
            .ShouldBe([
                "удалено подтверждение",
                "возвращено подтверждение",
                "удалено подтверждение",
                "добавлено подтверждение",
                "добавлено подтверждение",
            ]);
        clock.Now += CollectFiles.Grace + TimeSpan.FromHours(1);
        (await RunAsync(world.Test.Store, clock)).Said.ShouldBe("удалено: записей о файлах 1");
        // The bytes are as old as the clock of the machine says.
        clock.Now = new(
            Math.Max(clock.Now.Ticks, (TimeProvider.System.GetUtcNow().UtcDateTime + CollectFiles.Grace * 2).Ticks),
            DateTimeKind.Utc
        );
        (await RunAsync(world.Test.Store, clock)).Said.ShouldBe("удалено: файлов 1");
        (await world.Test.Store.Files.ListAsync(Cancel).CountAsync(Cancel)).ShouldBe(1);
        clock.Now = SubmissionWorld.Start;
        await AddAsync("next", 600_000);
        (await world.Form(world.Coordinator)).Evidence.Count.ShouldBe(2);

        Task<int> AddAsync(string key, int length) =>
            world.In(context =>
                new AddEvidence(context, world.Test.Store.Files, clock, room).RunAsync(
                    world.Coordinator,
                    new(
                        world.First,
                        key,
                        new(
                            EvidenceKind.File,
                            File: new(
                                $"{key}.pdf",
                                new MemoryStream([.. "%PDF-1.4 "u8, .. Encoding.UTF8.GetBytes(key), .. new byte[length]])
                            )
                        ),
                        [new("1.1")]
                    ),
                    Cancel
                )
            );

        Task<IReadOnlyList<PlaceOfEvidence>> RemoveAsync(int id) =>
            world.In(context => new RemoveEvidence(context, clock).RunAsync(world.Coordinator, new(world.First, id), Cancel));
    }

    private static Task<(JobState State, string? Said)> RunAsync(RegionWorld world) => RunAsync(world.Store, world.Clock);

    private static async Task<(JobState State, string? Said)> RunAsync(Orientir.Data.Store store, TestClock clock)
    {
        await using var outside = store.Open();
        var job = Job.Of(CleanUp.KindName, new { }, null, null, clock.Now);
        outside.Jobs.Add(job);
        await outside.SaveChangesAsync(Cancel);
        await new RunJob(store.Open, [new CleanUp(store)], clock).RunAsync(job.Id, Cancel);
        await outside.Entry(job).ReloadAsync(Cancel);
        return (job.State, job.Outcome?.Replace(Russian.NoBreakSpace, ' '));
    }

    private static Job Finished(int region, DateTime at)
    {
        var job = Waiting(region, at);
        job.Begin(at);
        job.Finish(at);
        return job;
    }

    private static Letter Written(RegionWorld world, string name, DateTime at) => Letter.ToSend(Text(name), 1, world.Operator, at);

    private static LetterText Text(string name) => new(LetterWhy.Reminder, name, "x@x.test", "Напоминание", "Пора.");

    private static Job Waiting(int region, DateTime at) => Job.Of("report", new { }, region, null, at);

    private static Invitation Invited(RegionWorld world, string email, DateTime expires) =>
        new()
        {
            TokenHash = email,
            Email = email,
            DisplayName = email,
            Role = Role.Expert,
            RegionId = world.RegionId,
            CreatedAt = world.Clock.Now,
            ExpiresAt = expires,
        };
}
