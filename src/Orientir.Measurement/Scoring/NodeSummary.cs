namespace Orientir.Measurement.Scoring;

/// <summary>How often a number of points (unweighted) was given on a leaf.</summary>
public sealed record PointsCount(double Points, int Count);

/// <summary>Summary of a node over the subjects with a share there. The figures are null where <see cref="Count"/> is 0.</summary>
public sealed record NodeSummary
{
    /// <summary>Index of the node.</summary>
    public required int Node { get; init; }

    /// <summary>Full weighted maximum, points.</summary>
    public required double Max { get; init; }

    /// <summary>Subjects with a share.</summary>
    public int Count { get; init; }

    /// <summary>Least points.</summary>
    public double? Min { get; init; }

    /// <summary>Most points.</summary>
    public double? MaxFound { get; init; }

    /// <summary>Arithmetic mean of points.</summary>
    public double? Mean { get; init; }

    /// <summary>Arithmetic mean of shares, 0 … 1.</summary>
    public double? MeanShare { get; init; }

    /// <summary>Least share.</summary>
    public double? MinShare { get; init; }

    /// <summary>Median of shares.</summary>
    public double? MedianShare { get; init; }

    /// <summary>Highest share.</summary>
    public double? MaxShare { get; init; }

    /// <summary>Median of points.</summary>
    public double? Median { get; init; }

    /// <summary>Lower quartile of points (R-7, Hyndman and Fan 1996).</summary>
    public double? Q1 { get; init; }

    /// <summary>Upper quartile of points .</summary>
    public double? Q3 { get; init; }

    /// <summary>Sample standard deviation of points; null below two subjects.</summary>
    public double? Sd { get; init; }

    /// <summary>Indices of the subjects with the highest share, where it is above 0, by name.</summary>
    public IReadOnlyList<int> Leaders { get; init; } = [];

    /// <summary>Subjects whose share is below <see cref="Scorer.LowShare"/>.</summary>
    public int CountBelow30 { get; init; }

    /// <summary>Their part of <see cref="Count"/>, 0 … 1.</summary>
    public double? Below30 => Count == 0 ? null : (double)CountBelow30 / Count;

    /// <summary>Of a leaf: its unweighted points, ascending; null for an inner node.</summary>
    public IReadOnlyList<PointsCount>? Distribution { get; init; }
}
