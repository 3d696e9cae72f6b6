using Orientir.Measurement.Statistics;

namespace Orientir.Measurement.Cycle;

/// <summary>A leaf at a stage: what it earned over the subjects the matrix counts, points of its maximum.</summary>
/// <param name="Node">Index of the leaf.</param>
/// <param name="Points">Points earned.</param>
/// <param name="Max">Points possible.</param>
public record CycleCarrier(int Node, double Points, double Max)
{
    private const int Most = 5;

    /// <summary>Points lost.</summary>
    public double Lost => Max - Points;

    /// <summary>The fewest leaves that carry half of the points lost, most lost first, at most five; ties keep their order.</summary>
    /// <param name="leaves">The leaves of a stage, in printed order.</param>
    public static IReadOnlyList<CycleCarrier> HeaviestOf(IReadOnlyCollection<CycleCarrier> leaves)
    {
        var (half, sum) = (leaves.Sum(leaf => leaf.Lost) / 2, 0.0);
        var carriers = new List<CycleCarrier>();
        foreach (var leaf in leaves.OrderByDescending(leaf => Tolerance.SortKey(leaf.Lost)))
        {
            if (!Tolerance.IsAbove(leaf.Lost, 0) || carriers.Count == Most || Tolerance.Reaches(sum, half))
                break;
            carriers.Add(leaf);
            sum += leaf.Lost;
        }
        return carriers;
    }

    /// <summary>How many leaves beyond the carriers lost as much as the last of them.</summary>
    /// <param name="leaves">The leaves of a stage.</param>
    /// <param name="carriers">Those named.</param>
    public static int TiedBeyond(IReadOnlyCollection<CycleCarrier> leaves, IReadOnlyList<CycleCarrier> carriers) =>
        carriers.Count == 0
            ? 0
            : leaves.Count(leaf => Tolerance.AreEqual(leaf.Lost, carriers[^1].Lost) && carriers.All(carrier => carrier.Node != leaf.Node));
}
