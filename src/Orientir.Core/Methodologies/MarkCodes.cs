using System.Text.RegularExpressions;

namespace Orientir.Core.Methodologies;

/// <summary>Finds the nodes that marks name.</summary>
internal sealed partial class MarkCodes
{
    private readonly Dictionary<string, int> nodes = new(StringComparer.Ordinal);
    private const int MostRemembered = 10_000;
    private readonly Dictionary<string, (string Found, string Allowed)> unknown = new(StringComparer.Ordinal);
    private readonly Methodology methodology;

    public MarkCodes(Methodology methodology)
    {
        this.methodology = methodology;
        for (var node = 0; node < methodology.Nodes.Count; node++)
            nodes.TryAdd(methodology.Nodes[node].Uid, node);
        for (var node = 0; node < methodology.Nodes.Count; node++)
            nodes.TryAdd(methodology.Nodes[node].Code, node);
    }

    public bool TryFind(string text, out int node) =>
        nodes.TryGetValue(text, out node) || (text is [.., '.'] && nodes.TryGetValue(text[..^1].TrimEnd(), out node));

    public bool TryFind(ReadOnlySpan<char> text, out int node)
    {
        var lookup = nodes.GetAlternateLookup<ReadOnlySpan<char>>();
        return lookup.TryGetValue(text, out node) || (text is [.., '.'] && lookup.TryGetValue(text[..^1].TrimEnd(), out node));
    }

    /// <summary>The code that loses a zero at its end where Excel takes it for a number: 1.10 for 1.1.</summary>
    public string? WithZero(string code) =>
        code.Contains('.', StringComparison.Ordinal) && nodes.ContainsKey(code + "0") ? code + "0" : null;

    /// <summary>How many different texts named no node.</summary>
    public int UnknownCount => unknown.Count;

    /// <summary>What to say of a text that names no node.</summary>
    public (string Found, string Allowed) Unknown(string text)
    {
        // A column that is wrong is mostly wrong in few ways: the nearest codes are sought once.
        if (!unknown.TryGetValue(text, out var said))
        {
            said = Describe(text);
            if (unknown.Count < MostRemembered)
                unknown.Add(text, said);
        }
        return said;
    }

    private (string Found, string Allowed) Describe(string text)
    {
        if (text.Length == 0)
            return ("не указан код", "в каждой строке стоит код показателя, направления или «*» для всей методики");
        if (LooksLikeDate().IsMatch(text))
            return ($"вместо кода дата «{text}»", "код Excel превратил в дату: сделайте столбец текстовым и введите код заново");
        var look = LookAlikes.LookOf(text);
        if (methodology.Nodes.FirstOrDefault(node => LookAlikes.LookOf(node.Code) == look) is { } alike)
            return (
                $"код «{text}» выглядит как {alike.Code}, но набран буквами другого алфавита",
                $"скопируйте код из методики: {alike.Code}"
            );
        var near = Spelling.Nearest(text.Replace(',', '.'), methodology.Nodes.Select(node => node.Code), 3).ToArray();
        return (
            $"кода «{text}» нет в методике",
            near.Length > 0 ? $"похожие: {string.Join(", ", near)}" : "нужен код показателя, направления или «*» для всей методики"
        );
    }

    private const string Months = "янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";

    // As Russian and English Excel show a code such as 1.2, 1.10 or 1.2.10 once it is a date.
    [GeneratedRegex(
        @"^(\d{1,4}[.\- /]("
            + Months
            + @")\p{L}*\.?([.\- /]\d{2,4})?(\s*г\.?)?"
            + "|("
            + Months
            + @")\p{L}*\.?[.\- /]\d{1,4}"
            + @"|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2}|\d{2}\.\d{2}\.\d{2})(\s+\d{1,2}:\d{2}(:\d{2})?)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    internal static partial Regex LooksLikeDate();
}
