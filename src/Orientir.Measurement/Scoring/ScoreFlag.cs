namespace Orientir.Measurement.Scoring;

/// <summary>What is worth a look.</summary>
public enum ScoreFlagKind
{
    /// <summary>Experts differ on a leaf combined by consensus.</summary>
    Disagreement,

    /// <summary>«Не применимо» beside a value was ignored.</summary>
    NaIgnored,

    /// <summary>A control total differs from the computed points.</summary>
    TotalMismatch,
}

/// <summary>A flag at a node of a subject; for a total, the given and the computed points.</summary>
public readonly record struct ScoreFlag(int Subject, int Node, ScoreFlagKind Kind, double? Given, double? Computed);
