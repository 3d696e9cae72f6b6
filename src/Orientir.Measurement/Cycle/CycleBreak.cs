namespace Orientir.Measurement.Cycle;

/// <summary>What happens to a chain of stages; of what is told with marks missing, whatever they would be.</summary>
public enum BreakKind
{
    /// <summary>No stage falls under the rule.</summary>
    None,

    /// <summary>The chain breaks at a stage.</summary>
    AtStage,

    /// <summary>The chain breaks, and marks that are missing decide at which of several stages.</summary>
    Somewhere,

    /// <summary>The first stage has no points; a later one has, or may have.</summary>
    NotStarted,

    /// <summary>No stage has points.</summary>
    Nothing,

    /// <summary>Something applies at fewer than two stages, or no break is certain and fewer than two are marked enough to speak.</summary>
    NoChain,

    /// <summary>Marks that are missing decide whether there is a break.</summary>
    Undecided,
}

/// <summary>The break of a cycle by the rule of <see cref="CycleChain"/>. Stages by index, shares 0 … 1.</summary>
/// <param name="Kind">Whether and how the chain breaks.</param>
/// <param name="Earliest">The first stage at which it may break; null where no break is certain, or no stage has points.</param>
/// <param name="Latest">The stage by which it has certainly broken: another than the earliest where the stage is not known.</param>
/// <param name="Share">The share of the latest.</param>
/// <param name="Best">The best stage before it.</param>
/// <param name="BestShare">Its share.</param>
/// <param name="Weakest">The stage with the lowest share; null without a chain, and where there are no points at all.</param>
/// <param name="WeakestShare">Its share.</param>
/// <param name="AllEqual">The shares of all stages are the same.</param>
/// <param name="Regained">Stages after the break with at least twice its share and ten percentage points more: done without what they
/// should rest on.</param>
public record CycleBreak(
    BreakKind Kind,
    int? Earliest,
    int? Latest,
    double? Share,
    int? Best,
    double? BestShare,
    int? Weakest,
    double? WeakestShare,
    bool AllEqual,
    IReadOnlyList<int> Regained
)
{
    /// <summary>The stage of the break; null where there is none, or it is not known.</summary>
    public int? Stage => Earliest == Latest ? Latest : null;
}
