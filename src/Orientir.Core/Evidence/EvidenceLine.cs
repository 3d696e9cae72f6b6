namespace Orientir.Core.Evidence;

/// <summary>
/// Evidence in one line: the same text for who gives it, for who judges it, in the record of changes and in Excel forms, from where it is
/// read back.
/// </summary>
public static class EvidenceLine
{
    /// <summary>The line of kept evidence.</summary>
    /// <param name="item">The evidence.</param>
    /// <param name="fileName">Name of its file; null for other kinds, or where it is not known.</param>
    public static string Of(EvidenceItem item, string? fileName) =>
        Of(item.Kind, item.Url, item.Title, fileName, item.DocumentKind, item.DocumentNumber, item.DocumentDate);

    /// <summary>The line of evidence as entered.</summary>
    public static string Of(EvidenceFields fields) =>
        Of(fields.Kind, fields.Url, fields.Title, fields.File?.Name, fields.DocumentKind, fields.DocumentNumber, fields.DocumentDate);

    private static string Of(EvidenceKind kind, string? url, string? title, string? file, string? document, string? number, string? date) =>
        kind switch
        {
            EvidenceKind.Link => title is null || title == url ? Written(url) : $"{title}: {Written(url)}",
            EvidenceKind.File => title is null ? file ?? "файл" : $"{title} ({file ?? "файл"})",
            _ => $"{document}{(number is null ? "" : $" № {number}")}{(date is null ? "" : $" от {date}")} {Russian.Quote(title ?? "")}",
        };

    // Angle brackets keep together what would be read in part only: an address that ends with a full stop.
    private static string Written(string? url) => url is null || WebAddress.IsPlain(url) ? url ?? "" : $"<{url}>";
}
