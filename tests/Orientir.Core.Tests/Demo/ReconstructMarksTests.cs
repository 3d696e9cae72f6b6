using System.Globalization;
using System.Text;
using Orientir.Core.Demo;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Tests.Demo;

public class ReconstructMarksTests
{
    // One direction of 7 points: goals 2 (a binary and a checklist capped at 1), analysis 3, outside the matrix 2.
    private const string Leaves = """
        { "code": "1.1", "title": "а", "stage": "goals", "scale": { "kind": "binary" } },
        { "code": "1.2", "title": "б", "stage": "goals", "scale": { "kind": "checklist", "items": [{ "id": "x", "title": "x" }, { "id": "y", "title": "y" }], "max": 1 } },
        { "code": "1.3", "title": "в", "stage": "analysis", "scale": { "kind": "points", "max": 3 } },
        { "code": "1.4", "title": "г", "stage": "analysis", "inCycle": false, "scale": { "kind": "binary", "points": 1 }, "weight": 1 },
        { "code": "1.5", "title": "д", "scale": { "kind": "binary" } },
        { "code": "1.6", "title": "е", "scale": { "kind": "measure", "unit": "%", "numerator": "а", "denominator": "б" } }
        """;

    [Fact]
    public void Reconstruct_CompatibleSums_MeetsRowsAndCells()
    {
        var (methodology, result) = Made("А,1,7\nБ,1,4\nВ,1,0\nГ,1,3\n", [new("1", "goals", 5), new("1", "analysis", 6)]);

        result.Unmet.ShouldBeEmpty();
        var scores = Scored(methodology, result);
        Totals(scores).Order().ShouldBe([0, 3, 4, 7]);
        scores.Cycle.Select(cell => cell.Points).ShouldBe([5, 6]);
        result.Marks.ShouldNotContain(mark => mark.Code == "1.6");
    }

    [Fact]
    public void Reconstruct_CellBeyondTheTotals_MeetsRowsAndTellsTheCell()
    {
        var (methodology, result) = Made("А,1,2\nБ,1,1\n", [new("1", "analysis", 5)]);

        result.Unmet.ShouldBe([new("1", "analysis", 5, 3)]);
        Totals(Scored(methodology, result)).Order().ShouldBe([1, 2]);
    }

    [Fact]
    public void Reconstruct_CellBelowWhatTotalsForce_MeetsRowsAndTellsTheCell()
    {
        var (methodology, result) = Made("А,1,7\nБ,1,7\n", [new("1", "goals", 4), new("1", "analysis", 1)]);

        result.Unmet.ShouldBe([new("1", "analysis", 1, 6)]);
        Totals(Scored(methodology, result)).ShouldBe([7, 7]);
    }

    // Rows that must all hold what cells allow only after exchanges: a random start alone meets this hardly ever.
    [Fact]
    public void Reconstruct_TightSums_AreMetWithEverySeed()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (methodology, result) = Made("А,1,5\nБ,1,5\nВ,1,1\nГ,1,2\nД,1,6\n", [new("1", "goals", 6), new("1", "analysis", 12)], seed);

