using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
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
    public async Task Next_OfRequestedPackage_KeepsItWithItsRun(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var id = await RequestAsync(made);
        (await RequestAsync(made)).ShouldBe(id);

        (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Maker(made).NextAsync(Cancel), Cancel))))
            .Count(did => did)
            .ShouldBe(1);
        var package = await PackageAsync(made);
        package.Failure.ShouldBeNull();
        package.Done.ShouldBe(package.Total);
        package.FinishedAt.ShouldBe(made.Time.Now);
        using var zip = new ZipArchive(new MemoryStream(package.Content!));
        zip.Entries.Select(entry => entry.FullName).ShouldContain("report.docx");
        zip.Entries.Select(entry => entry.FullName).ShouldContain("conclusions/Район 2.docx");
        (await Maker(made).NextAsync(Cancel)).ShouldBeFalse();
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
                            return await new RequestReport(context, made.Time).RunAsync(made.Operator, run, Cancel);
                        },
                        Cancel
                    )
                )
        );
        asked.ShouldAllBe(id => id == asked[0]);
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
    public async Task Next_OfPackageOfAKilledProcess_TakesItUpAfterAMinute(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        await using (var context = made.Open())
            await context.ReportPackages.ExecuteUpdateAsync(set => set.SetProperty(row => row.HeartbeatAt, made.Time.Now), Cancel);
        made.Time.Now = made.Time.Now.AddSeconds(59);
        (await Maker(made).NextAsync(Cancel)).ShouldBeFalse();
        made.Time.Now = made.Time.Now.AddSeconds(2);
        (await Maker(made).NextAsync(Cancel)).ShouldBeTrue();
        var package = await PackageAsync(made);
        package.Content.ShouldNotBeNull();
        // The time left counts from this beginning, not from the request or the maker before.
        package.StartedAt.ShouldBe(made.Time.Now);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Next_OfPackageWhoseMakersDie_GivesItUpAfterThree(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        // As the third maker to be killed leaves it.
        await using (var context = made.Open())
            await context.ReportPackages.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.HeartbeatAt, made.Time.Now).SetProperty(row => row.Attempts, MakeReport.MostAttempts),
                Cancel
            );
        made.Time.Now = made.Time.Now.AddMinutes(2);
        (await Maker(made).NextAsync(Cancel)).ShouldBeFalse();
        var package = await PackageAsync(made);
        package.FinishedAt.ShouldBe(made.Time.Now);
        package.Failure!.ShouldContain("Составьте его ещё раз");
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
        (await Maker(made).NextAsync(Cancel)).ShouldBeFalse();
        (await PackageAsync(made)).Failure.ShouldBe(CancelReport.DisplayText);
        (await RequestAsync(made)).ShouldNotBe(id);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Next_StoppedInTheMiddle_LeavesThePackageWaiting(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        using var stop = new CancellationTokenSource();
        var opened = 0;
        var maker = new MakeReport(
            () =>
            {
                // The second context is opened to load the run: the claim is made by then.
                if (Interlocked.Increment(ref opened) == 2)
                    stop.Cancel();
                return made.Test.Store.Open();
            },
            made.Time
        );
        await Should.ThrowAsync<OperationCanceledException>(() => maker.NextAsync(stop.Token));
        var package = await PackageAsync(made);
        (package.StartedAt, package.HeartbeatAt, package.FinishedAt).ShouldBe((null, null, null));
        (await Maker(made).NextAsync(Cancel)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Next_OfRunThatCannotBeRead_SaysSoWithoutTheInsides(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await RequestAsync(made);
        await using (var context = made.Open())
            await context.ResultRuns.ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.Marks, new byte[] { 1 }).SetProperty(row => row.InputHash, "of marks that cannot be read"),
                Cancel
            );
        await Should.ThrowAsync<InputException>(() => Maker(made).NextAsync(Cancel));
        var package = await PackageAsync(made);
        package.FinishedAt.ShouldBe(made.Time.Now);
        package.Failure!.ShouldContain("записана в журнал");
        (await Maker(made).NextAsync(Cancel)).ShouldBeFalse();
    }

    private static MakeReport Maker(ReviewedCampaign made) => new(made.Test.Store.Open, made.Time);

    private static async Task<int> RequestAsync(ReviewedCampaign made)
    {
        var run = await ComputeRunTests.ComputeAsync(made);
        await using var context = made.Open();
        return await new RequestReport(context, made.Time).RunAsync(made.Operator, run, Cancel);
    }

    private static async Task<ReportPackage> PackageAsync(ReviewedCampaign made)
    {
        await using var context = made.Open();
        return await context.ReportPackages.AsNoTracking().SingleAsync(Cancel);
    }
}
