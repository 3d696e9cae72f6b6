using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>A node as read, good or not. What could not be read is null: checks on it are left out and never repeat a fault.</summary>
internal sealed class ReadNode
{
    public required JsonItem Item { get; init; }
    public required int Parent { get; init; }
    public int End { get; set; }
    public string? Code { get; set; }
    public int Direction { get; set; } = -1;
    public bool IsLeaf { get; set; }
    public Scale? Scale { get; set; }
    public double Weight { get; set; } = 1;
    public double? Threshold { get; set; }

    /// <summary>Something at or below the node could not be read, so that its points are not known.</summary>
    public bool Broken { get; set; }

    public Node? Node { get; set; }
}
