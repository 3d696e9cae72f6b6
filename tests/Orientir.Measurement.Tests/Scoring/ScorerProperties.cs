using FsCheck;
using FsCheck.Fluent;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Tests.Scoring;

/// <summary>What must hold for any methodology and any marks.</summary>
public class ScorerProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Score_InputReordered_GivesTheSameResult() =>
        Prop.ForAll(
                ScoringCase.Arbitrary(),
                given =>
                {
                    var expected = given.Score();
                    var count = given.Subjects.Count;
                    // Subjects reversed, marks reversed: every figure of every subject must be equal to the last bit.
                    var turned = new ScoringCase(
                        given.Specification,
                        [.. given.Subjects.Reverse()],
                        [.. given.Marks.Reverse().Select(mark => mark with { Subject = count - 1 - mark.Subject })]
                    ).Score();

                    for (var subject = 0; subject < count; subject++)
                    for (var node = 0; node < given.Specification.Nodes.Count; node++)
                        turned[count - 1 - subject, node].ShouldBe(expected[subject, node]);
                    turned
                        .Order.Select(index => turned.Subjects[index].Id)
                        .ShouldBe(expected.Order.Select(index => expected.Subjects[index].Id));
                    turned.Flags.Select(flag => flag with { Subject = count - 1 - flag.Subject }).ShouldBe(expected.Flags);
                    foreach (var (a, b) in turned.Summaries.Zip(expected.Summaries))
                    {
                        a.Leaders.Select(index => count - 1 - index).ShouldBe(b.Leaders);
                        (a with { Leaders = [], Distribution = null }).ShouldBe(b with { Leaders = [], Distribution = null });
                        a.Distribution.ShouldBe(b.Distribution);
                    }
                }
            )
            .Check(Runs);

    [Fact]
    public void Score_OnePointMore_NeverLowersOwnShareOrPlace() =>
        Prop.ForAll(
                ScoringCase.Arbitrary(withTotals: false),
                Gen.Choose(0, 10_000).ToArbitrary(),
                (given, pick) =>
                {
                    var raisable = given.Marks.Where(mark => Raised(given, mark) is not null).ToList();
                    if (raisable.Count == 0)
                        return;
                    var mark = raisable[pick % raisable.Count];
                    var raised = Raised(given, mark)!.Value;
                    var (before, after) = (given.Score(), given.Score(given.Marks.Select(each => each == mark ? raised : each)));
                    for (var node = mark.Node; node >= 0; node = given.Specification.Nodes[node].Parent)
                    {
                        var (was, now) = (before[mark.Subject, node], after[mark.Subject, node]);
                        (now.Share is null).ShouldBe(was.Share is null);
                        if (was.Share is null)
                            continue;
                        now.Share!.Value.ShouldBeGreaterThanOrEqualTo(was.Share.Value - 1e-12);
                        now.Rank!.Value.ShouldBeLessThanOrEqualTo(was.Rank!.Value);
                    }
                }
            )
            .Check(Runs);

    [Fact]
    public void Score_ZeroOrMissingBecomesNotApplicable_NeverLowersAShare() =>
        Prop.ForAll(
                ScoringCase.Arbitrary(withTotals: false),
                Gen.Choose(0, 10_000).ToArbitrary(),
                (given, pick) =>
                {
                    var before = given.Score();
                    var cells = (
                        from subject in Enumerable.Range(0, given.Subjects.Count)
                        from node in Enumerable.Range(0, given.Specification.Nodes.Count)
                        where given.Specification.IsLeaf(node)
                        let marks = given
                            .Marks.Where(mark => mark.Subject == subject && mark.Node == node && !double.IsNaN(mark.Value))
                            .ToList()
                        where marks.TrueForAll(mark => given.Specification.Nodes[node].Scale!.PointsOf(mark.Value) == 0)
                        select (subject, node)
                    ).ToList();
                    if (cells.Count == 0)
                        return;
                    var (s, n) = cells[pick % cells.Count];
                    var after = given.Score(
                        given.Marks.Where(mark => mark.Subject != s || mark.Node != n).Append(new NodeMark(s, n, 0, double.NaN))
                    );
                    for (var node = n; node >= 0; node = given.Specification.Nodes[node].Parent)
                        if (before[s, node].Share is { } was && after[s, node].Share is { } now)
                            now.ShouldBeGreaterThanOrEqualTo(was - 1e-12);
                }
            )
            .Check(Runs);

    [Fact]
    public void Score_Cycle_EqualsTheTreeOverItsLeaves() =>
        Prop.ForAll(
                ScoringCase.Arbitrary(),
                given =>
                {
                    var scores = given.Score();
                    var specification = given.Specification;
                    var valued = given
                        .Marks.Where(mark => !double.IsNaN(mark.Value) && specification.IsLeaf(mark.Node))
                        .Select(mark => mark.Subject)
                        .ToHashSet();
                    foreach (var cell in scores.Cycle)
                    {
                        var leaves = Enumerable
                            .Range(0, specification.Nodes.Count)
                            .Where(node =>
                                specification.IsLeaf(node)
                                && specification.Nodes[node] is { InCycle: true } leaf
                                && leaf.Stage == cell.Stage
                                && leaf.Direction == cell.Direction
                            )
                            .ToList();
                        leaves.ShouldNotBeEmpty();
                        // A subject takes part where nothing on the path or below is known through a total: then the tree stands on leaves alone.
                        var taking = valued.Where(subject => !HasScoredTotal(given, scores, subject, cell.Direction)).ToList();
                        cell.Subjects.ShouldBe(taking.Count);
                        cell.Points.ShouldBe(taking.Sum(subject => leaves.Sum(leaf => scores[subject, leaf].Points ?? 0)), 1e-9);
                        cell.Max.ShouldBe(taking.Sum(subject => leaves.Sum(leaf => scores[subject, leaf].Max)), 1e-9);
                    }
                }
            )
            .Check(Runs);

    [Fact]
    public void Score_AnyCase_KeepsPlacesAndSumsTogether() =>
        Prop.ForAll(
                ScoringCase.Arbitrary(),
                given =>
                {
                    var scores = given.Score();
                    var specification = given.Specification;
                    for (var node = 0; node < specification.Nodes.Count; node++)
                    {
                        var shares = Enumerable.Range(0, given.Subjects.Count).Select(subject => scores[subject, node].Share).ToList();
                        scores.Summaries[node].Count.ShouldBe(shares.Count(share => share is not null));
                        for (var subject = 0; subject < shares.Count; subject++)
                        {
                            var score = scores[subject, node];
                            score.Max.ShouldBeInRange(0, specification.MaximumOf(node) + 1e-9);
                            if (score.Share is not { } share)
                                continue;
                            share.ShouldBeInRange(0, 1 + 1e-9);
                            score.Rank.ShouldBe(1 + shares.Count(other => other > share + Tolerance.Absolute));
                            score.RankTo.ShouldBe(shares.Count(other => other >= share - Tolerance.Absolute));
                        }
                    }
                }
            )
            .Check(Runs);

    private static NodeMark? Raised(ScoringCase given, NodeMark mark)
    {
        if (double.IsNaN(mark.Value))
            return null;
        var scale = given.Specification.Nodes[mark.Node].Scale!;
        var candidates = scale is MeasureScale ? [0.0, 10, 30, 60] : Enumerable.Range(0, 41).Select(half => half / 8.0);
        foreach (var value in candidates)
            if (scale.Accepts(value) && scale.PointsOf(value) > scale.PointsOf(mark.Value))
                return mark with { Value = value };
        return null;
    }

    /// <summary>By the words of the design: a total with neither a value nor another total below it is scored.</summary>
    private static bool HasScoredTotal(ScoringCase given, Scores scores, int subject, int direction)
    {
        var specification = given.Specification;
        var known = given.Marks.Where(mark => mark.Subject == subject && !double.IsNaN(mark.Value)).Select(mark => mark.Node).ToHashSet();
        return known.Any(total =>
            !specification.IsLeaf(total)
            && !known.Any(other => other > total && other < specification.EndOf(total))
            && total < specification.EndOf(direction)
            && direction < specification.EndOf(total)
            && scores[subject, total].Max >= 0
        );
    }
}
