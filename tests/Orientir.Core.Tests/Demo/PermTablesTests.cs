using System.Globalization;
using static Orientir.Core.Tests.Demo.Published;

namespace Orientir.Core.Tests.Demo;

/// <summary>The Perm slides on 2022 and 2021: every printed table against the computed figures.</summary>
public class PermTablesTests
{
    private static readonly (string Year, string Methodology)[] Years = [("2022", "perm-mum-2022"), ("2021", "perm-mum-2021")];

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows => Printed("demo/perm-2022/printed/municipalities.csv");

    [Fact]
    public void Maxima_OfDirectionsAndGroups_AreThePrintedOnes()
    {
        var methodology = Methodology("perm-mum-2022");
        var found = new List<Contradiction>();
        var rows = Printed("demo/perm-2022/printed/maxima.csv");
        foreach (var row in rows)
            Contradiction.Note(
                found,
                row["code"],
                row["max_points"],
                methodology.Specification.MaximumOf(row["code"] == "total" ? 0 : methodology.NodeOf(row["code"]))
            );

        rows.Count.ShouldBe(11);
        found.ShouldBeEmpty();
    }

    [Fact]
    public void Directions_OfTheRegionalPercents_AreTheDirectionsOfThePackage() =>
        Printed("demo/perm-2022/printed/directions.csv")
            .Select(row => row["code"])
            .ShouldBe(Methodology("perm-mum-2022").Nodes.Where(node => node.Scale is not null).Select(node => node.Code));

    [Fact]
    public void Percents_OfMunicipalities_DifferFromPrintedInTwo()
    {
        var found = new List<Contradiction>();
        foreach (var (year, methodology) in Years)
        {
            var scores = Scored(methodology, $"demo/perm-{year}/marks.csv", $"demo/perm-{year}/register.csv").Scores;
            foreach (var row in Rows.Where(row => row["row_kind"] == "municipality"))
            {
                var score = scores[scores.SubjectOf(row["municipality"]), 0];
                Contradiction.Note(found, $"{year} max", row[$"max_{year}"], score.Max);
                if (row[$"points_{year}"].Length == 0)
                {
                    (score.Points, score.Share, score.Rank).ShouldBe((null, null, null));
                    row["municipality"].ShouldBe("Еловский муниципальный округ");
                    continue;
                }
                Contradiction.Note(found, $"{year} {row["municipality"]} points", row[$"points_{year}"], score.Points!.Value);
                Contradiction.Note(
                    found,
                    $"{year} {row["municipality"]} percent",
                    row[$"percent_{year}"],
                    Rounded(100 * score.Share!.Value)
                );
            }
        }

        found.ShouldBe([
            new("2021 Чусовской городской округ percent", "38", "39"),
            new("2021 Октябрьский муниципальный округ percent", "45", "51"),
        ]);
    }

    [Fact]
    public void Means_OfTheTwoLists_DifferFromPrintedWherePrintedAreCutOff()
    {
        var found = new List<Contradiction>();
        foreach (var (year, methodology) in Years)
        {
            var scores = Scored(methodology, $"demo/perm-{year}/marks.csv").Scores;
            foreach (var list in Rows.Where(row => row["list"] != "not_placed").GroupBy(row => row["list"]))
            {
                var printed = list.Single(row => row["row_kind"] == "printed_mean");
                var listed = list.Where(row => row["row_kind"] == "municipality")
                    .Select(row => scores[scores.SubjectOf(row["municipality"]), 0])
                    .ToList();
                Contradiction.Note(
                    found,
                    $"{year} {list.Key} points",
                    printed[$"points_{year}"],
                    Rounded(listed.Average(score => score.Points!.Value))
                );
                Contradiction.Note(
                    found,
                    $"{year} {list.Key} percent",
                    printed[$"percent_{year}"],
                    Rounded(100 * listed.Average(score => score.Share!.Value))
                );
            }
        }

        found.ShouldBe([
            new("2022 declined points", "180", "181"),
            new("2021 improved points", "309", "310"),
            new("2021 declined points", "409", "410"),
        ]);
    }

    [Fact]
    public void Dynamics_InShares_ContradictTheListOfOneMunicipality()
    {
        var now = Scored("perm-mum-2022", "demo/perm-2022/marks.csv").Scores;
        var before = Scored("perm-mum-2021", "demo/perm-2021/marks.csv").Scores;
        var found = new List<Contradiction>();
        foreach (var row in Rows.Where(row => row["row_kind"] == "municipality" && row["list"] != "not_placed"))
        {
            var change =
                now[now.SubjectOf(row["municipality"]), 0].Share!.Value - before[before.SubjectOf(row["municipality"]), 0].Share!.Value;
            if (change > 0 != (row["list"] == "improved"))
                found.Add(new(row["municipality"], row["list"], change.ToString("+0.000;-0.000", CultureInfo.InvariantCulture)));
        }

        found.ShouldBe([new("Гайнский муниципальный округ", "declined", "+0.038")]);
    }
}
