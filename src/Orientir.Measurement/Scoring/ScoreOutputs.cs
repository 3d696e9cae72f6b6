namespace Orientir.Measurement.Scoring;

/// <summary>
/// Everything a scoring has found, as plain arrays: what a store keeps of <see cref="Scores"/> and makes them of again, exactly.
/// N nodes, S subjects; cells are node-major: node × S + subject.
/// </summary>
public sealed record ScoreOutputs
{
    /// <summary>
    /// N·S; the marks of all experts made one: unweighted points of a leaf, the given total of an inner node; NaN where there is none.
    /// </summary>
    public required double[] Combined { get; init; }

    /// <summary>N·S; «не применимо» and no value.</summary>
    public required bool[] NotApplicable { get; init; }

    /// <summary>N·S; weighted points; NaN where there is no result.</summary>
    public required double[] Points { get; init; }

    /// <summary>N·S; the maximum the points are out of.</summary>
    public required double[] Max { get; init; }

    /// <summary>N·S; share, 0 … 1; NaN where there is no result.</summary>
    public required double[] Share { get; init; }

    /// <summary>N·S; place, 0 for none.</summary>
    public required int[] Rank { get; init; }

    /// <summary>N·S; last place of the tie, 0 for none.</summary>
    public required int[] RankTo { get; init; }

    /// <summary>S; leaves neither valued nor NA nor under a scored total.</summary>
    public required int[] Unscored { get; init; }

    /// <summary>Classifications × S; index of the band, −1 for none.</summary>
    public required int[] Levels { get; init; }

    /// <summary>S; the subjects in listing order.</summary>
    public required IReadOnlyList<int> Order { get; init; }

    /// <summary>N; a summary a node.</summary>
    public required IReadOnlyList<NodeSummary> Summaries { get; init; }

    /// <summary>Cells of the cycle matrix.</summary>
    public required IReadOnlyList<CycleCell> Cycle { get; init; }

    /// <summary>Flags.</summary>
    public required IReadOnlyList<ScoreFlag> Flags { get; init; }

    /// <summary>Given totals that are scored.</summary>
    public required IReadOnlyList<ScoredTotal> Totals { get; init; }
}
