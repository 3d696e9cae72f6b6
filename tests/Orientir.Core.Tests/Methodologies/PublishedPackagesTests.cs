using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Tests.Demo;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Tests.Methodologies;

public class PublishedPackagesTests
{
    public static TheoryData<string> Ids => [.. Published.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Read_PublishedPackage_IsNamedByItsIdAndExplainsItsReadings(string id)
    {
        var methodology = Published.Methodology(id);

        methodology.Id.ShouldBe(id);
        methodology.Note.ShouldNotBeNullOrWhiteSpace();
        methodology.Nodes.Skip(1).ShouldAllBe(node => node.Title.Length <= 80);
    }

    [Theory]
    [InlineData("directions-of-work", 43, 86)]
    [InlineData("dpp-general-expertise", 21, 42)]
    [InlineData("dpp-technical-expertise", 17, 17)]
    [InlineData("ishimbay-2021", 22, 0)]
    [InlineData("lo-2020", 61, 113)]
    [InlineData("methodical-associations-v1", 11, 22)]
    [InlineData("methodical-associations-v2", 12, 24)]
    [InlineData("methodical-work", 12, 24)]
    [InlineData("perm-mum-2021", 1, 902)]
    [InlineData("perm-mum-2022", 8, 442)]
    [InlineData("programme-self-assessment", 18, 36)]
    [InlineData("tver-2020", 9, 26)]
    [InlineData("young-teachers-2019", 11, 22)]
    public void Read_PublishedPackage_HasTheStatedIndicatorsAndPoints(string id, int indicators, double points)
    {
        var methodology = Published.Methodology(id);

        methodology.Nodes.Count(node => node.Scale is not null).ShouldBe(indicators);
        methodology.Specification.MaximumOf(0).ShouldBe(points);
    }

    [Fact]
    public void Packages_Always_AreAllListedAbove() => Published.Ids.Count.ShouldBe(13);

    // At each side of every bound; the printed gap (16) and the printed excesses (24 of 22, 88 of 86) are closed.
    [Theory]
    [InlineData("young-teachers-2019", "0 low, 11 low, 12 middle, 15 middle, 16 middle, 17 high, 22 high")]
    [InlineData("methodical-associations-v1", "0 low, 9 low, 10 middle, 17 middle, 18 high, 22 high")]
    [InlineData("methodical-associations-v2", "0 low, 9 low, 10 middle, 17 middle, 18 high, 24 high")]
    [InlineData("methodical-work", "0 low, 9 low, 10 middle, 17 middle, 18 high, 24 high")]
    [InlineData("programme-self-assessment", "0 low, 10 low, 11 sufficient, 26 sufficient, 27 high, 36 high")]
    [InlineData("directions-of-work", "0 low, 19 low, 20 sufficient, 59 sufficient, 60 high, 86 high")]
    [InlineData("dpp-general-expertise", "0 rejected, 26 rejected, 27 revision, 29 revision, 30 recommended, 42 recommended")]
    public void Levels_AtTheirBounds_AreThePrintedOnes(string id, string expected)
    {
        var methodology = Published.Methodology(id);
        var totals = expected
            .Split(", ")
            .Select(pair => double.Parse(pair.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))
            .ToArray();
        ScoringSubject[] subjects = [.. totals.Select((_, index) => new ScoringSubject($"{index}", $"{index}"))];
        NodeMark[] marks = [.. totals.Select((total, index) => new NodeMark(index, 0, 0, total))];

        var scores = Scorer.Score(methodology.Specification, subjects, marks);

        var bands = methodology.Levels.Single().Bands;
        string.Join(", ", totals.Select((total, index) => $"{total} {bands[scores.BandOf(index, 0)!.Value].Id}")).ShouldBe(expected);
        for (var total = 0; total <= methodology.Specification.MaximumOf(0); total++)
            bands.Count(band => total >= band.From && total <= band.To).ShouldBe(1, $"{total}");
    }

    [Fact]
    public void MethodicalWork_WithoutClusters_LosesTheirTwoPoints()
    {
        var methodology = Published.Methodology("methodical-work");
        NodeMark[] marks =
        [
            .. methodology
                .Nodes.Index()
                .Where(node => node.Item.Scale is not null)
                .Select(node => new NodeMark(0, node.Index, 0, node.Item.Code == "11" ? double.NaN : 2)),
        ];

        Scorer
            .Score(methodology.Specification, [new("1", "1")], marks)[0, 0]
            .ShouldSatisfyAllConditions(score => score.Points.ShouldBe(22), score => score.Max.ShouldBe(22));
    }

    [Fact]
    public void TechnicalExpertise_NumberPrintedTwice_HasTwoCodesUnderTheHeading()
    {
        var section = Published.Methodology("dpp-technical-expertise").Nodes.Single(node => node.Code == "6");

        section.Kind.ShouldBe(NodeKind.Section);
        section.Nodes.Select(node => node.Code).ShouldBe(["6.1", "6.2", "6.2a", "6.3", "6.4", "6.5", "6.6", "6.7", "6.8", "6.9"]);
    }

    [Fact]
    public void Ishimbay_Indicators_AreMeasuredAndNeverScored() =>
        Published
            .Methodology("ishimbay-2021")
            .Nodes.Select(node => node.Scale)
            .Where(scale => scale is not null)
            .ShouldAllBe(scale => scale is MeasureScale && ((MeasureScale)scale).Bands.Count == 0);

    [Fact]
    public void Ishimbay_Values_AreReadAndLeaveNoShare()
    {
        var methodology = Published.Methodology("ishimbay-2021");
        var sheet = new ReadMarks().Read(
            "subject,code,value\nИшимбайский район,1.1.1,\"12,5\"\nИшимбайский район,2.1,1\n"u8.ToArray(),
            "м.csv",
            methodology,
            cancel: TestContext.Current.CancellationToken
        );

        Scorer.Score(methodology.Specification, sheet.Subjects, sheet.Marks.Span)[0, 0].Share.ShouldBeNull();
    }
}
