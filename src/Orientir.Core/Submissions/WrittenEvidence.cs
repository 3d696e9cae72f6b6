using System.Text.RegularExpressions;
using Orientir.Core.Evidence;

namespace Orientir.Core.Submissions;

/// <summary>Why a line is no evidence.</summary>
internal sealed record WrittenFault(string Found, string Allowed);

/// <summary>Evidence as people write it into a cell: links with their titles, requisites of documents, one a line.</summary>
internal static partial class WrittenEvidence
{
    /// <summary>Whether an address stands in the text.</summary>
    public static bool HasAddress(string text) =>
        WebAddress.In(text).Count > 0
        || text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(line => WebAddress.Of(line) is not null);

    /// <summary>Whether requisites of a document stand in the text.</summary>
    public static bool HasRequisites(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(line => RequisitesOf(line) is not null);

    /// <summary>What a cell gives, in its order; a line that gives nothing is a fault.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="under">Address of the link the cell leads to.</param>
    /// <param name="written">Lines of ours: what they say is kept already.</param>
    public static IEnumerable<(EvidenceFields? Fields, WrittenFault? Fault)> In(
        string text,
        string? under,
        IReadOnlySet<string>? written = null
    )
    {
        // What Excel shows of a long address is its beginning; where it leads is beneath.
        if (WebAddress.Of(under) is { } target && (!HasAddress(text) || IsOneAddress(text)) && written?.Contains(text.Trim()) != true)
        {
            yield return Checked(
                new(EvidenceKind.Link, target, text.Length > 0 && !IsOneAddress(text) ? text.ReplaceLineEndings(" ") : null)
            );
            yield break;
        }
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith(FormWorkbook.FilePrefix.TrimEnd(), StringComparison.Ordinal) || written?.Contains(line) == true)
                continue;
            var addresses = WebAddress.In(line);
            if (BlankWithin(line, addresses) is { } torn)
                yield return (
                    null,
                    new(
                        $"«{Shortened(torn)}» — пробел в адресе или название после него?",
                        "в адресе замените пробелы на %20 или скопируйте его из строки браузера; название пишите перед адресом"
                    )
                );
            else if (addresses.Count > 0)
                foreach (var link in Links(line, addresses))
                    yield return link;
            else if (RequisitesOf(line) is { } requisites)
                yield return Checked(requisites);
            else if (WebAddress.Of(line) is { } bare)
                yield return Checked(new(EvidenceKind.Link, bare));
            else if (
                RequisitesOf($"{line.TrimEnd('.', ';', ',')} «название»") is { } untitled
                && (untitled.DocumentNumber ?? untitled.DocumentDate) is not null
            )
                yield return (
                    null,
                    new(
                        $"«{Shortened(line)}» — у документа нет названия",
                        $"допишите его в кавычках: {Shortened(line.TrimEnd('.', ';', ','))} «О мониторинге»"
                    )
                );
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

    private static bool IsOneAddress(string text) =>
        text.Trim() is var line && !line.Any(char.IsWhiteSpace) && (WebAddress.In(line).Count == 1 || WebAddress.Of(line) is not null);

    // «https://…/Приказ № 15.pdf»: what goes on after the blank ends as a file does.
    private static string? BlankWithin(string line, IReadOnlyList<FoundAddress> addresses)
    {
        if (addresses.Count == 0)
            return null;
        var last = addresses[^1];
        var (torn, rest) = (line[last.Start..], line[last.End..].TrimEnd('.', ';', ','));
        return
            rest.Length > 1
            && rest[0] == ' '
            && last.Written.LastIndexOf('/') > "https://".Length
            && !WebAddress.EndsAsFile().IsMatch(last.Written)
            && !rest.TrimStart().StartsWith('—')
            && !rest.TrimStart().StartsWith('–')
            && !rest.TrimStart().StartsWith("- ", StringComparison.Ordinal)
            && WebAddress.EndsAsFile().IsMatch(rest)
            ? torn
            : null;
    }

    // «Название: адрес» or, where the line begins with an address, «адрес — название»; several addresses in a line are several links.
    private static IEnumerable<(EvidenceFields? Fields, WrittenFault? Fault)> Links(string line, IReadOnlyList<FoundAddress> addresses)
    {
        var isBefore = Before(0, addresses[0].Start).Length > 0;
        for (var at = 0; at < addresses.Count; at++)
        {
            var (address, isLast) = (addresses[at], at == addresses.Count - 1);
            var between = line[address.End..(isLast ? line.Length : addresses[at + 1].Start)];
            var after = between.Trim(' ', ':', '-', '—', '–', ';', ',', '.', ')');
            // What stands after «адрес;» and reads as requisites is evidence of its own.
            var own = between.StartsWith(';') ? RequisitesOf(after) : null;
            var title =
                isBefore ? Before(at == 0 ? 0 : addresses[at - 1].End, address.Start)
                : own is null ? after
                : "";
            if (isBefore && isLast && own is null && after.Length > 0)
                title += " " + after;
            var (url, fault) = WebAddress.Read(address.Written);
            yield return url is null
                ? (null, new($"«{Shortened(address.Written)}» не принято", fault!))
                : Checked(new(EvidenceKind.Link, url, GivenText.Of(title)));
            if (own is not null)
                yield return Checked(own);
        }

        string Before(int from, int to) => line[from..to].TrimEnd(' ', ':', '-', '—', '–', '(').TrimStart(' ', ';', ',');
    }

    private static EvidenceFields? RequisitesOf(string text) =>
        Requisites().Match(text) is { Success: true } match
            ? new(
                EvidenceKind.Requisites,
                Title: Russian.Unquoted(match.Groups["title"].Value),
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
            return (null, new($"«{Shortened(fields.Line)}» не принято", wrong.Errors[0].Message));
        }
    }

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..79] + "…";

    private static string? Given(Group group) => group.Success ? GivenText.Of(group.Value.Trim()) : null;

    // «приказ № 15 от 12.03.2026 «О плане»», as papers head themselves too: «приказ от 12.03.2026 № 15 «О плане»»; «N 15» is «№ 15».
    [GeneratedRegex(
        @"^(?<kind>[^№«""]{1,150}?)"
            + @"(\s+от\s+(?<date>[^«""№]{1,60}?)\s*(№|\bN(?=\s*\d))\s*(?<number>[^«""]{1,80}?)"
            + @"|(\s*(№|\bN(?=\s*\d))\s*(?<number>[^«""]{1,80}?))?(\s+от\s+(?<date>[^«""№]{1,60}?))?)"
            + @"\s*[«""](?<title>.+)[»""]\.?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Requisites();
}
