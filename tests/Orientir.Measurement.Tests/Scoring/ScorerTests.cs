using Orientir.Measurement.Scoring;

namespace Orientir.Measurement.Tests.Scoring;

/// <summary>Rules one by one, degenerate data, and published values; conformance packages are tested where the readers are.</summary>
public class ScorerTests
{
    private static readonly OrdinalScale Steps = new([new(0, "нет"), new(1, "часть"), new(2, "всё")]);

    [Fact]
    public void Score_NobodyAnswered_GivesNoResultsAndNoStatistics()
    {
        var scores = Score(OneDirection(Steps, new BinaryScale(1)), 3, []);

        for (var subject = 0; subject < 3; subject++)
        {
            scores[subject, 0].ShouldBe(new NodeScore(null, 3, null, null, null));
            scores.UnscoredOf(subject).ShouldBe(2);
        }
        scores.Order.ShouldBe([0, 1, 2]);
        scores
            .Summaries[0]
            .ShouldSatisfyAllConditions(
                summary => summary.Count.ShouldBe(0),
                summary => summary.Mean.ShouldBeNull(),
                summary => summary.Leaders.ShouldBeEmpty(),
                summary => summary.Below30.ShouldBeNull()
            );
    }

    [Fact]
    public void Score_NoSubjects_GivesEmptyResult()
    {
        var scores = Score(OneDirection(Steps), 0, []);
        scores.Order.ShouldBeEmpty();
        scores.Summaries[0].Count.ShouldBe(0);
        scores.Cycle.ShouldAllBe(cell => cell.Subjects == 0 && cell.Points == 0 && cell.Max == 0);
    }

    [Fact]
    public void Score_OneSubject_HasNoDeviation()
    {
        var scores = Score(OneDirection(Steps), 1, [new(0, 2, 0, 1)]);
        scores[0, 0].ShouldBe(new NodeScore(1, 2, 0.5, 1, 1));
        scores.Summaries[0].Sd.ShouldBeNull();
        scores.Summaries[0].Q1.ShouldBe(1);
        scores.Summaries[0].Leaders.ShouldBe([0]);
    }

    [Fact]
    public void Score_EverybodyEqual_SharesTheFirstPlace()
    {
        var scores = Score(OneDirection(Steps), 4, [.. Enumerable.Range(0, 4).Select(subject => new NodeMark(subject, 2, 0, 1))]);
        for (var subject = 0; subject < 4; subject++)
            scores[subject, 0].ShouldBe(new NodeScore(1, 2, 0.5, 1, 4));
        scores.Summaries[0].Sd.ShouldBe(0);
        scores.Summaries[0].Leaders.Count.ShouldBe(4);
    }

    [Fact]
    public void Score_EverybodyZero_HasNoLeaders()
    {
        var scores = Score(OneDirection(Steps), 2, [new(0, 2, 0, 0), new(1, 2, 0, 0)]);
        scores.Summaries[0].Leaders.ShouldBeEmpty();
        scores.Summaries[0].Below30.ShouldBe(1);
    }

    [Fact]
    public void Score_SharesEqualButForBinaryNoise_ShareAPlace()
    {
        // 0.1 + 0.2 and 0.3 differ in the last bit.
        var specification = OneDirection(new PointsScale(1, 0.1), new PointsScale(1, 0.1));
        var scores = Score(specification, 2, [new(0, 2, 0, 0.1), new(0, 3, 0, 0.2), new(1, 2, 0, 0.3), new(1, 3, 0, 0)]);
        (scores[0, 0].Rank, scores[0, 0].RankTo).ShouldBe((1, 2));
        (scores[1, 0].Rank, scores[1, 0].RankTo).ShouldBe((1, 2));
    }

    [Fact]
    public void Score_TotalAboveNotApplicableOnly_IsScoredAgainstTheWholeMaximum()
    {
        var scores = Score(OneDirection(Steps, Steps), 1, [new(0, 2, 0, double.NaN), new(0, 1, 0, 3)]);
        scores[0, 1].ShouldBe(new NodeScore(3, 4, 0.75, 1, 1));
        scores[0, 2].ShouldBe(new NodeScore(null, 2, null, null, null));
        scores.UnscoredOf(0).ShouldBe(0);
    }

    [Fact]
    public void Score_ControlTotal_IsComparedWithGivenAndComputed()
    {
        var scores = Score(OneDirection(Steps, Steps), 1, [new(0, 2, 0, 2), new(0, 1, 0, 3), new(0, 0, 0, 2)]);
        scores[0, 0].Points.ShouldBe(2);
        scores.Flags.ShouldBe([new ScoreFlag(0, 1, ScoreFlagKind.TotalMismatch, 3, 2)]);
    }

