using Microsoft.EntityFrameworkCore;
using Orientir.Core.Jobs;
using Orientir.Core.Reports;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

/// <summary>The migration that made report packages jobs: what waited or was at work before is still made.</summary>
public class ReportsAsJobsTests
{
    private const int Initial = 1,
        Jobs = 3,
        Letters = 4,
        ReportsAsJobs = 10,
        ScriptHashes = 14,
        JoinedJobs = 19,
        WhatJobsDid = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Migrate_OverPackagesOfEveryState_MakesJobsOfTheUnfinishedOnes(Database database)
    {
        using var store = TestStore.Empty(database);
        List<Migration> UpTo(params int[] numbers) => [.. Migrate.Written(store.Store).Where(one => numbers.Contains(one.Number))];
        await new Migrate(store.Store, UpTo(Initial, Jobs, Letters)).RunAsync(Cancel);
        string At(int day) => $"'2026-01-0{day} 00:00:00{(database == Database.Postgres ? "+00" : "")}'";
        await using (var context = store.Store.Open())
        {
            context.AllRegions = true;
            await context.Database.ExecuteSqlRawAsync(
                $"""
                INSERT INTO regions VALUES (1, 'r', 'Регион', 'Europe/Moscow');
                INSERT INTO methodologies VALUES (1, 1, 'p', 1, 0, 'М', 'м', 'municipality', '', 'h', NULL);
                INSERT INTO campaigns VALUES (1, 1, 1, 'К', 'к', '2026', 0, {At(1)}, {At(2)}, {At(3)}, {At(4)}, '', '', '', 0.5, NULL, 1);
                INSERT INTO result_runs VALUES (1, 1, 1, 1, 'a', '0.1.0', {At(5)}, 1, ''), (2, 1, 1, 1, 'b', '0.1.0', {At(
                    5
                )}, 1, ''), (3, 1, 1, 1, 'c', '0.1.0', {At(5)}, 1, '');
                INSERT INTO report_packages ("Id", "RegionId", "ResultRunId", "RequestedAt", "StartedAt", "Total", "Done", "FinishedAt", "HeartbeatAt", "Attempts", "Failure", "Content") VALUES
                    (1, 1, 1, {At(6)}, {At(6)}, 9, 9, {At(7)}, {At(7)}, 1, NULL, ''),
                    (2, 1, 2, {At(6)}, {At(6)}, 9, 4, {At(7)}, {At(7)}, 3, 'Не получилось.', NULL),
                    (3, 1, 2, {At(8)}, {At(8)}, 9, 4, NULL, {At(8)}, 1, NULL, NULL),
                    (4, 1, 3, {At(9)}, NULL, 0, 0, NULL, NULL, 0, NULL, NULL);
                """,
                Cancel
            );
        }
        await new Migrate(store.Store, UpTo(Initial, Jobs, Letters, ReportsAsJobs, ScriptHashes, JoinedJobs, WhatJobsDid)).RunAsync(Cancel);

        await using var after = store.Store.Open();
        after.AllRegions = true;
        var jobs = await after.Jobs.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancel);
        jobs.Select(job => (job.Kind, job.RegionId, job.State, job.PayloadAs<ReportPayload>().Run))
            .ShouldBe([(MakeReport.KindName, 1, JobState.Waiting, 2), (MakeReport.KindName, 1, JobState.Waiting, 3)]);
        jobs[0].CreatedAt.ShouldBe(new DateTime(2026, 1, 8, 0, 0, 0, DateTimeKind.Utc));
        var packages = await after
            .Database.SqlQueryRaw<string>(
                """SELECT p."Id" || ' ' || coalesce(p."JobId", 0) || ' ' || coalesce(p."Failure", '') AS "Value" FROM report_packages p ORDER BY p."Id" """
            )
            .ToListAsync(Cancel);
        packages.ShouldBe(["1 0 ", "2 0 Не получилось.", $"3 {jobs[0].Id} ", $"4 {jobs[1].Id} "]);
        (
            await new FindDueJobs(
                store.Store.Open,
                [new MakeReport(store.Store.Files, store.Store.Temporary)],
                TimeProvider.System
            ).RunAsync(Cancel)
        ).Count.ShouldBe(2);
    }
}
