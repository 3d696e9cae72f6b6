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
/// shown to nobody and kept for a while, so that removing can be undone.
/// </summary>
public sealed class EvidenceItem : IRegional, IVersioned
{
    private string? url;
    private string? title;
    private int? fileId;
    private string? documentKind;
    private string? documentNumber;
    private string? documentDate;
    private DateTime? removedAt;

    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public required int SubmissionId { get; init; }

    /// <summary>What it is.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>Address of a link.</summary>
    public string? Url
    {
        get => url;
        init => url = value;
    }

    /// <summary>Title: of the document, or of the text the link stood under.</summary>
    public string? Title
    {
        get => title;
        init => title = value;
    }

    /// <summary>The stored file.</summary>
    public int? FileId
    {
        get => fileId;
        init => fileId = value;
    }

    /// <summary>Requisites: kind of document, «приказ».</summary>
    public string? DocumentKind
    {
        get => documentKind;
        init => documentKind = value;
    }

    /// <summary>Requisites: number.</summary>
    public string? DocumentNumber
    {
        get => documentNumber;
        init => documentNumber = value;
    }

    /// <summary>Requisites: a day, «12.03.2026», or what is known of it; before days were checked, anything that was written.</summary>
    public string? DocumentDate
    {
        get => documentDate;
        init => documentDate = value;
    }

    /// <summary>UTC since when it serves nowhere; null while it serves.</summary>
    public DateTime? RemovedAt
    {
        get => removedAt;
        init => removedAt = value;
    }

    /// <summary>Where it serves.</summary>
    public List<EvidencePlace> Places { get; } = [];

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>The places it serves.</summary>
    public IReadOnlyList<PlaceOfEvidence> Serves => [.. Places.Select(place => new PlaceOfEvidence(place.Uid, place.ItemId))];

    /// <summary>Changes what it says; a file given before stays.</summary>
    /// <param name="fields">What it says, cleaned; of its kind.</param>
    public void Say(EvidenceFields fields)
    {
        if (fields.Kind != Kind)
            throw new ArgumentException("Evidence keeps its kind.", nameof(fields));
        (url, title) = (fields.Url, fields.Title);
        (documentKind, documentNumber, documentDate) = (fields.DocumentKind, fields.DocumentNumber, fields.DocumentDate);
    }

    /// <summary>Puts a file behind it.</summary>
    /// <param name="file">Key of the stored file.</param>
    public void Show(int file)
    {
        if (Kind != EvidenceKind.File)
            throw new InvalidOperationException("A file stands behind evidence of that kind only.");
        fileId = file;
    }

    /// <summary>Sets the places it serves; none removes it, for a while.</summary>
    /// <param name="places">The places.</param>
    /// <param name="at">UTC.</param>
    public void ServeAt(IReadOnlyList<PlaceOfEvidence> places, DateTime at)
    {
        removedAt = places.Count > 0 ? null : removedAt ?? at;
        Places.RemoveAll(place => !places.Contains(new(place.Uid, place.ItemId)));
        foreach (var place in places.Distinct().Except(Serves))
            Places.Add(
                new()
                {
                    RegionId = RegionId,
                    EvidenceItemId = Id,
                    Uid = place.Uid,
                    ItemId = place.ItemId,
                }
            );
    }
}