    [Fact]
    public void Score_ThresholdsUnderAScoredTotal_HaveNoLevel()
    {
        var nodes = OneDirection(Steps).Nodes.Select(node => node.Scale is null ? node : node with { Threshold = 1 }).ToArray();
        var specification = new ScoringSpecification(
            nodes,
            ["goals"],
            MissingRule.Zero,
            CombineRule.Consensus,
            [new("t", 0, LevelBasis.Thresholds, [new("no", 0, false), new("yes", 0.5, true)])]
        );
        var scores = Score(specification, 3, [new(0, 1, 0, 2), new(1, 2, 0, 1)]);
        scores.BandOf(0, 0).ShouldBeNull(); // only a total is known: whether the threshold is reached is not
        scores.BandOf(1, 0).ShouldBe(1);
        scores.BandOf(2, 0).ShouldBeNull(); // no data is not «no»
    }

    [Fact]
    public void Score_MarkOutsideTheTables_Throws()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Score(OneDirection(Steps), 1, [new(1, 2, 0, 1)]));
        Should.Throw<ArgumentOutOfRangeException>(() => Score(OneDirection(Steps), 1, [new(0, 3, 0, 1)]));
        Should.Throw<ArgumentOutOfRangeException>(() => Score(OneDirection(Steps), 1, [new(0, -1, 0, 1)]));
    }

    [Fact]
    public void Score_MoreDistinctValuesThanTheShortPathHolds_RanksTheSame()
    {
        var count = 200;
        var marks = Enumerable.Range(0, count).Select(subject => new NodeMark(subject, 2, 0, subject * 7 % count)).ToArray();
        var scores = Score(OneDirection(new PointsScale(count, 1)), count, marks);
        foreach (var mark in marks)
            scores[mark.Subject, 2].Rank.ShouldBe(count - (int)mark.Value);
        scores.Summaries[2].Distribution!.Count.ShouldBe(count);
        scores.Summaries[2].Median.ShouldBe(99.5);
    }

    [Fact]
    public void Summary_MtcarsMpg_EqualsThePublishedValues()
    {
        var summary = Summary(new PointsScale(40, 0.1), Statistics.TallyTests.Mpg());
        summary.Mean!.Value.ShouldBe(20.090625, 1e-10);
        summary.Q1!.Value.ShouldBe(15.425, 1e-10);
        summary.Median!.Value.ShouldBe(19.2, 1e-10);
        summary.Q3!.Value.ShouldBe(22.8, 1e-10);
        summary.Sd!.Value.ShouldBe(6.0269480520891, 1e-10);
    }

    [Fact]
    public void Specification_BrokenTree_Throws()
    {
        static void Refuse(params ScoringNode[] nodes) =>
            Should.Throw<ArgumentException>(() => new ScoringSpecification(nodes, [], MissingRule.Zero, CombineRule.Mean, []));

        Refuse();
        Refuse(new ScoringNode("1", 0, Steps));
        Refuse(new("*", -1, null), new("1", 0, null));
        Refuse(new("*", -1, Steps), new("1", 0, Steps));
        Refuse(new("*", -1, null), new("1", -1, Steps));
        Refuse(new("*", -1, null), new("1", 0, Steps, Weight: 0));
        Refuse(new("*", -1, null), new("1", 0, Steps, Stage: 0));
        Refuse(new("*", -1, null), new("1", 0, null), new("2", 0, Steps), new("1.1", 1, Steps)); // a child away from its parent
    }

    private static NodeSummary Summary(Scale scale, double[] values) =>
        Score(OneDirection(scale), values.Length, [.. values.Select((value, subject) => new NodeMark(subject, 2, 0, value))]).Summaries[2];

    /// <summary>0 is the root, 1 the direction, the leaves follow.</summary>
    private static ScoringSpecification OneDirection(params Scale[] leaves) =>
        new(
            [
                new("*", -1, null),
                new("1", 0, null, Direction: 1),
                .. leaves.Select((scale, index) => new ScoringNode($"1.{index + 1}", 1, scale, Direction: 1, Stage: 0)),
            ],
            ["goals"],
            MissingRule.Zero,
            CombineRule.Consensus,
            []
        );

    private static Scores Score(ScoringSpecification specification, int subjects, NodeMark[] marks) =>
        Scorer.Score(
            specification,
            [.. Enumerable.Range(0, subjects).Select(index => new ScoringSubject($"s{index}", $"Район {index:D3}"))],
            marks
        );
}
