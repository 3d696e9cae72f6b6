using System.Text.RegularExpressions;
using Orientir.Core.Evidence;

namespace Orientir.Core.Submissions;

/// <summary>Why a line is no evidence.</summary>
internal sealed record WrittenFault(string Found, string Allowed);

/// <summary>Evidence as people write it into a cell: links with their titles, requisites of documents, one a line.</summary>
internal static partial class WrittenEvidence
{
    /// <summary>Whether an address stands in the text.</summary>
    public static bool HasAddress(string text) => Address().IsMatch(text);

    /// <summary>What a cell gives, in its order; a line that gives nothing is a fault.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="under">Address of the link the cell leads to.</param>
    public static IEnumerable<(EvidenceFields? Fields, WrittenFault? Fault)> In(string text, string? under)
    {
        if (under is not null && !HasAddress(text) && EvidenceFields.AddressOf(under) is { } target)
        {
            yield return Checked(new(EvidenceKind.Link, target, text.Length > 0 ? text.ReplaceLineEndings(" ") : null));
            yield break;
        }
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith(FormWorkbook.FilePrefix.TrimEnd(), StringComparison.Ordinal))
                continue;
            var addresses = Address().Matches(line);
            if (addresses.Count > 0)
                foreach (var link in Links(line, addresses))
                    yield return link;
            else if (RequisitesOf(line) is { } requisites)
                yield return Checked(requisites);
            else if (EvidenceFields.AddressOf(line) is { } bare)
                yield return Checked(new(EvidenceKind.Link, bare));
            else
                yield return (
                    null,
                    new(
                        $"«{Shortened(line)}» — не ссылка и не реквизиты",
                        "ссылка начинается с https://, реквизиты пишутся так: приказ № 15 от 12.03.2026 «О мониторинге»; "
                            + "каждое подтверждение с новой строки"
                    )
                );
        }
    }

    // «Название: адрес» or, where the line begins with an address, «адрес — название»; several addresses in a line are several links.
    private static IEnumerable<(EvidenceFields? Fields, WrittenFault? Fault)> Links(string line, MatchCollection addresses)
    {
        var isBefore = Before(0, addresses[0].Index).Length > 0;
        for (var at = 0; at < addresses.Count; at++)
        {
            var (address, isLast) = (addresses[at], at == addresses.Count - 1);
            var end = address.Index + address.Length;
            var after = line[end..(isLast ? line.Length : addresses[at + 1].Index)].Trim(' ', ':', '-', '—', '–', ';', ',');
            // What stands after «адрес;» and reads as requisites is evidence of its own.
            var own = address.Value.EndsWith(';') ? RequisitesOf(after) : null;
            var title =
                isBefore ? Before(at == 0 ? 0 : addresses[at - 1].Index + addresses[at - 1].Length, address.Index)
                : own is null ? after
                : "";
            if (isBefore && isLast && own is null && after.Length > 0)
                title += " " + after;
            if (EvidenceFields.AddressOf(address.Value.TrimEnd(';', ',', '.', ')')) is { } url)
                yield return Checked(new(EvidenceKind.Link, url, title.Length > 0 ? title : null));
            else
                yield return (null, new($"«{Shortened(address.Value)}» — не адрес", "адрес начинается с https:// и не содержит пробелов"));
            if (own is not null)
                yield return Checked(own);
        }

        string Before(int from, int to) => line[from..to].TrimEnd(' ', ':', '-', '—', '–').TrimStart(' ', ';', ',');
    }

    private static EvidenceFields? RequisitesOf(string text) =>
        Requisites().Match(text) is { Success: true } match
            ? new(
                EvidenceKind.Requisites,
                Title: match.Groups["title"].Value,
                DocumentKind: match.Groups["kind"].Value,
                DocumentNumber: Given(match.Groups["number"]),
                DocumentDate: Given(match.Groups["date"])
            )
            : null;

    private static (EvidenceFields? Fields, WrittenFault? Fault) Checked(EvidenceFields fields)
    {
        try
        {
            return (fields.Checked(fileStays: false), null);
        }
        catch (RefusedException wrong)
        {
            return (null, new($"«{Shortened(fields.DisplayText)}» не принято", wrong.Errors[0].Message));
        }
    }

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..79] + "…";

    private static string? Given(Group group) => group.Success ? GivenText.Of(group.Value.Trim()) : null;

    [GeneratedRegex(
        @"(https?://|www\.)\S+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Address();

    [GeneratedRegex(
        @"^(?<kind>[^№«""]{1,150}?)(\s*№\s*(?<number>[^«""]{1,80}?))?(\s+от\s+(?<date>[^«""]{1,60}?))?\s*[«""](?<title>.+)[»""]\.?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Requisites();
}
