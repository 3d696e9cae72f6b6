using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Core.Tests.Reports;
using Orientir.Data;
using Orientir.Measurement.Cycle;
using Database = Orientir.TestSupport.Database;

namespace Orientir.Core.Tests.Results;

public class FindingRulesTests
{
    /// <summary>
    /// What each version finds of the nine runs of 198a866 and of <see cref="MarkedInPart"/>. A line is added with a version; once it is on
    /// main it is never changed.
    /// </summary>
    private static readonly Dictionary<int, string> Found = new()
    {
        [1] = "715aefd76cf3d3a05c89e5a967521312d74810ec61e1f790c8c3317834c7b35d",
        // None of the nine stands at a limit; some have stages nobody assessed.
        [2] = "216a5b068da2af4343924cbec56c24dc7beb49e378b5df1fd7397c085debaa5d",
        // Stages are judged by what is marked of them, no direction is called the weakest that a missing mark could raise above another,
        // and points are lacking only at what is marked.
        [3] = "6bacfd167b74fc2945cbaadcc8fc310e8b77e3ed9d71ed6c682da8e7efa1d2d4",
        // Nothing of the nine runs: no leader is named and no indicator stands out where a missing mark could reverse it.
        [4] = "defd39b4c9729656eea4ea3c9f548e1fcaaaa7a1ee765fdfc9982f930e2b9320",
    };

    /// <summary>
    /// What the nine runs do not hold: leads, indicators, directions and levels a missing mark could turn, a spread at its limit, unequal
    /// maxima, marks of who did not answer.
    /// </summary>
    private static readonly ScoredMarks[] MarkedInPart =
    [
        .. new[] { "zero", "exclude" }.SelectMany(missing =>
            new[]
            {
                Marked.Score(
                    Marked.Tree(2, 4, missing),
                    [.. Rows("А", 1, "2222"), .. Rows("А", 2, "1110"), .. Rows("Б", 1, "1111"), "Б;2.1;0"]
                ),
                Marked.Score(Marked.Tree(2, 4, missing), [.. Rows("А", 1, "2011"), "Б;1.1;2"]),
                Marked.Score(Marked.Tree(2, 4, missing), [.. Rows("А", 1, "0022"), "Б;1.1;0", "Б;1.3;2"]),
                Marked.Score(
                    Marked.Tree(3, 2, missing),
                    [.. Rows("А", 1, "00"), .. Rows("А", 2, "11"), .. Rows("Б", 1, "00"), .. Rows("Б", 2, "21")]
                ),
                Marked.Score(
                    Marked.Tree(1, 4, missing),
                    [.. Rows("А", 1, "22"), "А;1.3;NA", "А;1.4;NA", .. Rows("Б", 1, "2220"), .. Rows("В", 1, "221")]
                ),
            }
        ),
        Marked.Score(Marked.Tree(1, 5), [.. Rows("А", 1, "22210"), "Б;1.1;2", "Б;1.2;1"]),
        Marked.Score(
            Marked.Read(MarkedInPartTests.ByPoints),
            "А;1.1;3",
            "А;1.2;3",
            "А;1.3;6",
            "Б;1.1;3",
            "Б;1.2;3",
            "В;1.1;1",
            "В;1.2;NA",
            "В;1.3;0"
        ),
        Marked.Score(Marked.Tree(1, 2), [.. Rows("А", 1, "10"), .. Rows("Б", 1, "22"), .. Rows("В", 1, "00"), .. Rows("Г", 1, "12")]) with
        {
            Answering = [Answering.Sent, Answering.NotBegun, Answering.Draft, Answering.Returned],
        },
    ];

    private static IEnumerable<string> Rows(string subject, int direction, string points) =>
        points.Select((value, at) => $"{subject};{direction}.{at + 1};{value}");

