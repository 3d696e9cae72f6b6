using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>An indicator that carries a break: what it lost at the stage.</summary>
public sealed record CarrierFacts(IndicatorFacts Indicator, CycleCarrier Found) : CycleCarrier(Found);

/// <summary>A break with the indicators that carry it.</summary>
/// <param name="Found">The break.</param>
/// <param name="Carriers">Indicators of the stage that carry at least half of the points lost there, most lost first, at most five.</param>
/// <param name="Sentence">The break in words.</param>
public sealed record BreakFacts(CycleBreak Found, IReadOnlyList<CarrierFacts> Carriers, string Sentence) : CycleBreak(Found);

/// <summary>A direction's row of the cycle matrix.</summary>
/// <param name="Direction">Index in <see cref="ReportFacts.Directions"/>.</param>
/// <param name="Cells">One a stage; null where the direction has no indicators at it.</param>
/// <param name="Total">Sum of the row.</param>
/// <param name="Subjects">Subjects counted.</param>
/// <param name="Break">Its own break.</param>
public sealed record CycleRowFacts(int Direction, IReadOnlyList<CycleValue?> Cells, CycleValue Total, int Subjects, BreakFacts Break);

/// <summary>The cycle matrix.</summary>
/// <param name="StageTitles">Titles of the stages.</param>
/// <param name="Rows">One a direction that has cells.</param>
/// <param name="Totals">One a stage; null where no direction has indicators at it.</param>
/// <param name="Total">Sum of everything.</param>
/// <param name="Break">The break over all directions.</param>
/// <param name="Rule">The rule of the break in a sentence.</param>
/// <param name="Sentences">What the report says of the cycle, the break first.</param>
public sealed record CycleFacts(
    IReadOnlyList<string> StageTitles,
    IReadOnlyList<CycleRowFacts> Rows,
    IReadOnlyList<CycleValue?> Totals,
    CycleValue Total,
    BreakFacts Break,
    string Rule,
    IReadOnlyList<string> Sentences
);
