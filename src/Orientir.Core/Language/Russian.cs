using System.Globalization;

namespace Orientir.Core.Language;

/// <summary>Numbers, counts, dates and lists as Russian text for people: everything here is for reading, never for parsing.</summary>
public static class Russian
{
    /// <summary>The no-break space between a number and its noun or sign.</summary>
    public const char NoBreakSpace = '\u00A0';

    /// <summary>The narrow no-break space between groups of three digits.</summary>
    public const char NarrowSpace = '\u202F';

    /// <summary>What stands where there is no result: never 0, never a dash.</summary>
    public const string NoData = "нет данных";

    /// <summary>Months as dates have them: «12 марта 2026».</summary>
    internal static readonly string[] Months =
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ];

    /// <summary>
    /// A number with exactly so many decimals: comma, halves away from zero, minus sign «−», digits in groups of three from five digits on.
    /// </summary>
    public static string Fixed(double value, int digits)
    {
        // A double is taken at its 15 significant digits, as people write it: 1.005 is the half it looks like, not 1.00499999999999989.
        var text =
            Math.Abs(value) < 1e15
                ? Math.Round((decimal)value, digits, MidpointRounding.AwayFromZero).ToString("F" + digits, CultureInfo.InvariantCulture)
                : value.ToString("F" + digits, CultureInfo.InvariantCulture);
        return Dress(text);
    }

    /// <summary>A number with at most so many decimals and no zeros at their end, otherwise as <see cref="Fixed"/>: «2,5», «3».</summary>
    public static string Number(double value, int maxDigits = 2)
    {
        // Most numbers are: places, counts, points.
        if (value is >= 0 and < 1000 && value == Math.Floor(value))
            return ((int)value).ToString(CultureInfo.InvariantCulture);
        var text = Fixed(value, maxDigits);
        return text.Contains(',', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd(',') : text;
    }

    /// <summary>A share 0 … 1 as per cent: «53,1 %».</summary>
    public static string Percent(double share, int digits = 1) =>
        Fixed(Math.Abs(share) < 1e12 ? (double)((decimal)share * 100) : share * 100, digits) + NoBreakSpace + "%";

    /// <summary>
    /// A number and the noun that agrees with it: «5 муниципалитетов», «2,5 балла». Agreement follows the number as shown.
    /// </summary>
    public static string Count(double number, Noun noun, GrammaticalCase grammaticalCase = GrammaticalCase.Nominative, int maxDigits = 2)
    {
        var shown = Math.Abs(number) < 1e15 ? (double)Math.Round((decimal)number, maxDigits, MidpointRounding.AwayFromZero) : number;
        return Number(number, maxDigits) + NoBreakSpace + noun.Beside(shown, grammaticalCase);
    }

    /// <summary>After the «по» of sharing out: «по 1 баллу», but «по 2 балла», «по 5 баллов».</summary>
    public static string Apiece(double number, Noun noun) =>
        Count(number, noun, number % 10 == 1 && number % 100 != 11 ? GrammaticalCase.Dative : GrammaticalCase.Nominative);

    /// <summary>The same for a word given by three forms: 1 (и 21), 2-4 (и дроби), 5-20.</summary>
    public static string Count(double number, string one, string few, string many, int maxDigits = 2) =>
        Count(
            number,
            new Noun(GrammaticalGender.Masculine, false, [one, few, few, one, few, few], [many, many, many, many, many, many]),
            maxDigits: maxDigits
        );

    /// <summary>
    /// The form of a predicate beside a count: «ответил 21 муниципалитет», «ответили 3 муниципалитета». Agreement follows the number as
    /// shown.
    /// </summary>
    public static string Verb(double count, string singular, string plural, int maxDigits = 2)
    {
        var shown = Math.Abs(count) < 1e15 ? (double)Math.Round((decimal)Math.Abs(count), maxDigits, MidpointRounding.AwayFromZero) : count;
        return shown % 10 == 1 && shown % 100 != 11 ? singular : plural;
    }

    /// <summary>
    /// A sentence with its full stop: a text that ends in one already, as a name with initials does, gets no second.
    /// </summary>
    public static string Sentence(string text) => text.TrimEnd() is var kept && kept is [.., '.' or '!' or '?' or '…'] ? kept : kept + ".";

    /// <summary>The most decimals, up to a limit, that any of some numbers needs: a column has one number of them.</summary>
    public static int DigitsOf(IEnumerable<double> values, int maxDigits)
    {
        var most = 0;
        foreach (var value in values)
            if (Number(value, maxDigits) is var text && text.IndexOf(',', StringComparison.Ordinal) is >= 0 and var comma)
                most = Math.Max(most, text.Length - comma - 1);
        return most;
    }

    /// <summary>A place or the places of a tie: «1-е место», «2–5-е места».</summary>
    public static string Place(int rank, int rankTo) =>
        rank == rankTo ? $"{Number(rank)}-е{NoBreakSpace}место" : $"{Number(rank)}–{Number(rankTo)}-е{NoBreakSpace}места";

    /// <summary>A place or the places of a tie as a bare number for a table: «1», «2–5».</summary>
    public static string PlaceNumber(int rank, int rankTo) => rank == rankTo ? Number(rank) : $"{Number(rank)}–{Number(rankTo)}";

    /// <summary>«А», «А и Б», «А, Б и В».</summary>
    public static string List(IReadOnlyList<string> items) =>
        items.Count switch
        {
            0 => "",
            1 => items[0],
            _ => $"{string.Join(", ", items.Take(items.Count - 1))} и{NoBreakSpace}{items[^1]}",
        };

    /// <summary>
    /// The first names and the number of the rest: «А, Б, В и ещё 4». A list no longer than the limit by one is given whole,
    /// because «и ещё 1» is longer to read than a name.
    /// </summary>
    /// <param name="items">Names.</param>
    /// <param name="limit">How many to name, at least 1.</param>
    /// <param name="noun">What they are, to stand after the number of the rest.</param>
    public static string List(IReadOnlyList<string> items, int limit, Noun? noun = null)
    {
        if (items.Count <= limit + 1)
            return List(items);
        var rest = items.Count - limit;
        return $"{string.Join(", ", items.Take(limit))} "
            + $"и{NoBreakSpace}ещё{NoBreakSpace}{(noun is null ? Number(rest) : Count(rest, noun))}";
    }

    /// <summary>«12 марта 2026».</summary>
    public static string Date(DateOnly date) =>
        string.Create(CultureInfo.InvariantCulture, $"{date.Day}{NoBreakSpace}{Months[date.Month - 1]}{NoBreakSpace}{date.Year}");

    /// <summary>A title taken out of what <see cref="Quote"/> wrote: „лапки“ inside are «кавычки» again.</summary>
    public static string Unquoted(string inner) =>
        inner.Contains('„', StringComparison.Ordinal) ? inner.Replace('„', '«').Replace('“', '»') : inner;

    /// <summary>A title in «кавычках»; quotes inside become „лапки“.</summary>
    public static string Quote(string title)
    {
        var inner = title.Trim().Replace('«', '„').Replace('»', '“');
        // Straight quotes open and close in turn.
        var open = false;
        return $"«{string.Create(inner.Length, inner, (span, source) =>
        {
            for (var index = 0; index < source.Length; index++)
                span[index] = source[index] != '"' ? source[index] : (open = !open) ? '„' : '“';
        })}»";
    }

    /// <summary>The text with its first letter in upper case.</summary>
    public static string Capital(string text) =>
        text is [(>= 'а' and <= 'я') or 'ё', ..] ? char.ToUpperInvariant(text[0]) + text[1..] : text;

    private static string Dress(string invariant)
    {
        var negative = invariant[0] == '-';
        var digits = negative ? invariant[1..] : invariant;
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = point < 0 ? (digits, "") : (digits[..point], "," + digits[(point + 1)..]);
        if (whole.Length > 4)
            for (var index = whole.Length - 3; index > 0; index -= 3)
                whole = whole.Insert(index, NarrowSpace.ToString());
        // What rounds to zero has no sign.
        return (negative && digits.AsSpan().ContainsAnyInRange('1', '9') ? "−" : "") + whole + fraction;
    }
}