    private static ReportFacts Facts(ScoredMarks scored, int version) => ReportFacts.From(scored with { FindingsVersion = version });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Findings_OfStoredRuns_AreByEveryVersionWhatTheyWere()
    {
        using var old = OldStore.Make(Database.Sqlite);
        await new Migrate(old.Store).RunAsync(Cancel);
        Found.Keys.ShouldBe(Enumerable.Range(1, FindingRules.Version));
        // A number that changes nothing written here would be held by nothing.
        Found.Values.ShouldBeUnique();
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
            foreach (var scored in MarkedInPart)
                Write(figures, Facts(scored, version));
            foreach (var run in runs)
            {
                await using var context = old.Store.Open();
                context.RegionId = run.RegionId;
                var loaded = (await new LoadRun(context, TimeProvider.System).ReadAsync(context.ResultRuns, run.Id, Cancel))!;
                loaded.Run.FindingsVersion.ShouldBe(1);
                Write(figures, Facts(loaded.Scored, version));
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
        var nodes = new ScoredNodes(facts.Scored);
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
            Line(
                problem.Kind == ProblemKind.WeakIndicators
                    ? ["lowest", .. problem.Lowest.Cast<object>(), "tied", problem.LowestTied]
                    : ["lowest"]
            );
        }
        var result = new FindResult(nodes, facts.Directions).Find();
        Line(["result", result.Kind, result.Subjects, result.LowShare, result.DirectionsDiffer, facts.MaximaDiffer]);
        Line([
            .. result.BestDirections.Select(one => (object)one.Summary.Node),
            "worst",
            .. result.WorstDirections.Select(one => (object)one.Summary.Node),
        ]);
        Line("in part", facts.MarkedInPart is not null);
        Leads([
            facts.Total,
            .. facts.Groups,
            .. facts.Directions.Select(one => one.Summary),
            .. facts.Indicators.Select(one => one.Summary),
        ]);
        Standing(facts.Extremes);
        foreach (var direction in facts.Directions)
        {
            Line("direction", direction.Summary.Node, direction.Bounds?.Low, direction.Bounds?.High);
            Line([.. direction.InPart.SelectMany(part => new object[] { part.Subject, part.Marked, part.Of })]);
            Standing(direction.Extremes);
        }
        foreach (var indicator in facts.Indicators)
            Line("indicator", indicator.Summary.Node, indicator.Bounds?.Low, indicator.Bounds?.High);
        foreach (var level in facts.Levels)
        foreach (var band in level.Bands)
        foreach (var subject in band.Subjects)
            Line(["level", level.Index, band.Title, subject, .. NoteOf(level.Index, subject)]);
        for (var index = 0; index < facts.Scored.Scores.Subjects.Count; index++)
        {
            var subject = facts.Subject(index);
            Line(
                "named",
                subject.MayBeNamed,
                facts.Scored.IsMarkedUnsent(index),
                subject.Unscored,
                subject.Open?.Best,
                subject.Open?.Worst
            );
            Line([
                .. subject.Leading.Select(node => (object)node.Node),
                "without",
                .. subject.MissingStages.Cast<object>(),
                "unmarked",
                .. subject.UnassessedStages.Cast<object>(),
            ]);
            Line([.. subject.BesideMedian.SelectMany(pair => new object[] { pair.Direction.Node, pair.Sign })]);
            Line("subject", index, subject.GainTotal?.Share, subject.GainTotal?.Points, subject.GainTotal?.Place);
            foreach (var gain in subject.Gains)
                Line("gain", gain.Indicator.Node, gain.Points);
            Line([.. subject.Strong.Select(node => (object)node.Node), "weak", .. subject.Weak.Select(node => (object)node.Node)]);
            Chain(subject.Stages, subject.Break);
        }

        void Leads(IEnumerable<NodeFacts> of)
        {
            foreach (var node in of)
                Line(["lead", node.Node, node.LeadIsSure, .. node.Leaders.Cast<object>()]);
        }

        void Standing(Extremes found)
        {
            Line([.. found.Strongest.Select(one => (object)one.Summary.Node), "tied", found.StrongestTied, found.StrongestUnknown]);
            Line([.. found.Weakest.Select(one => (object)one.Summary.Node), "tied", found.WeakestTied, found.WeakestUnknown]);
        }

        IEnumerable<object?> NoteOf(int level, int subject)
        {
            var gap = LevelGap.Find(facts.Scored, level, subject);
            object?[] found = gap is { Unmarked: > 0 } ? [gap.Unmarked, gap.Of] : [];
            object?[] reach = gap is { Max: { } max } ? [max, gap.FullMax] : [];
            return [.. found, .. reach, ResultWords.LevelInBrackets(facts.Scored, level, subject).Length > 0];
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
