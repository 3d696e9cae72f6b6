using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>What a methodology assesses.</summary>
public enum SubjectKind
{
    /// <summary>Муниципалитет.</summary>
    Municipality,

    /// <summary>Организация.</summary>
    Organisation,

    /// <summary>Руководитель.</summary>
    Head,

    /// <summary>Методическая служба или объединение.</summary>
    Service,

    /// <summary>Программа.</summary>
    Programme,

    /// <summary>Школа.</summary>
    School,
}

/// <summary>A stage of the management cycle.</summary>
public sealed record Stage(string Id, string Title);

/// <summary>
/// A methodology: immutable once published, a tree of nodes with scales. Made by <see cref="ReadMethodology"/>, which checks it.
/// </summary>
public sealed class Methodology
{
    /// <summary>Id of the package, shared by its editions.</summary>
    public required string Id { get; init; }

    /// <summary>Changes with the structure.</summary>
    public required int Edition { get; init; }

    /// <summary>Changes with texts only.</summary>
    public required int Revision { get; init; }

    /// <summary>«издание 1, редакция 0».</summary>
    public string EditionInWords =>
        $"издание{Russian.NoBreakSpace}{Russian.Number(Edition)}, редакция{Russian.NoBreakSpace}{Russian.Number(Revision)}";

    public required string Title { get; init; }

    /// <summary>What is assessed.</summary>
    public required SubjectKind Subject { get; init; }

    /// <summary>The act or document the methodology rests on.</summary>
    public required string Basis { get; init; }

    /// <summary>Remark on the source of the methodology.</summary>
    public string? Note { get; init; }

    /// <summary>Stages of the management cycle, in order.</summary>
    public required IReadOnlyList<Stage> Stages { get; init; }

    /// <summary>Classifications.</summary>
    public required IReadOnlyList<LevelScheme> Levels { get; init; }

    /// <summary>The root, code «*».</summary>
    public required Node Root { get; init; }

    /// <summary>What scoring needs; its nodes are <see cref="Nodes"/>, index for index.</summary>
    public required ScoringSpecification Specification { get; init; }

    /// <summary>All nodes in pre-order, the root first: index for index the nodes of <see cref="Specification"/>.</summary>
    public required IReadOnlyList<Node> Nodes { get; init; }

    /// <summary>Where each node stands.</summary>
    public MethodologyTree Tree => LazyInitializer.EnsureInitialized(ref tree, () => new(this));

    private MethodologyTree? tree;

    /// <summary>The document it was read from, for places in later messages.</summary>
    internal JsonTree? Source { get; init; }
}
