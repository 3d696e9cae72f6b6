namespace Orientir.Measurement.Scoring;

/// <summary>What a missing mark does to a maximum.</summary>
public enum MissingRule
{
    /// <summary>It scores 0 and its maximum stays.</summary>
    Zero,

    /// <summary>Its maximum leaves.</summary>
    Exclude,
}

/// <summary>How the marks of several experts for one leaf become one, in points.</summary>
public enum CombineRule
{
    /// <summary>Equal marks agree; otherwise their median, flagged as a disagreement.</summary>
    Consensus,

    /// <summary>The arithmetic mean.</summary>
    Mean,

    /// <summary>The median; of an even number, the mean of the middle two.</summary>
    Median,

    /// <summary>The smallest.</summary>
    Min,
}

/// <summary>What a classification looks at.</summary>
public enum LevelBasis
{
    /// <summary>Points divided by maximum, 0 … 1.</summary>
    Share,

    /// <summary>Points.</summary>
    Points,

    /// <summary>The share of leaves whose combined unweighted points reach their threshold, 0 … 1.</summary>
    Thresholds,
}

/// <summary>
/// A band of a classification: it holds from <paramref name="Lower"/> (exclusive where <paramref name="Exclusive"/>) to the next.
/// </summary>
public sealed record LevelBand(string Id, double Lower, bool Exclusive);

/// <summary>A named classification of one node. Bands ascend.</summary>
/// <param name="Id">The name under which the level is reported.</param>
/// <param name="Node">Index of the node in <see cref="ScoringSpecification.Nodes"/>.</param>
/// <param name="Basis">What is compared with the bands.</param>
/// <param name="Bands">Ascending bands.</param>
public sealed record Classification(string Id, int Node, LevelBasis Basis, IReadOnlyList<LevelBand> Bands);

/// <summary>A node of the tree, in pre-order.</summary>
/// <param name="Code">Its code; «*» for the root.</param>
/// <param name="Parent">Index of the parent, −1 for the root.</param>
/// <param name="Scale">The scale of a leaf; null for an inner node.</param>
/// <param name="Weight">Above 0; multiplies points and maximum of a leaf.</param>
/// <param name="Threshold">Unweighted points from which the leaf counts in a classification by thresholds.</param>
/// <param name="Direction">Index of the direction on the node's path, the node itself included; −1 where there is none.</param>
/// <param name="Stage">Index in <see cref="ScoringSpecification.Stages"/>, −1 for none.</param>
/// <param name="InCycle">False keeps the leaf out of the cycle matrix.</param>
public sealed record ScoringNode(
    string Code,
    int Parent,
    Scale? Scale,
    double Weight = 1,
    double? Threshold = null,
    int Direction = -1,
    int Stage = -1,
    bool InCycle = true
);

/// <summary>
/// Everything scoring needs of a methodology. Nodes stand in pre-order, the root «*» first, so that a subtree is a
/// contiguous range and a child always follows its parent.
/// </summary>
public sealed class ScoringSpecification
{
    /// <summary>Checks the shape and computes the maxima.</summary>
    /// <exception cref="ArgumentException">The nodes are not one tree in pre-order, a leaf has no scale or an inner node has one, or an
    /// index is out of range.</exception>
    public ScoringSpecification(
        IReadOnlyList<ScoringNode> nodes,
        IReadOnlyList<string> stages,
        MissingRule missing,
        CombineRule combine,
        IReadOnlyList<Classification> levels
    )
    {
        Nodes = nodes;
        Stages = stages;
        Missing = missing;
        Combine = combine;
        Levels = levels;
        Ends = new int[nodes.Count];
        Maxima = new double[nodes.Count];
        Scales = [.. nodes.Select(node => node.Scale)];

        if (nodes.Count == 0 || nodes[0].Parent != -1)
            throw new ArgumentException("The first node must be the root.", nameof(nodes));
        for (var index = nodes.Count - 1; index >= 0; index--)
        {
            var node = nodes[index];
            Ends[index] = Math.Max(Ends[index], index + 1);
            var leaf = Ends[index] == index + 1;
            if (leaf != node.Scale is not null && nodes.Count > 1)
                throw new ArgumentException($"Node {node.Code} must have either nodes below it or a scale.", nameof(nodes));
            if (node.Scale is not null)
            {
                if (!(node.Weight > 0))
                    throw new ArgumentException($"The weight of {node.Code} must be above 0.", nameof(nodes));
                Maxima[index] = node.Scale.Maximum * node.Weight;
            }
            if (node.Stage >= stages.Count || node.Direction >= nodes.Count || node.Parent >= index)
                throw new ArgumentException($"Node {node.Code} refers outside the specification.", nameof(nodes));
            if (index == 0)
                break;
            if (node.Parent < 0)
                throw new ArgumentException($"Node {node.Code} is a second root.", nameof(nodes));
            Maxima[node.Parent] += Maxima[index];
            Ends[node.Parent] = Math.Max(Ends[node.Parent], Ends[index]);
        }
        for (var index = 1; index < nodes.Count; index++)
            if (Ends[index] > Ends[nodes[index].Parent] || (nodes[index].Parent != index - 1 && Ends[index - 1] != index))
                throw new ArgumentException($"Node {nodes[index].Code} breaks the pre-order.", nameof(nodes));
        foreach (var level in levels)
            if (level.Node < 0 || level.Node >= nodes.Count || level.Bands.Count == 0)
                throw new ArgumentException($"Classification {level.Id} has no node or no bands.", nameof(levels));
    }

    /// <summary>The tree in pre-order, the root first.</summary>
    public IReadOnlyList<ScoringNode> Nodes { get; }

    /// <summary>Stage ids in the methodology's order.</summary>
    public IReadOnlyList<string> Stages { get; }

    /// <summary>What a missing mark does.</summary>
    public MissingRule Missing { get; }

    /// <summary>How several experts' marks become one.</summary>
    public CombineRule Combine { get; }

    /// <summary>The named classifications.</summary>
    public IReadOnlyList<Classification> Levels { get; }

    /// <summary>For each node, one past the last index of its subtree: node n holds n … Ends[n] − 1.</summary>
    internal int[] Ends { get; }

    /// <summary>For each node, the full weighted maximum in points.</summary>
    internal double[] Maxima { get; }

    /// <summary>For each node, the scale of a leaf; null for an inner node.</summary>
    internal Scale?[] Scales { get; }

    /// <summary>The full weighted maximum of a node, in points.</summary>
    public double MaximumOf(int node) => Maxima[node];

    /// <summary>One past the last index of a node's subtree.</summary>
    public int EndOf(int node) => Ends[node];

    /// <summary>Whether the node is a leaf.</summary>
    public bool IsLeaf(int node) => Scales[node] is not null;
}
