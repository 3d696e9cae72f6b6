using FsCheck;
using FsCheck.Fluent;
using Orientir.Measurement.Scoring;

namespace Orientir.Measurement.Tests.Scoring;

/// <summary>The points-and-places path that replications take: the same figures as the whole scoring, again and again in one room.</summary>
public class ScoreTableTests
{
    [Fact]
    public void Fill_AnyCase_EqualsTheWholeScoringToTheLastBit() =>
        Prop.ForAll(
                ScoringCase.Arbitrary(),
                Gen.Choose(0, 10_000).ToArbitrary(),
                (given, seed) =>
                {
                    var (nodes, count) = (given.Specification.Nodes.Count, given.Subjects.Count);
                    var table = new ScoreTable(nodes, count);
                    // Other marks first: nothing of them may stay.
                    table.Fill(given.Specification, [.. given.Marks.Where((_, index) => (index * 31 + seed) % 3 > 0)]);
                    table.Fill(given.Specification, [.. given.Marks]);
                    var scores = given.Score();
                    table.Totals.ShouldBe(scores.Totals);
                    var (shares, from, to) = (new double[count], new int[count], new int[count]);
                    for (var node = 0; node < nodes; node++)
                    {
                        table.WriteShares(node, shares);
                        table.WritePlaces(node, from, to);
                        for (var subject = 0; subject < count; subject++)
                        {
                            var score = scores[subject, node];
                            table.PointsOf(node)[subject].ShouldBe(score.Points ?? double.NaN);
                            table.MaximaOf(node)[subject].ShouldBe(score.Max);
                            shares[subject].ShouldBe(score.Share ?? double.NaN);
                            (from[subject], to[subject]).ShouldBe((score.Rank ?? 0, score.RankTo ?? 0));
                        }
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Fill_OtherWeights_ScoresByThem()
    {
        var table = new ScoreTable(3, 2);
        NodeMark[] marks = [new(0, 1, 0, 1), new(0, 2, 0, 0), new(1, 1, 0, 0), new(1, 2, 0, 1)];
        var (from, to) = (new int[2], new int[2]);
        foreach (var (first, second, places) in ((double, double, int[])[])[(2, 1, [1, 2]), (1, 2, [2, 1]), (1, 1, [1, 1])])
        {
            table.Fill(Weighted(first, second), marks);
            table.WritePlaces(0, from, to);
            from.ShouldBe(places);
        }
        to.ShouldBe([2, 2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Fill_AgainAndAgain_AllocatesNothing(int experts)
    {
        const int subjects = 50;
        var specification = Weighted(1, 2);
        var marks = (
            from subject in Enumerable.Range(0, subjects)
            from node in (int[])[1, 2]
            from expert in Enumerable.Range(0, experts)
            select new NodeMark(subject, node, expert, (subject + node + expert) % 2)
        )
            .Append(new(3, 1, experts, double.NaN))
            .ToArray();
        var table = new ScoreTable(3, subjects);
        var (from, to) = (new int[subjects], new int[subjects]);
        void Replicate()
        {
            table.Fill(specification, marks);
            table.WritePlaces(0, from, to);
        }
        Replicate();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < 100; time++)
            Replicate();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Fill_NoSubjects_HasNoPlaces()
    {
        var table = new ScoreTable(3, 0);
        table.Fill(Weighted(1, 1), []);
        table.PointsOf(0).Length.ShouldBe(0);
        table.WritePlaces(0, [], []);
    }

    [Fact]
    public void Fill_SpecificationOfOtherSize_Throws() =>
        Should.Throw<ArgumentException>(() => new ScoreTable(4, 1).Fill(Weighted(1, 1), []));

    [Fact]
    public void Fill_MarkOutsideTheTable_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ScoreTable(3, 1).Fill(Weighted(1, 1), [new(1, 1, 0, 1)]));

    private static ScoringSpecification Weighted(double first, double second) =>
        new(
            [new("*", -1, null), new("1", 0, new BinaryScale(1), first), new("2", 0, new BinaryScale(1), second)],
            [],
            MissingRule.Zero,
            CombineRule.Consensus,
            []
        );
}
