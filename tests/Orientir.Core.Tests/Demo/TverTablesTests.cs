using System.Globalization;
using static Orientir.Core.Tests.Demo.Published;

namespace Orientir.Core.Tests.Demo;

/// <summary>The Tver report of 2020: every printed table against the computed figures.</summary>
public class TverTablesTests
{
    private static readonly string[] Columns =
    [
        "assessment",
        "low_results",
        "talents",
        "career",
        "objectivity",
        "methodical",
        "upbringing",
        "heads",
        "site",
    ];

    [Fact]
    public void Table_Totals_AreThePrintedOnes()
    {
        var scored = Scored("tver-2020", "demo/tver-2020/marks.csv", "demo/tver-2020/register.csv");
        var rows = Printed("demo/tver-2020/printed/table.csv");
        var found = new List<Contradiction>();
        for (var subject = 0; subject < rows.Count; subject++)
        {
            for (var column = 0; column < Columns.Length; column++)
            {
                var points = scored.Scores[subject, scored.Methodology.NodeOf($"{column + 1}")].Points;
                (points?.ToString(CultureInfo.InvariantCulture) ?? "").ShouldBe(
                    rows[subject][Columns[column]],
                    $"{rows[subject]["municipality"]} {Columns[column]}"
                );
            }
            Contradiction.Note(found, rows[subject]["municipality"], rows[subject]["total"], scored.Scores[subject, 0].Points!.Value);
        }

        rows.Count.ShouldBe(42);
        scored.Scores.Subjects.Count.ShouldBe(42);
        scored.Scores.Flags.ShouldBeEmpty();
        found.ShouldBeEmpty();
    }

    [Fact]
    public void Table_WithoutAnswers_HasTheSiteOnly()
    {
        var scored = Scored("tver-2020", "demo/tver-2020/marks.csv");
        var silent = scored.Scores.SubjectOf("ЗАТО Солнечный");

        for (var direction = 1; direction <= 8; direction++)
            scored.Scores[silent, scored.Methodology.NodeOf($"{direction}")].Points.ShouldBeNull();
        scored.Scores[silent, scored.Methodology.NodeOf("9")].Points.ShouldBe(1);
        scored.Scores[silent, 0].ShouldSatisfyAllConditions(score => score.Points.ShouldBe(1), score => score.Max.ShouldBe(26));
    }

    [Fact]
    public void Counts_OfLevels_DifferFromPrintedAtTheSites()
    {
        var scored = Scored("tver-2020", "demo/tver-2020/marks.csv");
        var found = new List<Contradiction>();
        foreach (var row in Printed("demo/tver-2020/printed/counts.csv"))
        {
            for (var column = 0; column < Columns.Length; column++)
            {
                if (row[Columns[column]].Length == 0)
                    continue;
                var level = double.Parse(row["level"], CultureInfo.InvariantCulture);
                var distribution = scored.Scores.Summaries[scored.Methodology.NodeOf($"{column + 1}")].Distribution!;
                Contradiction.Note(
                    found,
                    $"{Columns[column]} {level}",
                    row[Columns[column]],
                    distribution.Where(points => points.Points == level).Sum(points => points.Count)
                );
            }
        }

        // Section IX of the same report counts 32 working, 6 out of date and 4 dead, as the table does.
        found.ShouldBe([new("site 2", "33", "32"), new("site 1", "5", "6")]);
    }

    [Fact]
    public void Shares_OfTheQuestionnaire_AreCountsOfOneOfThreeBasesOrContradictions()
    {
        var found = new List<string>();
        var ofAnswers = new List<string>();
        foreach (var row in Printed("demo/tver-2020/printed/shares.csv"))
        {
            var (count, printed) = (
                int.Parse(row["count"], CultureInfo.InvariantCulture),
                int.Parse(row["percent"], CultureInfo.InvariantCulture)
            );
            var percent = Rounded(100.0 * count / 42);
            if (percent == printed)
                continue;
            if (Rounded(100.0 * count / 41) == printed)
                ofAnswers.Add($"{row["section"]} {row["item"]} {count}");
            else
                found.Add($"{row["section"]} {row["item"]} {count}: {printed}, {percent}");
        }

        // Most are of 42 municipalities; these of the 41 that answered, without a word about it.
        ofAnswers.ShouldBe([
            "I 1 37",
            "I выводы 9",
            "I выводы 27",
            "II выводы 6",
            "III выводы 33",
            "V 3 39",
            "V 3 39",
            "V 4 39",
            "V 4 35",
            "V выводы 32",
            "VI 1 35",
            "VI 4 18",
            "VI выводы 6",
            "VII выводы 9",
            "VII выводы 27",
        ]);
        // Printed and of 42. III 3.1 is a part of the 34 above it: 73.5. The rest are of no base.
        found.ShouldBe([
            "II 3 12: 28, 29",
            "II 5 12: 28, 29",
            "III 3.1 25: 74, 60",
            "IV 1 12: 28, 29",
            "IV 2 29: 70, 69",
            "V 3 4: 9, 10",
            "V 5 12: 28, 29",
            "VI 3.3 12: 28, 29",
            "VI 8 30: 72, 71",
            "VI выводы 31: 75, 74",
        ]);
    }

    [Fact]
    public void Conclusions_CountsOfDirections_AgreeWithTheTable()
    {
        // Confirmed, absent and partial of the conclusions are the levels 2, 0 and 1 of the table.
        var scored = Scored("tver-2020", "demo/tver-2020/marks.csv");
        string[] sections = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];
        var found = new List<Contradiction>();
        foreach (
            var rows in Printed("demo/tver-2020/printed/shares.csv").Where(row => row["item"] == "выводы").GroupBy(row => row["section"])
        )
        {
            var distribution = scored.Scores.Summaries[scored.Methodology.NodeOf($"{Array.IndexOf(sections, rows.Key) + 1}")].Distribution!;
            foreach (var (row, level) in rows.Zip([2.0, 0.0, 1.0]))
                Contradiction.Note(
                    found,
                    $"{rows.Key} {level}",
                    row["count"],
                    distribution.Where(points => points.Points == level).Sum(points => points.Count)
                );
        }

        found.ShouldBeEmpty();
    }
}
