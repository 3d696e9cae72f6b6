using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Orientir.Core.Accounts;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Tests.Results;

public class LoadRunTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ComputedByOtherRules_ShowsItsOwnFigures(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var run = await MarkedAsync(made, "иные правила");
        // As a scorer of other rules would have kept it: one subject has half a point more, and another place.
        var scored = (await LoadAsync(made, run)).Scored;
        var outputs = scored.Scores.Outputs;
        var other = new Scores(
            scored.Methodology.Specification,
            scored.Scores.Subjects,
            outputs with
            {
                Points = [.. outputs.Points.Select((points, cell) => cell == 1 ? points + 0.5 : points)],
                Rank = [.. outputs.Rank.Select(rank => rank == 0 ? 0 : 9)],
            }
        );
        var kept = RunOutputs.Write(new ScoredMarks(scored.Methodology, scored.Marks, other, scored.Bounds));
        await ChangeAsync(
            made,
            run,
            set =>
                set.SetProperty(row => row.ScorerVersion, 77)
                    .SetProperty(row => row.Outputs, kept)
                    .SetProperty(row => row.OutputHash, RunOutputs.HashOf(kept))
        );

        var loaded = await LoadAsync(made, run);
        loaded.Run.ScorerVersion.ShouldBe(77);
        loaded.Scored.Scores[1, 0].Points.ShouldBe(2.5);
        loaded.Scored.Scores[1, 0].Rank.ShouldBe(9);
        // These rules give a run of their own beside it.
        (await ComputeAsync(made)).ShouldNotBe(run);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ThatWasNeverPublished_IsClosedToParticipants(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        async Task<int> ComputedAsync(string program)
        {
            made.Time.Now = made.Time.Now.AddHours(1);
            return await ComputeAsync(made, program);
        }
        async Task DecideAsync(CampaignState to)
        {
            made.Time.Now = made.Time.Now.AddHours(1);
            await using var context = made.Open();
            context.CampaignDecisions.Add(
                new()
                {
                    RegionId = made.Region,
                    CampaignId = made.Campaign,
                    To = to,
                    At = made.Time.Now,
                    UserId = made.Operator.UserId,
                }
            );
            await context.SaveChangesAsync(Cancel);
            if (to == CampaignState.Published)
                await NewestRun.PublishAsync(context, made.Campaign, Cancel);
        }
        async Task<List<int>> SeenAsync(Actor actor)
        {
            await using var context = made.Open(actor);
            return await new Visible(context, actor, made.Time).Runs.Select(run => run.Id).Order().ToListAsync(Cancel);
        }

        var draft = await ComputedAsync("1.0+a");
        var first = await ComputedAsync("1.0+b");
        await DecideAsync(CampaignState.Results);
        (await SeenAsync(made.Coordinator)).ShouldBeEmpty();
        await DecideAsync(CampaignState.Published);
        (await SeenAsync(made.Coordinator)).ShouldBe([first]);
        (await SeenAsync(made.Operator)).ShouldBe([draft, first]);
        await using (var context = made.Open(made.Coordinator))
            (
                await Should.ThrowAsync<RefusedException>(() => new LoadRun(context, made.Time).RunAsync(made.Coordinator, draft, Cancel))
            ).Kind.ShouldBe(RefusalKind.NotFound);

        // Taken back, mended and published again: what was published stays readable, what lay between does not open.
        await DecideAsync(CampaignState.Results);
        (await SeenAsync(made.Coordinator)).ShouldBeEmpty();
        var between = await ComputedAsync("1.0+c");
        var second = await ComputedAsync("1.0+d");
        await DecideAsync(CampaignState.Published);
        (await SeenAsync(made.Coordinator)).ShouldBe([first, second]);
        between.ShouldBeInRange(first + 1, second - 1);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhoseOutputsAreNotThoseKept_IsRefused(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var run = await MarkedAsync(made, $"проба на {database}");
        await ChangeAsync(made, run, set => set.SetProperty(row => row.Outputs, "ORUN"u8.ToArray()));
        (await Should.ThrowAsync<DamagedRunException>(() => LoadAsync(made, run))).Message.ShouldStartWith(
            $"Итоги расчёта №\u00A0{run} прочесть нельзя"
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_InALayoutOfANewerProgram_IsRefusedAsThat(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var run = await MarkedAsync(made, $"новее, {database}");
        byte[] newer = [.. "ORUN"u8, RunOutputs.Layout + 1, database == Database.Sqlite ? (byte)1 : (byte)2];
        var hash = RunOutputs.HashOf(newer);
        await ChangeAsync(made, run, set => set.SetProperty(row => row.Outputs, newer).SetProperty(row => row.OutputHash, hash));
        (await Should.ThrowAsync<DamagedRunException>(() => LoadAsync(made, run))).IsOfNewerProgram.ShouldBeTrue();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_ByAnotherProgram_IsANewRun(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 1, "1.1", "2");
        var first = await ComputeAsync(made, "1.0+aaa");
        (await ComputeAsync(made, "1.0+aaa")).ShouldBe(first);
        var second = await ComputeAsync(made, "1.0+bbb");
        second.ShouldNotBe(first);
        await using var context = made.Open();
        (await context.ResultRuns.OrderBy(row => row.Id).Select(row => row.ProgramVersion).ToListAsync(Cancel)).ShouldBe([
            "1.0+aaa",
            "1.0+bbb",
        ]);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfAPackageNobodyMayImportToday_IsReadAsItWasKept(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var run = await MarkedAsync(made, $"прежнее правило, {database}");
        var before = (await LoadAsync(made, run)).Scored;
        await using var context = made.Open();
        var edition = await context.Methodologies.AsNoTracking().SingleAsync(Cancel);
        // What another program of another day may have let in: a property and a title that today's rules refuse.
        var text = edition
            .Json.Replace("\"basis\"", $"\"before\": \"{database}\", \"basis\"", StringComparison.Ordinal)
            .Replace("\"title\": \"", "\"title\": \"\\u2028", StringComparison.Ordinal);
        var package = Encoding.UTF8.GetBytes(text);
        Should.Throw<InputException>(() => new ReadMethodology().Read(package, "m.json"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(package));
        var kept = RunMarks.Pack(package);
        await ChangeAsync(
            made,
            run,
            set => set.SetProperty(row => row.Specification, kept).SetProperty(row => row.SpecificationHash, hash)
        );
        await context
            .Methodologies.Where(row => row.Id == edition.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Json, text).SetProperty(row => row.Hash, hash), Cancel);

        var after = (await LoadAsync(made, run)).Scored;
        after.Methodology.Title.ShouldBe("\u2028" + before.Methodology.Title);
        after.Scores.Outputs.Points.ShouldBe(before.Scores.Outputs.Points);
        // The campaign that runs by it goes on.
        (await KeptMethodologies.ReadAsync(context.Methodologies, Cancel)).ShouldBeSameAs(after.Methodology);
        (await ComputeAsync(made)).ShouldNotBe(run);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhosePackageIsNotThatKept_IsRefused(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var run = await MarkedAsync(made, $"подмена, {database}");
        var (kept, hash) = (RunMarks.Pack("{}"u8.ToArray()), new string('0', 63) + (database == Database.Sqlite ? '1' : '2'));
        await ChangeAsync(
            made,
            run,
            set => set.SetProperty(row => row.Specification, kept).SetProperty(row => row.SpecificationHash, hash)
        );
        await Should.ThrowAsync<DamagedRunException>(() => LoadAsync(made, run));
    }

    /// <summary>The run of one mark; what its comment says nobody else has, so that nothing read before is taken for it.</summary>
    private static async Task<int> MarkedAsync(ReviewedCampaign made, string comment)
    {
        await made.MarkAsync(made.Operator, 1, "1.1", "2", comment: comment);
        return await ComputeAsync(made);
    }

    private static async Task<LoadedRun> LoadAsync(ReviewedCampaign made, int run)
    {
        await using var context = made.Open();
        return await new LoadRun(context, made.Time).RunAsync(made.Operator, run, Cancel);
    }

    /// <summary>Changes what is kept of a run, as no program does.</summary>
    private static async Task ChangeAsync(ReviewedCampaign made, int run, Action<UpdateSettersBuilder<ResultRun>> set)
    {
        await using var context = made.Open();
        (await context.ResultRuns.Where(row => row.Id == run).ExecuteUpdateAsync(set, Cancel)).ShouldBe(1);
    }

    private static async Task<int> ComputeAsync(ReviewedCampaign made, string? program = null)
    {
        await using var context = made.Open();
        return await new ComputeRun(context, made.Time, program).RunAsync(made.Operator, made.Campaign, Cancel);
    }
}
