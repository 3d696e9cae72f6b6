using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Orientir.Core.Evidence;

/// <summary>An address that stands in a line.</summary>
/// <param name="Start">Where it begins, its brackets or quotes included.</param>
/// <param name="End">One past its end.</param>
/// <param name="Written">As written, without brackets and quotes around it.</param>
internal sealed record FoundAddress(int Start, int End, string Written);

/// <summary>
/// Addresses of pages and documents as people write them: the one reader for the field of a form, the cells of a workbook and the browser's
/// queue.
/// </summary>
public static partial class WebAddress
{
    /// <summary>The longest address, in characters as it is shown: «%D0%B9» is one.</summary>
    public const int Longest = 2000;

    private const int LongestEncoded = 12_000;

    // Where no scheme says that it is an address, the end of the host must: «архив.rar», «1.Mo» and «нет.» are none.
    private static readonly HashSet<string> Domains = new(StringComparer.OrdinalIgnoreCase)
    {
        "ru",
        "рф",
        "su",
        "com",
        "org",
        "net",
        "gov",
        "edu",
        "info",
        "biz",
        "рус",
        "дети",
        "москва",
        "онлайн",
        "сайт",
        "орг",
        "moscow",
        "tatar",
        "by",
        "kz",
        "eu",
        "io",
        "pro",
        "online",
        "site",
        "club",
        "academy",
        "school",
        "education",
        "xn--p1ai",
    };

    /// <summary>The address as it is kept; where the scheme is left out, https is put before it.</summary>
    /// <returns>Null where the text is no address of one page.</returns>
    public static string? Of(string? text) => Read(text).Address;

    /// <summary>
    /// The addresses of a field into which several were put, each on a line of its own or «адрес; адрес»; a line that is not several is
    /// one, whatever it says.
    /// </summary>
    public static IReadOnlyList<string> Split(string text) =>
        [.. text.Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(OfLine)];

