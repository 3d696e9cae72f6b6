using FsCheck;
using FsCheck.Fluent;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Tests.Scoring;

/// <summary>What missing and disagreeing marks leave open, counted by hand and held as properties.</summary>
public class ResultBoundsTests
{
    private static readonly OrdinalScale Steps = new([new(0, "нет"), new(1, "часть"), new(2, "всё")]);

    [Fact]
    public void Of_MissingAndDisagreeingMarks_EqualsTheCountByHand()
    {
        // Of four points each: 3 for certain; 1 or 2 by two experts, the other leaf unmarked; 2 for certain, the rest not applicable.
        NodeMark[] marks = [new(0, 1, 0, 2), new(0, 2, 0, 1), new(1, 1, 0, 1), new(1, 1, 1, 2), new(2, 1, 0, 2), new(2, 2, 0, double.NaN)];
        var bounds = Bounds(MissingRule.Zero, 4, marks);
        bounds[0].ShouldBe(new OpenResult(0.75, 0.75, 2, 3));
        bounds[1].ShouldBe(new OpenResult(0.25, 1, 1, 3));
        bounds[2].ShouldBe(new OpenResult(1, 1, 1, 2));
        bounds[3].ShouldBeNull();
        // Where a missing mark leaves the maximum, marking it would bring the maximum back.
        Bounds(MissingRule.Exclude, 4, marks)[1].ShouldBe(new OpenResult(0.25, 1, 1, 3));
    }

    [Fact]
    public void Of_ScoredTotal_LeavesNothingOpen() =>
        Bounds(MissingRule.Zero, 1, [new(0, 0, 0, 3)])[0].ShouldBe(new OpenResult(0.75, 0.75, 1, 1));

    [Fact]
    public void Of_NoSubjects_IsEmpty() => Bounds(MissingRule.Zero, 0, []).ShouldBeEmpty();

    [Fact]
    public void Of_AnyMarks_EnclosesShareAndPlace() =>
        Prop.ForAll(
                ScoringCase.Arbitrary(),
                one =>
                {
                    var scores = one.Score();
                    var bounds = ResultBounds.Of(scores, [.. one.Marks]);
                    for (var subject = 0; subject < one.Subjects.Count; subject++)
                    {
                        if (scores[subject, 0] is not { Share: { } share, Rank: { } rank, RankTo: { } to })
                        {
                            bounds[subject].ShouldBeNull();
                            continue;
                        }
                        var open = bounds[subject]!.Value;
                        open.Low.ShouldBeLessThanOrEqualTo(share + Tolerance.Absolute);
                        open.High.ShouldBeGreaterThanOrEqualTo(share - Tolerance.Absolute);
                        open.High.ShouldBeLessThanOrEqualTo(1 + Tolerance.Absolute);
                        open.Best.ShouldBeInRange(1, rank);
                        open.Worst.ShouldBeInRange(to, one.Subjects.Count);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    private static IReadOnlyList<OpenResult?> Bounds(MissingRule missing, int subjects, NodeMark[] marks) =>
        ResultBounds.Of(
            Scorer.Score(
                new([new("*", -1, null), new("1", 0, Steps), new("2", 0, Steps)], [], missing, CombineRule.Median, []),
                [.. Enumerable.Range(0, subjects).Select(index => new ScoringSubject($"s{index}", $"Район {index}"))],
                marks
            ),
            marks
        );
}
