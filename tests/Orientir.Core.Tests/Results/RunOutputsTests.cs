using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Results;

/// <summary>What is kept of a run is what was computed, to the bit.</summary>
public class RunOutputsTests
{
    public static TheoryData<string> Packages => ConformanceTests.Packages;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Read_OfWhatWasWritten_GivesTheScoresToTheBit(string package)
    {
        var scored = Scored(package);
        var kept = RunOutputs.Read(scored.Methodology, RunOutputs.Write(scored));
        ShouldBeAlike(kept, scored);
    }

    [Fact]
    public void Read_OfTwoThousandSubjectsWithComments_GivesTheScoresToTheBit()
    {
        var methodology = Marked.Tree(3, 5);
        var random = new Random(7);
        var rows = Enumerable
            .Range(1, 2_000)
            .SelectMany(subject =>
                methodology
                    .Nodes.Where(node => node.Scale is not null)
                    .Where(_ => random.Next(10) > 0)
                    .Select(node => $"m{subject},{node.Code},{(random.Next(12) == 0 ? "NA" : $"{random.Next(3)}")},,\"ком; {subject}\"")
            )
            .ToArray();
        var scored = new ScoreMarks().Score(
            methodology,
            new ReadMarks().Read(ReviewedCampaign.Csv(rows), "marks.csv", methodology, cancel: TestContext.Current.CancellationToken)
        );
        ShouldBeAlike(RunOutputs.Read(methodology, RunOutputs.Write(scored)), scored);
    }

    [Fact]
    public void Write_OfEqualResults_GivesEqualBytes() =>
        RunOutputs.Write(Scored("08-experts-consensus")).ShouldBe(RunOutputs.Write(Scored("08-experts-consensus")));

    [Fact]
    public void Read_OfDamagedOrForeignBytes_IsRefused()
    {
        var (one, other) = (Scored("08-experts-consensus"), Scored("12-cycle"));
        var kept = RunOutputs.Write(one);
        Should.Throw<InvalidDataException>(() => RunOutputs.Read(other.Methodology, kept)).Message.ShouldContain("another methodology");
        Should.Throw<NewerProgramException>(() => RunOutputs.Read(one.Methodology, [.. "ORUN"u8, 2, .. kept[5..]]));
        Should.Throw<InvalidDataException>(() => RunOutputs.Read(one.Methodology, [.. "ORUN"u8, 0, .. kept[5..]]));
        Should.Throw<InvalidDataException>(() => RunOutputs.Read(one.Methodology, kept[..^3]));
        Should.Throw<InvalidDataException>(() => RunOutputs.Read(one.Methodology, []));
    }

    private static ScoredMarks Scored(string package)
    {
        byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "conformance", package, file));

        var methodology = new ReadMethodology().Read(Bytes("methodology.json"), "methodology.json");
        var register = File.Exists(Path.Combine(AppContext.BaseDirectory, "TestData", "conformance", package, "register.csv"))
            ? new ReadRegister().Read(Bytes("register.csv"), "register.csv")
            : null;
        return new ScoreMarks().Score(
            methodology,
            new ReadMarks().Read(Bytes("marks.csv"), "marks.csv", methodology, register, cancel: TestContext.Current.CancellationToken)
        );
    }

    private static void ShouldBeAlike(ScoredMarks kept, ScoredMarks scored)
    {
        var (there, here) = (kept.Scores.Outputs, scored.Scores.Outputs);
        Bits(there.Combined).ShouldBe(Bits(here.Combined));
        Bits(there.Points).ShouldBe(Bits(here.Points));
        Bits(there.Max).ShouldBe(Bits(here.Max));
        Bits(there.Share).ShouldBe(Bits(here.Share));
        there.NotApplicable.ShouldBe(here.NotApplicable);
        there.Rank.ShouldBe(here.Rank);
        there.RankTo.ShouldBe(here.RankTo);
        there.Unscored.ShouldBe(here.Unscored);
        there.Levels.ShouldBe(here.Levels);
        there.Order.ShouldBe(here.Order);
        there.Cycle.ShouldBe(here.Cycle);
        there.Flags.ShouldBe(here.Flags);
        there.Totals.ShouldBe(here.Totals);
        foreach (var (one, other) in there.Summaries.Zip(here.Summaries))
        {
            one.Leaders.ShouldBe(other.Leaders);
            one.Distribution.ShouldBe(other.Distribution);
            (one with { Leaders = [], Distribution = null }).ShouldBe(other with { Leaders = [], Distribution = null });
        }
        kept.Bounds.ShouldBe(scored.Bounds);
        kept.Scores.Subjects.ShouldBe(scored.Scores.Subjects);
        kept.Marks.Experts.ShouldBe(scored.Marks.Experts);
        kept.Marks.Marks.ToArray().ShouldBe(scored.Marks.Marks.ToArray());
        kept.Marks.Comments.ShouldBe(scored.Marks.Comments);
        using MemoryStream json = new(),
            expected = new();
        ResultsJson.Write(json, kept);
        ResultsJson.Write(expected, scored);
        json.ToArray().ShouldBe(expected.ToArray());
    }

    // −0 and 0, and the kinds of NaN, are not the same bytes.
    private static long[] Bits(double[] numbers) => [.. numbers.Select(BitConverter.DoubleToInt64Bits)];
}
