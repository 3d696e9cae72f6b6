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
        matrix.Totals.ShouldBe([new CycleValue(1, 1, 0, 1), new CycleValue(0, 2, 0, 1)]);
        matrix.Break.Stage.ShouldBe(1);
        matrix.Carriers.ShouldBe([new CycleCarrier(3, 0, 2)]);
        CycleMatrix.OfSubject(scores, 0, true).ShouldBe(matrix.Totals);
        CycleMatrix.OfSubject(scores, 0, false).ShouldAllBe(cell => cell == null);
    }

    [Fact]
    public void Of_StageNobodyAssessed_HasNoShareAndIsNoBreak()
    {
        var scores = Scorer.Score(Two, [new("s0", "Район")], [new(0, 2, 0, 1)]);
        var matrix = CycleMatrix.Of(scores, [true])!;
        matrix.Totals.ShouldBe([new CycleValue(1, 1, 0, 1), new CycleValue(0, 0, 2, 0, 1)]);
        matrix.Totals[1]!.Value.Share.ShouldBeNull();
        ShouldBe(matrix, BreakKind.NoChain, [1]);
        CycleMatrix.UnassessedOf(scores, 0, CycleMatrix.OfSubject(scores, 0, true), CycleRule.MarkedAlone).ShouldBe([1]);
        // By the second rule it kept its sums and was passed over, by the first it was a break.
        var second = CycleMatrix.Of(scores, [true], CycleRule.UnassessedPassedOver)!;
        second.Totals.ShouldBe([new CycleValue(1, 1), new CycleValue(0, 2)]);
        ShouldBe(second, BreakKind.NoChain, [1]);
        CycleMatrix.Of(scores, [true], CycleRule.AsScored)!.Break.Stage.ShouldBe(1);

        static void ShouldBe(CycleMatrix matrix, BreakKind kind, int[] unassessed)
        {
            (matrix.Break.Kind, matrix.Rows[0].Break.Kind).ShouldBe((kind, kind));
            matrix.Carriers.Concat(matrix.Rows[0].Carriers).ShouldBeEmpty();
            matrix.Unassessed.ShouldBe(unassessed);
            matrix.Rows[0].Unassessed.ShouldBe(unassessed);
        }
    }

    [Fact]
    public void Of_StagesMarkedInPart_AreJudgedByWhatIsMarked()
    {
        // Two subjects: goals marked for both, measures for the first alone. Not applicable leaves no trace.
        ScoringSubject[] subjects = [new("s0", "А"), new("s1", "Б"), new("s2", "В")];
        NodeMark[] marks = [new(0, 2, 0, 1), new(1, 2, 0, 1), new(0, 3, 0, 1), new(2, 2, 0, 1), new(2, 3, 0, double.NaN)];
        var scores = Scorer.Score(Two, subjects, marks);
        var matrix = CycleMatrix.Of(scores, [true, true, true])!;
        matrix.Totals.ShouldBe([new CycleValue(3, 3, 0, 3), new CycleValue(2, 2, 2, 1, 1)]);
        (matrix.Total.Marked, matrix.Total.Unmarked, matrix.Total.Share).ShouldBe((4, 1, 1));
        matrix.Break.Kind.ShouldBe(BreakKind.None);
        CycleMatrix.OfSubject(scores, 1, true)[1].ShouldBe(new CycleValue(0, 0, 2, 0, 1));
        CycleMatrix.OfSubject(scores, 2, true)[1].ShouldBe(new CycleValue(0, 0));
        // The scores stay: a missing mark is 0 of 2 there.
        scores.Cycle[1].ShouldBe(new CycleCell(1, 1, 2, 4, 3));
    }

    [Fact]
    public void Of_AnyCaseMarkedInFull_IsAsTheScorerSumsIt() =>
        Prop.ForAll(
                ScoringCase.Arbitrary(withTotals: false),
                given =>
                {
                    var marked = given.Marks.Select(mark => (mark.Subject, mark.Node)).ToHashSet();
                    var marks = given.Marks.ToList();
                    for (var subject = 0; subject < given.Subjects.Count; subject++)
                    for (var node = 0; node < given.Specification.Nodes.Count; node++)
                        if (given.Specification.IsLeaf(node) && !marked.Contains((subject, node)))
                            marks.Add(new(subject, node, 0, 0));
                    var full = given with { Marks = marks };
                    var (scores, has) = (full.Score(), HasLeafValue(full));
                    var (now, before) = (CycleMatrix.Of(scores, has), CycleMatrix.Of(scores, has, CycleRule.AsScored));
                    (now is null).ShouldBe(before is null);
                    if (now is null || before is null)
                        return;
                    foreach (var (one, other) in now.Rows.Append(Whole(now)).Zip(before.Rows.Append(Whole(before))))
                    {
                        one.Cells.Select(cell => (cell?.Points, cell?.Max, cell?.Missing ?? 0))
                            .ShouldBe(other.Cells.Select(cell => (cell?.Points, cell?.Max, 0.0)));
                        Said(one.Break).ShouldBe(Said(other.Break));
                        (one.Carriers.Count, one.Tied, one.Subjects).ShouldBe((other.Carriers.Count, other.Tied, other.Subjects));
                        one.Carriers.ShouldBe(other.Carriers);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Of_AnyCaseWithMarksTakenAway_HasNoBreakThatWasNotThere() =>
        Prop.ForAll(
                ScoringCase.Arbitrary(withTotals: false),
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                (given, seed) =>
                {
                    // Some values of one stage, or of any; experts of one cell together. «Не применимо» stays: it is a mark.
                    var random = new Random(seed);
                    var (stage, kept) = (random.Next(-1, 3), random.NextDouble());
                    var gone = given
                        .Marks.Where(mark => !double.IsNaN(mark.Value))
                        .Select(mark => (mark.Subject, mark.Node))
                        .Distinct()
                        .Where(cell => (stage < 0 || given.Specification.Nodes[cell.Node].Stage == stage) && random.NextDouble() >= kept)
                        .ToHashSet();
                    var less = given.Score(given.Marks.Where(mark => !gone.Contains((mark.Subject, mark.Node))));
                    // Those counted stay: who has no mark left stands in no matrix.
                    var (all, has) = (given.Score(), HasLeafValue(given));
                    if (CycleMatrix.Of(less, has) is not { } after || CycleMatrix.Of(all, has) is not { } before)
                        return;
                    foreach (var (one, other) in after.Rows.Append(Whole(after)).Zip(before.Rows.Append(Whole(before))))
                        Holds(one.Break, other.Break);
                    for (var subject = 0; subject < given.Subjects.Count; subject++)
                        Holds(
                            CycleChain.Find(CycleMatrix.OfSubject(less, subject, has[subject])),
                            CycleChain.Find(CycleMatrix.OfSubject(all, subject, has[subject]))
                        );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    // What is told with less marked holds with more: that there is a break, where, and that there is none. Of a cycle that does not start
    // more may tell that it has no points at all.
    private static void Holds(CycleBreak less, CycleBreak more)
    {
        if (IsBreak(less))
            IsBreak(more).ShouldBeTrue();
        if (less.Stage is { } stage)
            more.Stage.ShouldBe(more.Kind == BreakKind.Nothing ? null : stage);
        if (less.Kind == BreakKind.None)
            more.Kind.ShouldBe(BreakKind.None);
        if (less.Kind == BreakKind.Somewhere && more.Kind is (BreakKind.AtStage or BreakKind.Somewhere))
        {
            more.Earliest!.Value.ShouldBeGreaterThanOrEqualTo(less.Earliest!.Value);
            more.Latest!.Value.ShouldBeLessThanOrEqualTo(less.Latest!.Value);
        }
    }

    private static bool IsBreak(CycleBreak found) =>
        found.Kind is BreakKind.AtStage or BreakKind.Somewhere or BreakKind.NotStarted or BreakKind.Nothing;

    private static string Said(CycleBreak found) => $"{found with { Regained = [] }} {string.Join(',', found.Regained)}";

    private static CycleRow Whole(CycleMatrix matrix) =>
        new(0, matrix.Totals, matrix.Total, 0, matrix.Break, matrix.Carriers, matrix.Tied, matrix.Unassessed);

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
                        (total.Marked, total.Unmarked).ShouldBe((sum.Marked, sum.Unmarked));
                        // What is not marked stands in the sums of the scorer with its maximum or not at all, by the methodology.
                        var scored = CycleValue.Sum(
                            scores
                                .Cycle.Where(cell => cell.Stage == stage)
                                .Select(cell => (CycleValue?)new CycleValue(cell.Points, cell.Max))
                        );
                        scored.Points.ShouldBe(total.Points, 1e-9);
                        scored.Max.ShouldBe(given.Specification.Missing == MissingRule.Zero ? total.Max + total.Missing : total.Max, 1e-9);
                    }
                    foreach (var row in matrix.Rows.Append(Whole(matrix)))
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
