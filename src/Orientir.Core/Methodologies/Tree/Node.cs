using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

public enum NodeKind
{
    /// <summary>Группа направлений.</summary>
    Group,

    /// <summary>Направление: exactly one on each path.</summary>
    Direction,

    /// <summary>Раздел внутри направления.</summary>
    Section,

    /// <summary>Показатель: a leaf.</summary>
    Indicator,
}

/// <summary>Whether a claim at a leaf needs evidence.</summary>
public enum EvidenceRule
{
    /// <summary>Обязательно.</summary>
    Required,

    /// <summary>По желанию.</summary>
    Optional,

    /// <summary>Не нужно.</summary>
    None,
}

/// <summary>Who answers a leaf.</summary>
public enum AnswerSource
{
    /// <summary>The subject itself.</summary>
    Subject,

    /// <summary>The institute finds out itself, as with websites.</summary>
    Operator,
}

/// <summary>How a node ties to an earlier edition: «same», «split» or «merged».</summary>
public sealed record Ancestor(int Edition, string Uid, string Relation);

/// <summary>A node of the methodology's tree: it has either <see cref="Nodes"/> or a <see cref="Scale"/>.</summary>
public sealed record Node
{
    /// <summary>Label for people, unique in the methodology.</summary>
    public required string Code { get; init; }

    /// <summary>Identity across editions; answers, marks and evidence refer to it. The code unless the package says otherwise.</summary>
    public required string Uid { get; init; }

    public required NodeKind Kind { get; init; }

    /// <summary>Short wording.</summary>
    public required string Title { get; init; }

    /// <summary>Children; empty for a leaf.</summary>
    public IReadOnlyList<Node> Nodes { get; init; } = [];

    /// <summary>Scale of a leaf; null for an inner node.</summary>
    public Scale? Scale { get; init; }

    /// <summary>
    /// The items of a checklist or components scale, which are answered one by one; none for other scales and inner nodes.
    /// </summary>
    public IReadOnlyList<ScaleItem> Items => Scale?.Items ?? [];

    /// <summary>Id of the stage of the cycle, of a leaf.</summary>
    public string? Stage { get; init; }

    /// <summary>False keeps the leaf out of the cycle matrix.</summary>
    public bool InCycle { get; init; } = true;

    /// <summary>Above 0; multiplies points and maximum.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Unweighted points from which the leaf counts in a classification by thresholds.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whether a claim here needs evidence.</summary>
    public EvidenceRule Evidence { get; init; } = EvidenceRule.Required;

    /// <summary>Who answers.</summary>
    public AnswerSource Source { get; init; } = AnswerSource.Subject;

    /// <summary>Hint for those who answer.</summary>
    public string? Help { get; init; }

    /// <summary>Remark on the source of the methodology.</summary>
    public string? Note { get; init; }

    /// <summary>Ties to earlier editions.</summary>
    public IReadOnlyList<Ancestor> Was { get; init; } = [];
}
