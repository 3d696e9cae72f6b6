using Orientir.Core.Results;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>An indicator that carries a break: what it lost at the stage.</summary>
public sealed record CarrierFacts(IndicatorFacts Indicator, CycleCarrier Found) : CycleCarrier(Found);

/// <summary>A break with the indicators that carry it.</summary>
/// <param name="Found">The break.</param>
/// <param name="Carriers">Indicators of the stage that carry at least half of the points lost there, most lost first, at most five.</param>
/// <param name="Tied">How many more lost as much as the last of them.</param>
/// <param name="Sentence">The break in words.</param>
public sealed record BreakFacts(CycleBreak Found, IReadOnlyList<CarrierFacts> Carriers, int Tied, string Sentence) : CycleBreak(Found)
{
    /// <summary>«ещё 2 показателя с той же потерей»; null where none is left out.</summary>
    public string? TiedInWords => Tied == 0 ? null : $"ещё{Russian.NoBreakSpace}{Russian.Count(Tied, Nouns.Indicator)} с той же потерей";
}

/// <summary>A direction's row of the cycle matrix.</summary>
/// <param name="Direction">Index in <see cref="ReportFacts.Directions"/>.</param>
/// <param name="Cells">One a stage; null where the direction has no indicators at it.</param>
/// <param name="Total">Sum of the row.</param>
/// <param name="Subjects">Subjects counted.</param>
/// <param name="Break">Its own break.</param>
/// <param name="Absent">One a stage: what stands there where there is no share.</param>
/// <param name="Unassessed">Stages not assessed in this direction.</param>
public sealed record CycleRowFacts(
    int Direction,
    IReadOnlyList<CycleValue?> Cells,
    CycleValue Total,
    int Subjects,
    BreakFacts Break,
    IReadOnlyList<string> Absent,
    IReadOnlyList<int> Unassessed
);

/// <summary>The cycle matrix.</summary>
/// <param name="StageTitles">Titles of the stages.</param>
/// <param name="Rows">One a direction that has cells.</param>
/// <param name="Totals">One a stage; null where no direction has indicators at it.</param>
/// <param name="Total">Sum of everything.</param>
/// <param name="Absent">One a stage: what stands in the totals where there is no share.</param>
/// <param name="Break">The break over all directions.</param>
/// <param name="Rule">The rule of the break in a sentence.</param>
/// <param name="Sentences">What the report says of the cycle, the break first.</param>
public sealed record CycleFacts(
    IReadOnlyList<string> StageTitles,
    IReadOnlyList<CycleRowFacts> Rows,
    IReadOnlyList<CycleValue?> Totals,
    CycleValue Total,
    IReadOnlyList<string> Absent,
    BreakFacts Break,
    string Rule,
    IReadOnlyList<string> Sentences
)
{
    /// <summary>Something that applies is not marked, and what is said of the cycle is of the rest.</summary>
    public bool IsIncomplete => Total.IsIncomplete;

    /// <summary>How much of a cell is marked, beside its share: « (5 из 8)»; nothing where all is.</summary>
    public static string ExtentOf(CycleValue cell) => cell.IsIncomplete ? $" ({BreakSentence.Bare(cell)})" : "";

    /// <summary>What stands in the sum of cells of which none has a share.</summary>
    public static string AbsentOf(IReadOnlyList<string> cells) =>
        cells.Contains(Russian.NoData) ? Russian.NoData
        : cells.Contains(ResultWords.NotMarked) ? ResultWords.NotMarked
        : cells.Contains(ResultWords.NotApplicable) ? ResultWords.NotApplicable
        : cells[0];
}
