namespace Orientir.Core.Evidence;

public enum EvidenceKind
{
    /// <summary>Ссылка.</summary>
    Link,

    /// <summary>Файл.</summary>
    File,

    /// <summary>Реквизиты: kind, number, date and title of a document.</summary>
    Requisites,
}

/// <summary>
/// A link, a file or requisites behind claims of one submission; one may serve several indicators. What serves nowhere is removed: it is
/// shown to nobody and kept, so that removing can be undone.
/// </summary>
public sealed class EvidenceItem : IRegional, IVersioned
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public required int SubmissionId { get; init; }

    /// <summary>What it is.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>Address of a link.</summary>
    public string? Url { get; set; }

    /// <summary>Title: of the document, or of the text the link stood under.</summary>
    public string? Title { get; set; }

    /// <summary>The stored file.</summary>
    public int? FileId { get; set; }

    /// <summary>Requisites: kind of document, «приказ».</summary>
    public string? DocumentKind { get; set; }

    /// <summary>Requisites: number.</summary>
    public string? DocumentNumber { get; set; }

    /// <summary>Requisites: date as written.</summary>
    public string? DocumentDate { get; set; }

    /// <summary>Where it serves.</summary>
    public List<EvidencePlace> Places { get; } = [];

    /// <inheritdoc/>
    public long Version { get; set; }
}
