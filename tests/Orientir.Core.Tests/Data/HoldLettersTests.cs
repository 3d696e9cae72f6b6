using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
using Orientir.Core.Tests.Letters;
using Orientir.Data;
using static Orientir.Core.Tests.Letters.LettersWorld;

namespace Orientir.Core.Tests.Data;

public sealed class HoldLettersTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orientir-held-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_OfACopyWithWaitingLetters_SendsNoneUntilSomebodyDoes(Database database)
    {
        await using var host = MailHost.Start();
        using var world = await RegionWorld.MakeAsync(database, "Asia/Yekaterinburg");
        world.Clock.Now = new DateTime(2026, 12, 1, 21, 30, 0, DateTimeKind.Utc);
        await world.InviteAsync("sent@example.org");
        await world.SendAsync(By(host));
        await world.InviteAsync("waits@example.org", "begun@example.org");
        await world.In(async context =>
        {
            (await context.Letters.SingleAsync(row => row.ToEmail == "begun@example.org", Cancel)).Claim(
                world.Clock.Now,
                world.Clock.Now.AddMinutes(5)
            );
            await context.SaveChangesAsync(Cancel);
            context.RegionId = null;
            context.Letters.Add(
                Letter.ToSend(
                    new(LetterWhy.NewPassword, "Администратор", "admin@example.org", "Новый пароль", "До", Site.OneTimeLink("x"), "После"),
                    1,
                    Actor.Installation(null),
                    world.Clock.Now
                )
            );
            await context.SaveChangesAsync(Cancel);
        });

        var restored = await RestoredAsync(world);

        restored.Held.ShouldBe(3);
        await using var context = world.OpenNowhere();
        context.AllRegions = true;
        var letters = await context.Letters.AsNoTracking().ToDictionaryAsync(row => row.ToEmail!, Cancel);
        (letters["sent@example.org"].State, letters["sent@example.org"].Fault).ShouldBe((LetterState.Sent, null));
        foreach (
            var (email, at) in new[]
            {
                ("waits", "2 декабря 2026, 02:30"),
                ("begun", "2 декабря 2026, 02:30"),
                ("admin", "2 декабря 2026, 00:30"),
            }
        )
        {
            var held = letters[email + "@example.org"];
            (held.State, held.Link, held.ClaimedUntil).ShouldBe((LetterState.Failed, null, null));
            held.Fault!.Replace(Russian.NoBreakSpace, ' ')
                .ShouldBe(
                    $"восстановлено из копии от {at}, где ещё не было отправлено: само письмо не уйдёт, отправьте его снова, если оно ещё нужно"
                );
        }

        // The site starts with mail: whatever it wants to do by itself, no letter goes out.
        await StartAsync(world, By(host));
        host.Letters.Count.ShouldBe(1);

        var waited = letters["waits@example.org"].Id;
        await world.In(own =>
            new SendLettersAgain(own, By(host), Causes, world.Clock).RunAsync(world.Operator, new([waited], Site), Cancel)
        );
        await StartAsync(world, By(host));
        host.Letters.Count.ShouldBe(2);
        var secret = SendLettersAgainTests.SecretOf(host.Letters[^1].TextBody!);
        (await SendLettersAgainTests.StateAsync(world, secret)).ShouldBe(LinkState.Open);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Restore_OfACopyWithoutWaitingLetters_HoldsNone(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        (await RestoredAsync(world)).Held.ShouldBe(0);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<BackupCounts> RestoredAsync(RegionWorld world)
    {
        var copy = Path.Combine(folder.FullName, "copy.zip");
        new WriteBackup(world.Store, world.Clock).Run(copy, cancel: Cancel);
        Npgsql.NpgsqlConnection.ClearAllPools();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return await new RestoreBackup(world.Store).RunAsync(copy, replace: true, Cancel);
    }

    /// <summary>What a site that begins does of letters: sees what is wanted, then does every open job.</summary>
    private static async Task StartAsync(RegionWorld world, MailSettings mail)
    {
        var kind = new LettersJob(world.OpenNowhere, mail, Causes);
        await using var context = world.OpenNowhere();
        context.AllRegions = true;
        await kind.AddMissingAsync(context, starts: true, world.Clock.Now, Cancel);
        foreach (var id in await context.Jobs.Where(row => row.FinishedAt == null).Select(row => row.Id).ToListAsync(Cancel))
            await new RunJob(world.OpenNowhere, [kind], world.Clock).RunAsync(id, Cancel);
    }
}
