using System.Globalization;
using Orientir.Core.Demo;
using Orientir.Core.Reviews;
using static Orientir.Core.Tests.Demo.Published;

namespace Orientir.Core.Tests.Demo;

/// <summary>The Leningrad report of 2020: every printed table against the computed figures.</summary>
public class LeningradTablesTests
{
    private const string Marks = "demo/lo-2020/marks.csv";
    private const string Reconstructed = "demo/lo-2020-reconstruction/marks.csv";
    private const int Seed = 2020;
    private static readonly string[] Directions = ["1.1", "1.2", "1.3", "2.1", "2.2"];

    [Fact]
    public void Table2_SumsOfCompleteAnswers_DifferFromPrintedInFourColumns()
    {
        var rows = Printed("demo/lo-2020/printed/table2.csv");
        var found = new List<Contradiction>();
        foreach (var row in rows.SkipLast(1))
            Contradiction.Note(found, row["municipality"], row["total"], Directions.Sum(direction => Number(row[Column(direction)])));
        foreach (var direction in Directions)
            Contradiction.Note(found, direction, rows[^1][Column(direction)], rows.SkipLast(1).Sum(row => Number(row[Column(direction)])));

        rows.Count.ShouldBe(19);
        found.ShouldBe([new("1.1", "12", "11"), new("1.2", "12", "11"), new("1.3", "15", "14"), new("2.1", "11", "9")]);
    }

    [Fact]
    public void Table3_SummaryOfDirections_DiffersFromPrintedInFiveCells()
    {
        var scored = Scored("lo-2020", Marks);
        var found = new List<Contradiction>();
        foreach (var row in Printed("demo/lo-2020/printed/table3.csv"))
        {
            var total = row["direction"] == "total";
            var summary = scored.Scores.Summaries[total ? 0 : scored.Methodology.NodeOf(row["direction"])];
            Contradiction.Note(found, $"{row["direction"]} max", row["max_possible"], summary.Max);
            if (total)
                continue;
            summary.Count.ShouldBe(18);
            Contradiction.Note(found, $"{row["direction"]} most", row["max_scored"], summary.MaxFound!.Value);
            Contradiction.Note(found, $"{row["direction"]} least", row["min_scored"], summary.Min!.Value);
            Contradiction.Note(found, $"{row["direction"]} mean", row["mean"], Rounded(summary.Mean!.Value, 1));
        }

        found.ShouldBe([
            new("1.1 least", "1", "0"),
            new("1.2 mean", "9.7", "9.8"),
            new("1.3 most", "19", "18"),
            new("2.1 mean", "5.5", "5.4"),
            new("2.2 least", "1", "0"),
        ]);
    }

    [Fact]
    public void Table4_Totals_AreThePrintedOnes()
    {
        var scored = Scored("lo-2020", Marks, "demo/lo-2020/register.csv");
        var found = new List<Contradiction>();
        var rows = Printed("demo/lo-2020/printed/table4.csv");
        foreach (var row in rows.SkipLast(1))
        {
            var subject = scored
                .Scores.Subjects.Index()
                .Single(one => one.Item.Name.StartsWith($"{row["municipality"]} ", StringComparison.Ordinal))
                .Index;
            foreach (var direction in Directions)
                Contradiction.Note(
                    found,
                    $"{row["municipality"]} {direction}",
                    row[Column(direction)],
                    scored.Scores[subject, scored.Methodology.NodeOf(direction)].Points!.Value
                );
            Contradiction.Note(found, row["municipality"], row["total"], scored.Scores[subject, 0].Points!.Value);
        }
        foreach (var direction in Directions)
            Contradiction.Note(
                found,
                direction,
                rows[^1][Column(direction)],
                scored.Methodology.Specification.MaximumOf(scored.Methodology.NodeOf(direction))
            );

        scored.Scores.Subjects.Count.ShouldBe(18);
        scored.Scores.Flags.ShouldBeEmpty();
        found.ShouldBeEmpty();
    }

