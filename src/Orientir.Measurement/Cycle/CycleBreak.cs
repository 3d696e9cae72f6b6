namespace Orientir.Measurement.Cycle;

/// <summary>What happens to a chain of stages.</summary>
public enum BreakKind
{
    /// <summary>No stage falls under the rule.</summary>
    None,

    /// <summary>The chain breaks at a stage.</summary>
    AtStage,

    /// <summary>The first stage has no points, a later one has.</summary>
    NotStarted,

    /// <summary>No stage has points.</summary>
    Nothing,

    /// <summary>Fewer than two stages have a maximum, or are marked enough to speak: there is no chain.</summary>
    NoChain,

    /// <summary>No break is certain, and marks that are missing could make one.</summary>
    Undecided,
}

/// <summary>The break of a cycle by the rule of <see cref="CycleChain"/>. Stages by index, shares 0 … 1.</summary>
/// <param name="Kind">Whether and how the chain breaks.</param>
/// <param name="Stage">The stage of the break; null where there is none.</param>
/// <param name="Share">Its share.</param>
/// <param name="Best">The best stage before it.</param>
/// <param name="BestShare">Its share.</param>
/// <param name="Weakest">The stage with the lowest share; null without a chain, and where there are no points at all.</param>
/// <param name="WeakestShare">Its share.</param>
/// <param name="AllEqual">The shares of all stages are the same.</param>
/// <param name="Regained">Stages after the break with at least twice its share and ten percentage points more: done without what they
/// should rest on.</param>
public record CycleBreak(
    BreakKind Kind,
    int? Stage,
    double? Share,
    int? Best,
    double? BestShare,
    int? Weakest,
    double? WeakestShare,
    bool AllEqual,
    IReadOnlyList<int> Regained
);
