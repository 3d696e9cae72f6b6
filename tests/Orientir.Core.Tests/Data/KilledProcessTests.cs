using System.Data;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Tests.TestData;

namespace Orientir.Core.Tests.Data;

/// <summary>Processes killed by force in a storm of saves. How often: ORIENTIR_KILLS, 2 by default; bench/kill asks for 20.</summary>
public class KilledProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Save_AcknowledgedBeforeAKill_IsThereAfterwards(Database database)
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("ORIENTIR_KILLS"), CultureInfo.InvariantCulture, out var wished) ? wished : 2;
        using var world = await SubmissionWorld.MakeAsync(database);
        var folder = Directory.CreateTempSubdirectory("orientir-storm-");
        // Two in one submission, one in another: they wait for one another and do not.
        (int Subject, string Uid, string File)[] savers =
            [.. new[] { (world.First, "1.1"), (world.First, "1.2"), (world.Second, "1.1") }.Select((saver, index) => (saver.Item1, saver.Item2, Path.Combine(folder.FullName, $"{index}")))];
        for (var kill = 0; kill < kills; kill++)
        {
            var before = savers.Select(Count).ToArray();
            var storm = savers.Select(saver => StormProcess.Start(world.Connection, world.Operator, saver.Subject, saver.Uid, saver.File)).ToList();
            try
            {
                // Once all are at it; later kills come later, so that they meet different moments of a save.
                for (var waited = Stopwatch.StartNew(); !savers.Index().All(saver => Count(saver.Item) >= before[saver.Index] + 3 + 2 * kill); await Task.Delay(5, Cancel))
                {
                    if (storm.Find(process => process.HasExited) is { } ended)
                        Assert.Fail($"A saver ended by itself: {await ended.StandardOutput.ReadToEndAsync(Cancel)} {await ended.StandardError.ReadToEndAsync(Cancel)}");
                    waited.Elapsed.ShouldBeLessThan(Patience, $"kill {kill}: {savers.Sum(Count) - before.Sum()} saves");
                }
            }
            finally
            {
                foreach (var process in storm) process.Kill();
                foreach (var process in storm)
                {
                    await process.WaitForExitAsync(CancellationToken.None);
                    process.Dispose();
                }
            }

            // Looked for after every kill, in one snapshot: a server may be committing the last save of a dead client.
            await using var context = world.Open();
            await using var snapshot = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, Cancel);
            foreach (var (subject, uid, file) in savers)
            {
                var kept = await context.AuditEntries.Where(entry => entry.CampaignSubjectId == subject && entry.Place == uid).OrderBy(entry => entry.Id)
                    .Select(entry => entry.New!).ToListAsync(Cancel);
                StormProcess.Acknowledged(file).Except(kept.Select(value => value.Trim('"'))).ShouldBeEmpty($"kill {kill}: lost");
                // Every record has its save, every save its record, and the last of them is what stands there.
                var answer = await context.Answers.SingleAsync(row => row.Uid == uid && context.Submissions.Any(own => own.Id == row.SubmissionId && own.CampaignSubjectId == subject), Cancel);
                kept.ShouldBeUnique();
                kept.Count.ShouldBe((int)answer.Version);
                kept[^1].Trim('"').ShouldBe(answer.Comment);
            }
            if (database == Database.Sqlite)
                (await context.Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check").ToListAsync(Cancel)).ShouldBe(["ok"]);
        }
        TestContext.Current.SendDiagnosticMessage("{0}: {1} kills, acknowledged and found {2}", database, kills, savers.Sum(Count));
        folder.Delete(recursive: true);

        static int Count((int Subject, string Uid, string File) saver) => StormProcess.Acknowledged(saver.File).Length;
    }
}
