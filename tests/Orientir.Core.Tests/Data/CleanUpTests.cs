using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
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
            context.Invitations.AddRange(
                Invited(world, "old@x.test", now - CleanUp.LinksKept - day, null),
                Invited(world, "came@x.test", now - CleanUp.LinksKept - day, now - 900 * day),
                Invited(world, "fresh@x.test", now + day, null)
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
            context.Invitations.Local.Single(row => row.Email == "came@x.test").Letter = sent;
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
    public async Task Run_WithFilesNothingRefersTo_SaysHowManyOfThemItRemoved(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
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

    private static async Task<(JobState State, string? Said)> RunAsync(RegionWorld world)
    {
        await using var outside = world.OpenNowhere();
        var job = Job.Of(CleanUp.KindName, new { }, null, null, world.Clock.Now);
        outside.Jobs.Add(job);
        await outside.SaveChangesAsync(Cancel);
        await new RunJob(world.Store.Open, [new CleanUp(world.Store)], world.Clock).RunAsync(job.Id, Cancel);
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

    private static Invitation Invited(RegionWorld world, string email, DateTime expires, DateTime? used)
    {
        var invitation = new Invitation
        {
            TokenHash = email,
            Email = email,
            DisplayName = email,
            Role = Role.Expert,
            RegionId = world.RegionId,
            CreatedAt = world.Clock.Now,
            ExpiresAt = expires,
        };
        if (used is { } at)
            invitation.Use(at);
        return invitation;
    }
}
