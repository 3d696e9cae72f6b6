using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Core.Tests.Results;

namespace Orientir.Core.Tests.Reports;

public class MakeReportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfRequestedPackage_KeepsItWithItsRun(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var id = await RequestAsync(made);
        (await RequestAsync(made)).ShouldBe(id);

        (await RunNextAsync(made))!.State.ShouldBe(JobState.Done);
        var package = await PackageAsync(made);
        package.Failure.ShouldBeNull();
        package.FinishedAt.ShouldBe(made.Time.Now);
        StoredFile file;
        await using (var context = made.Open())
            file = await context.StoredFiles.SingleAsync(row => row.Id == package.FileId, Cancel);
        file.Name.ShouldBe($"Отчёт {id}.zip");
        using var zip = new ZipArchive((await made.Test.Store.Files.OpenAsync(file.Hash, Cancel))!);
        await using (var kept = (await made.Test.Store.Files.OpenAsync(file.Hash, Cancel))!)
            ReportPackage
                .NamesIn(file, kept)
                .ShouldBe([
                    "report.docx",
                    "summary.xlsx",
                    "report.html",
                    "results.json",
                    "conclusions/Район 1.docx",
                    "conclusions/Район 2.docx",
                    "conclusions/Район 3.docx",
                ]);
        zip.Entries.Select(entry => entry.FullName).ShouldContain("conclusions/Район 2.docx");
        var job = await JobAsync(made);
        (job.Done, job.OwnerId).ShouldBe((job.Total, made.Operator.UserId));
        job.Total.ShouldBe(zip.Entries.Count);
        (await RunNextAsync(made)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task ListFiles_OfReports_GivesThePackages(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var id = await RequestAsync(made);
        await RunNextAsync(made);
        (await new ListReportFiles(made.Test.Store.Open).RunAsync(Cancel)).ShouldBe([(await FileAsync(made, id))!.Hash]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Request_ByManyAtOnce_GivesAllTheSamePackage(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var run = await ComputeRunTests.ComputeAsync(made);
        var asked = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(
                        async () =>
                        {
                            await using var context = made.Open();
                            return await new RequestReport(context, made.Test.Store.Files, made.Time).RunAsync(made.Operator, run, Cancel);
                        },
                        Cancel
                    )
                )
        );
        asked.ShouldAllBe(id => id == asked[0]);
        // The job of whoever was late went with its package.
        (await JobAsync(made))
            .PayloadAs<ReportPayload>()
            .Run.ShouldBe(run);
        await using (var context = made.Open())
        {
            context.ReportPackages.Add(
                new()
                {
                    RegionId = (await context.ReportPackages.SingleAsync(Cancel)).RegionId,
                    ResultRunId = run,
                    RequestedAt = made.Time.Now,
                }
            );
            await Should.ThrowAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Cancel));
        }
        (await PackageAsync(made)).Id.ShouldBe(asked[0]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfPackageOfAKilledSite_TakesItUpAndLeavesOneThatIsMade(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        await BeginAndDieAsync(made);
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Done);
        var package = await PackageAsync(made);
        package.FileId.ShouldNotBeNull();

        // As a site leaves it that is killed between the package and the end of its job.
        await using (var context = made.Open())
            await context.Jobs.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, JobState.Running).SetProperty(row => row.FinishedAt, (DateTime?)null),
                Cancel
            );
        made.Time.Now += Job.Patience + TimeSpan.FromSeconds(1);
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Done);
        (await PackageAsync(made)).FinishedAt.ShouldBe(package.FinishedAt);
    }

    [Theory]
    [InlineData(Database.Sqlite, true)]
    [InlineData(Database.Sqlite, false)]
    [InlineData(Database.Postgres, true)]
    [InlineData(Database.Postgres, false)]
    public async Task Request_OfAPackageThatIsLost_GivesAnotherWithTheSameBytes(Database database, bool damaged)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var lost = await RequestAsync(made);
        await RunNextAsync(made);
        var before = await FileAsync(made, lost);
        var file = Path.Combine(made.Test.FilesFolder, before!.Hash[..2], before.Hash[2..]);
        if (damaged)
            await File.WriteAllBytesAsync(file, new byte[before.Length], Cancel);
        else
            File.Delete(file);

        var run = await ComputeRunTests.ComputeAsync(made);
        var asked = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(
                        async () =>
                        {
                            await using var context = made.Open();
                            return await new RequestReport(context, made.Test.Store.Files, made.Time).RunAsync(made.Operator, run, Cancel);
                        },
                        Cancel
                    )
                )
        );
        asked.Distinct().Count().ShouldBe(1);
        asked[0].ShouldNotBe(lost);
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Done);
        var after = await FileAsync(made, asked[0]);
        (after!.Hash, after.Length).ShouldBe((before.Hash, before.Length));
        await using (await new OpenFile(made.Test.Store.Files).RunAsync(after, Cancel)) { }
        (await FileAsync(made, lost)).ShouldBeNull();
        (await RequestAsync(made)).ShouldBe(asked[0]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OverADamagedRun_SaysWhichInWords(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        await using (var context = made.Open())
            await context.ResultRuns.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Outputs, new byte[] { 1 }).SetProperty(row => row.OutputHash, "другой"),
                Cancel
            );
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Failed);
        (await PackageAsync(made)).Failure!.ShouldStartWith("Итоги расчёта №\u00A01 прочесть нельзя");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OverARunOfANewerProgram_IsGivenUpInWords(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        await using (var context = made.Open())
            await context.ResultRuns.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.FindingsVersion, FindingRules.Version + 1),
                Cancel
            );
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Failed);
        (await PackageAsync(made)).Failure!.ShouldContain("прочесть нельзя: его сделала более новая программа");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfPackageWhoseSitesDie_GivesItUpAfterThree(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        for (var attempt = 0; attempt < new MakeReport(made.Test.Store.Files, made.Test.Store.Temporary).MostAttempts; attempt++)
            await BeginAndDieAsync(made);
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Failed);
        var package = await PackageAsync(made);
        package.FinishedAt.ShouldBe(made.Time.Now);
        package.Failure!.ShouldContain("Попробуйте ещё раз");
        // Asked for again, it is another package with its own attempts.
        (await RequestAsync(made)).ShouldNotBe(package.Id);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Cancel_OfPackageWaiting_IsNotMade(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var id = await RequestAsync(made);
        await using (var context = made.Open())
            (
                await Should.ThrowAsync<RefusedException>(() => new CancelReport(context, made.Time).RunAsync(made.Coordinator, id, Cancel))
            ).Kind.ShouldBe(RefusalKind.NotFound);
        await using (var context = made.Open())
            await new CancelReport(context, made.Time).RunAsync(made.Operator, id, Cancel);
        (await PackageAsync(made)).Failure.ShouldBe(CancelReport.Cancelled);
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Cancelled);
        (await PackageAsync(made)).FileId.ShouldBeNull();
        (await RequestAsync(made)).ShouldNotBe(id);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_StoppedInTheMiddle_LeavesThePackageWaiting(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        using var stop = new CancellationTokenSource();
        var opened = 0;
        var run = new RunJob(
            () =>
            {
                // The first context is of the job: the second is opened to make the package.
                if (Interlocked.Increment(ref opened) == 2)
                    stop.Cancel();
                return made.Test.Store.Open();
            },
            [new MakeReport(made.Test.Store.Files, made.Test.Store.Temporary)],
            made.Time
        );
        var id = (await JobAsync(made)).Id;
        (await run.RunAsync(id, stop.Token))!.State.ShouldBe(JobState.Waiting);
        (await PackageAsync(made)).FinishedAt.ShouldBeNull();
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Done);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfRunThatCannotBeRead_IsTriedAgainAndSaysSoWithoutTheInsides(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        var id = (await JobAsync(made)).Id;
        var broken = new RunJob(() => made.Test.Store.Open(), [new Unreadable(made)], made.Time);
        var most = new MakeReport(made.Test.Store.Files, made.Test.Store.Temporary).MostAttempts;
        for (var attempt = 1; attempt < most; attempt++)
        {
            (await broken.RunAsync(id, Cancel))!.State.ShouldBe(JobState.Waiting);
            // Who waits for it sees one that waits.
            (await PackageAsync(made)).FinishedAt.ShouldBeNull();
            made.Time.Now += TimeSpan.FromHours(1);
        }
        (await broken.RunAsync(id, Cancel))!.Fault.ShouldBeOfType<InvalidDataException>();
        var package = await PackageAsync(made);
        package.FinishedAt.ShouldBe(made.Time.Now);
        package.Failure!.ShouldContain("записана в журнал");
        package.Failure!.ShouldNotContain("внутренности");
        (await RunNextAsync(made)).ShouldBeNull();

        // Begun anew from the list of jobs it is the same package; not beside another that was asked for meanwhile.
        await new TryJobAgain(made.Test.Store.Open, [], made.Time).RunAsync(made.Operator, id, Cancel);
        var other = await RequestAsync(made);
        other.ShouldNotBe(package.Id);
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Failed);
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Done);
        await using var context = made.Open();
        (await context.ReportPackages.SingleAsync(row => row.FileId != null, Cancel)).Id.ShouldBe(other);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_BegunAnewAfterItWasGivenUp_MakesThePackageItWas(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        var id = (await JobAsync(made)).Id;
        await new CancelJob(made.Test.Store.Open, [], made.Time).RunAsync(made.Operator, id, Cancel);
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Cancelled);
        (await PackageAsync(made)).Failure.ShouldBe(CancelReport.Cancelled);
        await new TryJobAgain(made.Test.Store.Open, [], made.Time).RunAsync(made.Operator, id, Cancel);
        (await RunNextAsync(made))!.State.ShouldBe(JobState.Done);
        var package = await PackageAsync(made);
        (package.Failure, package.JobId).ShouldBe((null, id));
        package.FileId.ShouldNotBeNull();
    }

    /// <summary>A report whose making breaks.</summary>
    private sealed class Unreadable(ReviewedCampaign made) : JobKind
    {
        private readonly MakeReport report = new(made.Test.Store.Files, made.Test.Store.Temporary);

        public override string Name => report.Name;

        public override string Title => report.Title;

        public override int MostAttempts => report.MostAttempts;

        public override Task RunAsync(JobRun run, CancellationToken cancel) => throw new InvalidDataException("внутренности");

        public override Task GiveUpAsync(OrientirContext context, JobRun run, string? fault, CancellationToken cancel) =>
            report.GiveUpAsync(context, run, fault, cancel);
    }

    private static async Task<JobEnd?> RunNextAsync(ReviewedCampaign made)
    {
        JobKind[] kinds = [new MakeReport(made.Test.Store.Files, made.Test.Store.Temporary)];
        var due = await new FindDueJobs(made.Test.Store.Open, kinds, made.Time).RunAsync(Cancel);
        return due.Count == 0 ? null : await new RunJob(made.Test.Store.Open, kinds, made.Time).RunAsync(due[0].Id, Cancel);
    }

    private static async Task BeginAndDieAsync(ReviewedCampaign made)
    {
        await using (var context = made.Open())
        {
            (await context.Jobs.SingleAsync(Cancel)).Begin(made.Time.Now);
            await context.SaveChangesAsync(Cancel);
        }
        made.Time.Now += Job.Patience;
        (await RunNextAsync(made)).ShouldBeNull();
        made.Time.Now += TimeSpan.FromSeconds(1);
    }

    private static async Task<int> RequestAsync(ReviewedCampaign made)
    {
        var run = await ComputeRunTests.ComputeAsync(made);
        await using var context = made.Open();
        return await new RequestReport(context, made.Test.Store.Files, made.Time).RunAsync(made.Operator, run, Cancel);
    }

    private static async Task<StoredFile?> FileAsync(ReviewedCampaign made, int package)
    {
        await using var context = made.Open();
        return await context
            .StoredFiles.AsNoTracking()
            .Where(file => context.ReportPackages.Any(row => row.Id == package && row.FileId == file.Id))
            .SingleOrDefaultAsync(Cancel);
    }

    private static async Task<ReportPackage> PackageAsync(ReviewedCampaign made)
    {
        await using var context = made.Open();
        return await context.ReportPackages.AsNoTracking().SingleAsync(Cancel);
    }

    private static async Task<Job> JobAsync(ReviewedCampaign made)
    {
        await using var context = made.Open();
        return await context.Jobs.AsNoTracking().SingleAsync(Cancel);
    }
}
