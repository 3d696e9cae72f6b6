using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Data;
using Orientir.Measurement.Cycle;
using Database = Orientir.TestSupport.Database;

namespace Orientir.Core.Tests.Results;

public class FindingRulesTests
{
    /// <summary>What each version finds of the nine runs of 198a866. A line is added with a version, none is ever changed.</summary>
    private static readonly Dictionary<int, string> Found = new()
    {
        [1] = "872f65cc7c4ca969129f43a8b0fb2b08694e351ecdd73c0e1c4e77e197cd0233",
        // None of the nine stands at a limit; some have stages nobody assessed.
        [2] = "5bea68170884f010a44c8709161631be08495e34467359103be2985809fcf3a6",
        // Stages are judged by what is marked of them, no direction is called the weakest that a missing mark could raise above another,
        // and points are lacking only at what is marked.
        [3] = "f71ebc7b75efcde4ab924b86e7a63d37700078cce9fda8416485bc8567be5335",
        // Nothing of what is written here: no leader is named and no indicator stands out where a missing mark could reverse it.
        [4] = "f71ebc7b75efcde4ab924b86e7a63d37700078cce9fda8416485bc8567be5335",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Findings_OfStoredRuns_AreByEveryVersionWhatTheyWere()
    {
        using var old = OldStore.Make(Database.Sqlite);
        await new Migrate(old.Store).RunAsync(Cancel);
        Found.Keys.ShouldBe(Enumerable.Range(1, FindingRules.Version));
        await using var all = old.Store.Open();
        all.AllRegions = true;
        var runs = await all
            .ResultRuns.AsNoTracking()
            .OrderBy(run => run.Id)
            .Select(run => new { run.Id, run.RegionId })
            .ToListAsync(Cancel);
        runs.Count.ShouldBe(9);
        foreach (var (version, found) in Found)
        {
            var figures = new StringBuilder();
            foreach (var run in runs)
            {
                await using var context = old.Store.Open();
                context.RegionId = run.RegionId;
                var loaded = (await new LoadRun(context, TimeProvider.System).ReadAsync(context.ResultRuns, run.Id, Cancel))!;
                loaded.Run.FindingsVersion.ShouldBe(1);
                Write(figures, ReportFacts.From(loaded.Scored, null, version));
            }
            figures.Length.ShouldBeGreaterThan(10_000);
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figures.ToString()))).ShouldBe(found);
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfOtherRules_IsRefusedAndBesideItANewOneIsComputed(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var first = await ComputeRunTests.ComputeAsync(made);
        await using (var context = made.Open())
            await context.ResultRuns.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.FindingsVersion, FindingRules.Version + 1),
                Cancel
            );
        (await ComputeRunTests.ComputeAsync(made)).ShouldNotBe(first);
        await using var read = made.Open();
        var refused = await Should.ThrowAsync<DamagedRunException>(() =>
            new LoadRun(read, made.Time).RunAsync(made.Operator, first, Cancel)
        );
        refused.Message.ShouldStartWith($"Итоги расчёта №\u00A0{first} прочесть нельзя: его сделала более новая программа (версия ");
        refused.Message.ShouldEndWith("Или рассчитайте итоги заново: новый расчёт встанет рядом с этим.");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_KeptByTheSecondRules_SaysWhatItSaidAndANewOneWhatIsMarked(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database, Marked.Tree(1, 8));
        // Goals in full; of the analysis one without a point, one of two, two not marked: 1 of 8 or 1 of 4.
        foreach (var (leaf, value) in new[] { (1, "2"), (3, "2"), (5, "2"), (7, "2"), (2, "0"), (4, "1") })
            await made.MarkAsync(made.Operator, 1, $"1.{leaf}", value);
        var kept = await ComputeRunTests.ComputeAsync(made);
        await using (var context = made.Open())
            await context.ResultRuns.ExecuteUpdateAsync(set => set.SetProperty(row => row.FindingsVersion, 2), Cancel);
        var now = await ComputeRunTests.ComputeAsync(made);
        now.ShouldNotBe(kept);

        (await SaidAsync(kept)).ShouldBe(
            "Управленческий цикл обрывается на этапе «Анализ»: 12,5 % возможных баллов против 100,0 % на этапе «Цели»."
        );
        (await SaidAsync(now)).ShouldStartWith("Есть ли разрыв управленческого цикла, по имеющимся оценкам сказать нельзя;");

        async Task<string> SaidAsync(int run)
        {
            await using var context = made.Open();
            var loaded = await new LoadRun(context, made.Time).RunAsync(made.Operator, run, Cancel);
            return KeptFacts.Of(loaded, "Мониторинг").Cycle!.Break.Sentence.Replace(Russian.NoBreakSpace, ' ');
        }
    }

    private static void Write(StringBuilder figures, ReportFacts facts)
    {
        if (facts.Cycle is { } cycle)
        {
            Line("total", cycle.Total.Points, cycle.Total.Max);
            Chain(cycle.Totals, cycle.Break);
            foreach (var row in cycle.Rows)
            {
                Line("row", row.Direction, row.Subjects, row.Total.Points, row.Total.Max);
                Chain(row.Cells, row.Break);
            }
        }
        foreach (var problem in facts.Problems)
        {
            Line(problem.Kind, problem.Severity, problem.Count, problem.Of, problem.Share, problem.OtherShare);
            Line([.. problem.Nodes.Cast<object>(), "of", .. problem.Subjects.Cast<object>()]);
        }
        for (var index = 0; index < facts.Scored.Scores.Subjects.Count; index++)
        {
            var subject = facts.Subject(index);
            Line("subject", index, subject.GainTotal?.Share, subject.GainTotal?.Points, subject.GainTotal?.Place);
            foreach (var gain in subject.Gains)
                Line("gain", gain.Indicator.Node, gain.Points);
            Line([.. subject.Strong.Select(node => (object)node.Node), "weak", .. subject.Weak.Select(node => (object)node.Node)]);
            Chain(subject.Stages, subject.Break);
        }

        void Chain(IReadOnlyList<CycleValue?> cells, CycleBreak found)
        {
            Line([.. cells.SelectMany(cell => new object?[] { cell?.Points, cell?.Max })]);
            Line(found.Kind, found.Stage, found.Share, found.Best, found.BestShare, found.Weakest, found.WeakestShare, found.AllEqual);
            Line([.. found.Regained.Cast<object>()]);
            if (found is BreakFacts { Carriers: var carriers })
                Line([.. carriers.SelectMany(carrier => new object[] { carrier.Node, carrier.Points, carrier.Max })]);
        }

        void Line(params object?[] values) =>
            figures.AppendJoin(' ', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))).Append('\n');
    }
}