            result.Unmet.ShouldBeEmpty($"seed {seed}");
            Totals(Scored(methodology, result)).Order().ShouldBe([1, 2, 5, 5, 6]);
        }
    }

    [Fact]
    public void Reconstruct_SameSeed_GivesTheSameMarksAndAnotherSeedOthers()
    {
        const string Rows = "А,1,5\nБ,1,4\nВ,1,3\nГ,1,3\n";
        CycleSum[] sums = [new("1", "goals", 4)];

        Made(Rows, sums, 1).Result.Marks.ShouldBe(Made(Rows, sums, 1).Result.Marks);
        Made(Rows, sums, 1).Result.Marks.ShouldNotBe(Made(Rows, sums, 2).Result.Marks);
    }

    [Fact]
    public void Reconstruct_SubjectWithoutATotal_GetsNoMarks()
    {
        var (_, result) = Made("А,1,5\nБ,*,4\n", []);

        result.Marks.Select(mark => mark.Subject).Distinct().ShouldBe(["Район 2"]);
    }

    [Fact]
    public void Reconstruct_ThousandsOfSubjects_MeetsEveryCell()
    {
        var rows = new StringBuilder();
        for (var subject = 0; subject < 2300; subject++)
            rows.Append(CultureInfo.InvariantCulture, $"С{subject},1,{subject % 8}\n");

        var (methodology, result) = Made(rows.ToString(), [new("1", "goals", 3500), new("1", "analysis", 3400)]);

        result.Unmet.ShouldBeEmpty();
        Scored(methodology, result).Cycle.Select(cell => cell.Points).ShouldBe([3500, 3400]);
    }

    [Theory]
    [InlineData("А,1.1,1\n", "1", "goals", "А, 1.1: отметка показателя; для реконструкции нужны итоги направлений")]
    [InlineData("А,1,\"2,5\"\n", "1", "goals", "А, 1: дробный итог направления; нужно целое число баллов")]
    [InlineData(
        "А,1,2\n",
        "1",
        "measures",
        "1, measures: в методике нет такой клетки матрицы цикла; нужны код направления и этап, у которых есть показатели в матрице"
    )]
    public void Reconstruct_WrongInput_IsRefusedWithItsPlace(string rows, string direction, string stage, string error) =>
        Should.Throw<InputException>(() => Made(rows, [new(direction, stage, 1)])).Errors.Select(one => one.ToString()).ShouldBe([error]);

    [Fact]
    public void Reconstruct_ScaleWithGaps_IsRefused()
    {
        var leaves = """{ "code": "1.1", "title": "а", "stage": "goals", "scale": { "kind": "binary", "points": 5 } }""";

        Should
            .Throw<InputException>(() => Made("А,1,3\n", [new("1", "goals", 3)], leaves: leaves))
            .Errors.Single()
            .Found.ShouldBe("не всякую сумму баллов можно набрать");
    }

    [Fact]
    public void WriteCsv_AwkwardNames_AreQuoted()
    {
        using var stream = new MemoryStream();
        new Reconstruction([new("Район «А», \"первый\" 1", "1.1", 0.5)], []).WriteCsv(stream);

        Encoding
            .UTF8.GetString(stream.ToArray())
            .ShouldBe("subject,code,value,expert\n\"Район «А», \"\"первый\"\" 1\",1.1,0.5,реконструкция\n");
    }

    [Fact]
    public void ReadCycleSums_Faults_AreToldAllAtOnceWithTheirPlaces()
    {
        var csv = "direction,cycle_stage,points\n1,goals,1\n9,goals,2\n1,joy,2\n1,goals,3\n1,analysis,\"1,5\"\n1,measures,\n";

        Should
            .Throw<InputException>(() => new ReadCycleSums().Read(Encoding.UTF8.GetBytes(csv), "т.csv", Small(Leaves)))
            .Errors.Select(error => error.ToString())
            .ShouldBe([
                "т.csv:3:1: неизвестное направление «9»; допустимы: 1",
                "т.csv:4:3: неизвестный этап «joy»; допустимы: goals, analysis, measures",
                "т.csv:5:3: клетка «1, goals» дана второй раз; оставьте одну",
                "т.csv:6:12: «1,5»; нужно целое число баллов от 0",
            ]);
    }

    private static (Methodology Methodology, Reconstruction Result) Made(
        string rows,
        IReadOnlyList<CycleSum> sums,
        int seed = 7,
        string leaves = Leaves
    )
    {
        var methodology = Small(leaves);
        var totals = new ReadMarks().Read(
            Encoding.UTF8.GetBytes("subject,code,value\n" + rows),
            "итоги.csv",
            methodology,
            cancel: TestContext.Current.CancellationToken
        );
        return (methodology, new ReconstructMarks().Reconstruct(new(methodology, totals, sums, seed, "Район")));
    }

    private static Methodology Small(string leaves) =>
        new ReadMethodology().Read(
            Encoding.UTF8.GetBytes(
                $$"""
                {
                  "format": "orientir-methodology/1", "id": "s", "edition": 1, "revision": 0, "title": "s", "subject": "municipality", "basis": "s",
                  "missing": "zero", "combine": "consensus",
                  "stages": [{ "id": "goals", "title": "Ц" }, { "id": "analysis", "title": "А" }, { "id": "measures", "title": "М" }],
                  "nodes": [{ "code": "1", "kind": "direction", "title": "н", "nodes": [{{leaves}}] }]
                }
                """
            ),
            "s.json"
        );

    private static Scores Scored(Methodology methodology, Reconstruction result)
    {
        using var stream = new MemoryStream();
        result.WriteCsv(stream);
        var sheet = new ReadMarks().Read(stream.ToArray(), "р.csv", methodology, cancel: TestContext.Current.CancellationToken);
        return Scorer.Score(methodology.Specification, sheet.Subjects, sheet.Marks.Span);
    }

    private static IEnumerable<double> Totals(Scores scores) =>
        Enumerable.Range(0, scores.Subjects.Count).Select(subject => scores[subject, 0].Points!.Value);
}