    [Fact]
    public void Text_LeadersAndOrderOfDirections_DifferWhereTheTextForgetsItsTables()
    {
        var scored = Scored("lo-2020", Marks);
        string[] Top(string direction, int count) =>
            [
                .. scored
                    .Scores.Subjects.Index()
                    .OrderByDescending(subject => scored.Scores[subject.Index, scored.Methodology.NodeOf(direction)].Points)
                    .Take(count)
                    .Select(subject => subject.Item.Name.Split(' ')[0])
                    .Order(StringComparer.Ordinal),
            ];

        scored
            .Scores.Summaries[scored.Methodology.NodeOf("1.2")]
            .Leaders.Select(subject => scored.Scores.Subjects[subject].Name)
            .ShouldBe(["Кировский район", "Лужский район", "Тосненский район"]);
        Top("1.3", 5).ShouldBe(["Волосовский", "Всеволожский", "Выборгский", "Кировский", "Лужский"]);
        // The text names Волосовский, Киришский and Тосненский, of whom the last two have 3 points of 19.
        Top("2.1", 3).ShouldBe(["Волосовский", "Волховский", "Лужский"]);
        (scored.Scores.Summaries[scored.Methodology.NodeOf("1.1")].Below30!.Value * 18).ShouldBe(12, 1e-9);
        // The text puts 1.3 before 1.2; the rest of its order stands.
        Directions
            .OrderByDescending(direction => scored.Scores.Summaries[scored.Methodology.NodeOf(direction)].MeanShare)
            .ShouldBe(["1.2", "1.3", "2.2", "2.1", "1.1"]);
    }

    [Fact]
    public void Table5_OnTotals_CountsNobody() =>
        Scored("lo-2020", Marks).Scores.Cycle.ShouldAllBe(cell => cell.Subjects == 0 && cell.Max == 0);

    [Fact]
    public void Table5_OnTheReconstruction_DiffersFromPrintedInOneMaximum()
    {
        var scored = Scored("lo-2020", Reconstructed);
        var cells = scored.Scores.Cycle.ToDictionary(cell =>
            (scored.Methodology.Nodes[cell.Direction].Code, scored.Methodology.Stages[cell.Stage].Id)
        );
        var found = new List<Contradiction>();
        foreach (var row in Printed("demo/lo-2020/printed/table5.csv"))
        {
            cells.Remove((row["direction"], row["cycle_stage"]), out var cell).ShouldBeTrue();
            cell!.Subjects.ShouldBe(18);
            Contradiction.Note(found, $"{row["direction"]} {row["cycle_stage"]} points", row["points"], cell.Points);
            Contradiction.Note(found, $"{row["direction"]} {row["cycle_stage"]} max", row["max"], cell.Max);
        }

        cells.ShouldBeEmpty();
        found.ShouldBe([new("2.2 indicators max", "126", "108")]);
    }

    [Fact]
    public void Reconstruction_EverySubject_HasThePrintedRowOfAnother()
    {
        var scored = Scored("lo-2020", Reconstructed);
        var rows = Printed("demo/lo-2020/printed/table4.csv").SkipLast(1).ToList();
        string RowOf(int subject) =>
            string.Join(
                ' ',
                Directions.Select(direction =>
                    scored.Scores[subject, scored.Methodology.NodeOf(direction)].Points!.Value.ToString(CultureInfo.InvariantCulture)
                )
            );
        string[] printed = [.. rows.Select(row => string.Join(' ', Directions.Select(direction => row[Column(direction)])))];
        string[] computed = [.. Enumerable.Range(1, 18).Select(number => RowOf(scored.Scores.SubjectOf($"Район {number}")))];

        computed.Order(StringComparer.Ordinal).ShouldBe(printed.Order(StringComparer.Ordinal));
        // The printed rows are alphabetical, all different: nobody stands at his place.
        computed.Zip(printed).ShouldAllBe(pair => pair.First != pair.Second);
        scored.Scores.Subjects.Sum(subject => scored.Scores.UnscoredOf(scored.Scores.SubjectOf(subject.Name))).ShouldBe(0);
        scored.Marks.Experts.ShouldBe([Reconstruction.Expert]);
    }

    [Fact]
    public void Reconstruct_WithTheStoredSeed_GivesTheStoredFile()
    {
        var methodology = Methodology("lo-2020");
        var totals = new ReadMarks().Read(Bytes(Marks), Marks, methodology, cancel: TestContext.Current.CancellationToken);
        var sums = new ReadCycleSums().Read(Bytes("demo/lo-2020/printed/table5.csv"), "table5.csv", methodology);

        var made = new ReconstructMarks().Reconstruct(new(methodology, totals, sums, Seed, "Район"));

        using var stream = new MemoryStream();
        made.WriteCsv(stream);
        made.Unmet.ShouldBeEmpty();
        stream.ToArray().SequenceEqual(Bytes(Reconstructed)).ShouldBeTrue("Run the command of demo/README.md again.");
    }

    private static string Column(string direction) => $"d{direction.Replace('.', '_')}";

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
