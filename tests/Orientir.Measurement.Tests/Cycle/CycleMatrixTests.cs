using FsCheck;
using FsCheck.Fluent;
using Orientir.Measurement.Cycle;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Tests.Scoring;

namespace Orientir.Measurement.Tests.Cycle;

public class CycleMatrixTests
{
    [Fact]
    public void Of_NoMarks_IsNoMatrix() => CycleMatrix.Of(Scorer.Score(Two, [new("s0", "Район")], []), [false]).ShouldBeNull();

    [Fact]
    public void Of_OneSubject_IsItsOwnRow()
    {
        NodeMark[] marks = [new(0, 2, 0, 1), new(0, 3, 0, 0)];
        var scores = Scorer.Score(Two, [new("s0", "Район")], marks);
        var matrix = CycleMatrix.Of(scores, [true])!;
        matrix.Rows.Count.ShouldBe(1);
        matrix.Rows[0].Direction.ShouldBe(1);
        matrix.Totals.ShouldBe([new CycleValue(1, 1), new CycleValue(0, 2)]);
        matrix.Break.Stage.ShouldBe(1);
        matrix.Carriers.ShouldBe([new CycleCarrier(3, 0, 2)]);
        CycleMatrix.OfSubject(scores, 0, true).ShouldBe(matrix.Totals);
        CycleMatrix.OfSubject(scores, 0, false).ShouldAllBe(cell => cell == null);
    }

    [Fact]
    public void Of_StageNobodyAssessed_IsPassedOverByTheChainAndKeptInTheSums()
    {
        var scores = Scorer.Score(Two, [new("s0", "Район")], [new(0, 2, 0, 1)]);
        var matrix = CycleMatrix.Of(scores, [true])!;
        matrix.Totals.ShouldBe([new CycleValue(1, 1), new CycleValue(0, 2)]);
        foreach (
            var (found, carriers, unassessed) in new[]
            {
                (matrix.Break, matrix.Carriers, matrix.Unassessed),
                (matrix.Rows[0].Break, matrix.Rows[0].Carriers, matrix.Rows[0].Unassessed),
            }
        )
        {
            found.Kind.ShouldBe(BreakKind.NoChain);
            carriers.ShouldBeEmpty();
            unassessed.ShouldBe([1]);
        }
        CycleMatrix.UnassessedOf(scores, 0, CycleMatrix.OfSubject(scores, 0, true)).ShouldBe([1]);
        // As the first rules of findings took it.
        CycleMatrix.Of(scores, [true], passesOver: false)!.Break.Stage.ShouldBe(1);
    }

    [Fact]
    public void Of_AnyCase_IsTheSumOfItsSubjectsAndOfItsLeaves() =>
        Prop.ForAll(
                ScoringCase.Arbitrary(),
                given =>
                {
                    var scores = given.Score();
                    var has = HasLeafValue(given);
                    if (CycleMatrix.Of(scores, has) is not { } matrix)
                        return;
                    var subjects = Enumerable
                        .Range(0, given.Subjects.Count)
                        .Select(one => CycleMatrix.OfSubject(scores, one, has[one]))
                        .ToList();
                    for (var stage = 0; stage < given.Specification.Stages.Count; stage++)
                    {
                        var sum = CycleValue.Sum(subjects.Select(cells => cells[stage]));
                        var total = matrix.Totals[stage] ?? default;
                        total.Points.ShouldBe(sum.Points, 1e-9);
                        total.Max.ShouldBe(sum.Max, 1e-9);
                    }
                    foreach (
                        var row in matrix.Rows.Append(
                            new(0, matrix.Totals, matrix.Total, 0, matrix.Break, matrix.Carriers, matrix.Tied, matrix.Unassessed)
                        )
                    )
                    {
                        row.Total.ShouldBe(CycleValue.Sum(row.Cells));
                        if (row.Break.Stage is not { } stage)
                        {
                            row.Carriers.ShouldBeEmpty();
                            continue;
                        }
                        row.Unassessed.ShouldNotContain(stage);
                        row.Carriers.ShouldAllBe(leaf => given.Specification.Nodes[leaf.Node].Stage == stage && leaf.Lost > 0);
                        var cell = row.Cells[stage]!.Value;
                        row.Carriers.Sum(leaf => leaf.Lost).ShouldBeLessThanOrEqualTo(cell.Max - cell.Points + 1e-9);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    private static readonly ScoringSpecification Two = new(
        [
            new("*", -1, null),
            new("1", 0, null, Direction: 1),
            new("1.1", 1, new BinaryScale(1), Direction: 1, Stage: 0),
            new("1.2", 1, new BinaryScale(2), Direction: 1, Stage: 1),
        ],
        ["goals", "measures"],
        MissingRule.Zero,
        CombineRule.Consensus,
        []
    );

    private static bool[] HasLeafValue(ScoringCase given)
    {
        var has = new bool[given.Subjects.Count];
        foreach (var mark in given.Marks)
            if (!double.IsNaN(mark.Value) && given.Specification.IsLeaf(mark.Node))
                has[mark.Subject] = true;
        return has;
    }
}