    private static IReadOnlyList<string> OfLine(string text)
    {
        var found = In(text);
        var rest = new StringBuilder(text);
        foreach (var one in Enumerable.Reverse(found))
            rest.Remove(one.Start, one.End - one.Start);
        if (found.Count > 1 && rest.ToString().AsSpan().Trim(" ;,\u00A0\t").IsEmpty)
            return [.. found.Select(one => one.Written)];
        // «site.ru/plan; site.ru/prikaz»: without a scheme each part must be an address, as the whole is none.
        var parts = text.Split([' ', ';', '\u00A0', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && Of(text) is null && Array.TrueForAll(parts, part => Of(part) is not null) ? parts : [text];
    }

    /// <summary>The address, or why there is none.</summary>
    public static (string? Address, string? Fault) Read(string? text)
    {
        var written = Unwrapped(CleanText.Of(text).Trim()).TrimEnd(';', ',');
        if (written.Length == 0)
            return (null, "Укажите адрес страницы или документа.");
        var shown = Shortened(written);
        if (In(written).Count > 1)
            return (null, $"«{shown}» — несколько адресов. Пишите их по одному в строке.");
        if (written.Any(char.IsWhiteSpace))
        {
            if (!EndsAsFile().IsMatch(written) || Scheme().Match(written) is not { Success: true, Index: 0 })
                return (null, $"«{shown}» — не адрес. Адрес начинается с https:// и не содержит пробелов; несколько — по одному в строке.");
            // A file in a folder of a site: its name has blanks, and a browser writes them so.
            written = WhiteSpace().Replace(written, "%20");
        }
        written = Encoded(written);
        if (!written.Contains("://", StringComparison.Ordinal))
        {
            var host = written.Split('/', '?', '#')[0].Split(':')[0];
            var isKnown = Domains.Contains(host[(host.LastIndexOf('.') + 1)..]);
            if (!IsHost(host) || !isKnown && !written.Contains('/', StringComparison.Ordinal))
                return (null, $"«{shown}» — не адрес. Адрес начинается с https://, например https://example.ru/prikaz.pdf.");
            written = "https://" + written;
        }
        if (
            !Uri.TryCreate(written, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.UserInfo.Length > 0
            || !IsHost(HostOf(written))
        )
            return (null, $"«{shown}» — не адрес. Адрес начинается с https:// и имени сайта, например https://example.ru/prikaz.pdf.");
        if (written.Length > LongestEncoded || Uri.UnescapeDataString(written).Length > Longest)
            return (
                null,
                $"Адрес «{shown}» слишком длинный: можно до {Russian.Number(Longest)} знаков. Дайте ссылку на страницу, где стоит документ."
            );
        return (written, null);
    }

    /// <summary>Every address with a scheme, or with «www.», in a line.</summary>
    internal static IReadOnlyList<FoundAddress> In(string line)
    {
        var found = new List<FoundAddress>();
        for (var from = 0; Scheme().Match(line, from) is { Success: true } match; )
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            while (end < line.Length && !IsEnd(line, end))
                end++;
            var opening = start > 0 ? line[start - 1] : ' ';
            var closing = ClosingOf(opening);
            if (closing != default && end < line.Length && line[end] == closing)
            {
                found.Add(new(start - 1, end + 1, line[start..end]));
                from = end + 1;
                continue;
            }
            // The sentence goes on, or ends, after the address.
            while (end > start + match.Length && (".,;:!?'".Contains(line[end - 1]) || IsUnpaired(line.AsSpan(start, end - start))))
                end--;
            found.Add(new(start, end, line[start..end]));
            from = end;
        }
        return found;
    }

    /// <summary>Whether an address is read whole out of a line: one that is not stands in angle brackets there.</summary>
    internal static bool IsPlain(string address) => In(address) is [var only] && only.Written == address;

    private static bool IsEnd(string line, int at) =>
        char.IsWhiteSpace(line[at])
        || "<>\"«»„“”".Contains(line[at])
        || line[at] is ';' or ',' && Scheme().Match(line, at + 1) is { Success: true } next && next.Index == at + 1;

    private static bool IsUnpaired(ReadOnlySpan<char> address)
    {
        var (closing, opening) = (
            address[^1],
            address[^1] switch
            {
                ')' => '(',
                ']' => '[',
                '}' => '{',
                _ => default,
            }
        );
        return opening != default && address.Count(opening) < address.Count(closing);
    }

    private static char ClosingOf(char opening) =>
        opening switch
        {
            '<' => '>',
            '«' => '»',
            '"' => '"',
            '„' => '“',
            '“' => '”',
            _ => default,
        };

    private static string Unwrapped(string text) =>
        text.Length > 2 && ClosingOf(text[0]) is var closing && closing != default && text[^1] == closing ? text[1..^1].Trim() : text;

    private static readonly SearchValues<char> Ending = SearchValues.Create("<>\"«»„“”\\");

    // What would end an address in a line is written as a browser sends it.
    private static string Encoded(string address)
    {
        if (!address.AsSpan().ContainsAny(Ending))
            return address;
        var encoded = new StringBuilder(address.Length + 16);
        foreach (var letter in address)
            if (Ending.Contains(letter))
                encoded.Append(Uri.EscapeDataString(letter.ToString()));
            else
                encoded.Append(letter);
        return encoded.ToString();
    }

    private static string HostOf(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = address.AsSpan(start).IndexOfAny("/?#");
        var host = end < 0 ? address[start..] : address.Substring(start, end);
        return host.Split(':')[0];
    }

    // «example.ru», «образование.рф», «10.0.0.1»; no label is empty, and the last one is a word or all four are numbers.
    private static bool IsHost(string host)
    {
        var labels = host.TrimEnd('.').Split('.');
        if (host.EndsWith("..", StringComparison.Ordinal) || labels.Length < 2 || Array.Exists(labels, label => !IsLabel(label)))
            return false;
        return labels.All(label => label.All(char.IsAsciiDigit))
            ? labels.Length == 4
            : labels[^1].Length > 1 && char.IsLetter(labels[^1][0]);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_');

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..59] + "…";

    [GeneratedRegex(
        @"(?<![\p{L}\d])(https?://|www\.)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\.[A-Za-z][A-Za-z\d]{1,4}$", RegexOptions.CultureInvariant, 1000)]
    internal static partial Regex EndsAsFile();

    [GeneratedRegex(@"\s", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WhiteSpace();
}
