namespace Orientir.Core.Methodologies;

/// <summary>
/// Where each node of a methodology stands: answers what lies above and below it, and finds it by uid or code, in constant time. Indexed
/// once by <see cref="Methodology.Tree"/>; never changes, so that any number of threads may ask.
/// </summary>
public sealed class MethodologyTree
{
    private readonly Methodology methodology;
    private readonly Dictionary<string, int> byUid;
    private readonly Node[] leaves;
    private readonly int[] leavesBefore;
    private readonly Node[] ofSubject;
    private readonly Node[] ofOperator;

    internal MethodologyTree(Methodology methodology)
    {
        this.methodology = methodology;
        var nodes = methodology.Nodes;
        byUid = new(nodes.Count, StringComparer.Ordinal);
        leavesBefore = new int[nodes.Count + 1];
        var found = new List<Node>(nodes.Count);
        for (var index = 0; index < nodes.Count; index++)
        {
            byUid.Add(nodes[index].Uid, index);
            leavesBefore[index] = found.Count;
            if (nodes[index].Scale is not null)
                found.Add(nodes[index]);
        }
        leavesBefore[^1] = found.Count;
        leaves = [.. found];
        ofSubject = [.. leaves.Where(leaf => leaf.Source == AnswerSource.Subject)];
        ofOperator = [.. leaves.Where(leaf => leaf.Source == AnswerSource.Operator)];
        Directions = [.. nodes.Where(node => node.Kind == NodeKind.Direction)];
    }

    /// <summary>The directions in order.</summary>
    public IReadOnlyList<Node> Directions { get; }

    /// <summary>The leaves in order.</summary>
    public IReadOnlyList<Node> Leaves => leaves;

    /// <summary>The leaves a side answers, in order.</summary>
    public IReadOnlyList<Node> LeavesOf(AnswerSource source) => source == AnswerSource.Subject ? ofSubject : ofOperator;

    /// <summary>Place of a node in <see cref="Methodology.Nodes"/>, by its uid; null for one that is not there.</summary>
    public int? IndexOf(string uid) => byUid.TryGetValue(uid, out var index) ? index : null;

    /// <summary>Place of a node of this methodology in <see cref="Methodology.Nodes"/>.</summary>
    public int IndexOf(Node node) => byUid[node.Uid];

    /// <summary>The node with a uid; null for one that is not there.</summary>
    public Node? Find(string uid) => byUid.TryGetValue(uid, out var index) ? methodology.Nodes[index] : null;

    /// <summary>The leaf with a uid; null for an inner node and for one that is not there.</summary>
    public Node? FindLeaf(string uid) => Find(uid) is { Scale: not null } leaf ? leaf : null;

    /// <summary>The direction with a uid; null for any other node and for one that is not there.</summary>
    public Node? FindDirection(string uid) => Find(uid) is { Kind: NodeKind.Direction } direction ? direction : null;

    /// <summary>
    /// The node with a uid and the direction it lies in; false for one that is not there, and for what stands above directions.
    /// </summary>
    public bool TryFind(string uid, out Node node, out Node direction)
    {
        if (byUid.TryGetValue(uid, out var index) && methodology.Specification.Nodes[index].Direction is >= 0 and var above)
        {
            (node, direction) = (methodology.Nodes[index], methodology.Nodes[above]);
            return true;
        }
        node = direction = null!;
        return false;
    }

    /// <summary>The direction a node lies in, or is.</summary>
    /// <exception cref="ArgumentException">It stands above the directions: no leaf does.</exception>
    public Node DirectionOf(Node node) =>
        methodology.Specification.Nodes[IndexOf(node)].Direction is >= 0 and var direction
            ? methodology.Nodes[direction]
            : throw new ArgumentException($"Node {node.Code} stands above the directions.", nameof(node));

    /// <summary>The node just above; null for the root.</summary>
    public Node? ParentOf(Node node) =>
        methodology.Specification.Nodes[IndexOf(node)].Parent is >= 0 and var parent ? methodology.Nodes[parent] : null;

    /// <summary>What lies above a node, the nearest first, the root last.</summary>
    public IEnumerable<Node> AncestorsOf(Node node)
    {
        for (var at = ParentOf(node); at is not null; at = ParentOf(at))
            yield return at;
    }

    /// <summary>A node and all that lies below it, in order.</summary>
    public IEnumerable<Node> SubtreeOf(Node node)
    {
        var index = IndexOf(node);
        for (var end = methodology.Specification.EndOf(index); index < end; index++)
            yield return methodology.Nodes[index];
    }

    /// <summary>The leaves below a node in order; a leaf is its own.</summary>
    public IReadOnlyList<Node> LeavesOf(Node node)
    {
        var index = IndexOf(node);
        var first = leavesBefore[index];
        return new ArraySegment<Node>(leaves, first, leavesBefore[methodology.Specification.EndOf(index)] - first);
    }
}
