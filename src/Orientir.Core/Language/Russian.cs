using System.Globalization;

namespace Orientir.Core.Language;

/// <summary>The six cases.</summary>
public enum GrammaticalCase
{
    /// <summary>Именительный: кто, что.</summary>
    Nominative,

    /// <summary>Родительный: кого, чего.</summary>
    Genitive,

    /// <summary>Дательный: кому, чему.</summary>
    Dative,

    /// <summary>Винительный: кого, что.</summary>
    Accusative,

    /// <summary>Творительный: кем, чем.</summary>
    Instrumental,

    /// <summary>Предложный: о ком, о чём.</summary>
    Prepositional,
}

/// <summary>The three genders.</summary>
public enum GrammaticalGender
{
    /// <summary>Мужской.</summary>
    Masculine,

    /// <summary>Женский.</summary>
    Feminine,

    /// <summary>Средний.</summary>
    Neuter,
}

/// <summary>A noun with all its forms, so that no ending is ever guessed.</summary>
/// <param name="Gender">Its gender.</param>
/// <param name="Animate">Whether it names a person: that decides its accusative beside a numeral.</param>
/// <param name="Singular">Six forms in the order of <see cref="GrammaticalCase"/>.</param>
/// <param name="Plural">Six forms in the order of <see cref="GrammaticalCase"/>.</param>
public sealed record Noun(GrammaticalGender Gender, bool Animate, IReadOnlyList<string> Singular, IReadOnlyList<string> Plural)
{
    /// <summary>The dictionary form: «муниципалитет».</summary>
    public string One => Singular[0];

    /// <summary>Nominative plural: «муниципалитеты».</summary>
    public string Many => Plural[0];

    /// <summary>One of the twelve forms.</summary>
    public string Form(GrammaticalCase grammaticalCase, bool plural) => (plural ? Plural : Singular)[(int)grammaticalCase];

    /// <summary>The word that agrees with the noun in gender: <c>Agree("один", "одна", "одно")</c>.</summary>
    public string Agree(string masculine, string feminine, string neuter) =>
        Gender switch
        {
            GrammaticalGender.Masculine => masculine,
            GrammaticalGender.Feminine => feminine,
            _ => neuter,
        };

    /// <summary>The form that stands beside the number.</summary>
    /// <param name="number">Its value as shown: a fraction always takes the genitive singular («2,5 балла»).</param>
    /// <param name="grammaticalCase">Case of the whole phrase: «3 балла», «из 3 баллов», «по 3 баллам».</param>
    public string Beside(double number, GrammaticalCase grammaticalCase = GrammaticalCase.Nominative)
    {
        if (number != Math.Truncate(number))
            return Form(GrammaticalCase.Genitive, plural: false);
        var (units, tens) = (Math.Abs(number) % 10, Math.Abs(number) % 100);
        var teen = tens is >= 11 and <= 14;
        if (units == 1 && !teen)
            return Form(grammaticalCase, plural: false);
        if (grammaticalCase is not (GrammaticalCase.Nominative or GrammaticalCase.Accusative))
            return Form(grammaticalCase, plural: true);
        if (units is >= 2 and <= 4 && !teen)
            return grammaticalCase == GrammaticalCase.Accusative && Animate
                ? Form(GrammaticalCase.Genitive, plural: true)
                : Form(GrammaticalCase.Genitive, plural: false);
        return Form(GrammaticalCase.Genitive, plural: true);
    }
}

/// <summary>The nouns the product counts.</summary>
public static class Nouns
{
    private const GrammaticalGender M = GrammaticalGender.Masculine;
    private const GrammaticalGender F = GrammaticalGender.Feminine;
    private const GrammaticalGender N = GrammaticalGender.Neuter;

    /// <summary>муниципалитет.</summary>
    public static readonly Noun Municipality = new(
        M,
        false,
        ["муниципалитет", "муниципалитета", "муниципалитету", "муниципалитет", "муниципалитетом", "муниципалитете"],
        ["муниципалитеты", "муниципалитетов", "муниципалитетам", "муниципалитеты", "муниципалитетами", "муниципалитетах"]
    );

    /// <summary>организация.</summary>
    public static readonly Noun Organisation = new(
        F,
        false,
        ["организация", "организации", "организации", "организацию", "организацией", "организации"],
        ["организации", "организаций", "организациям", "организации", "организациями", "организациях"]
    );

    /// <summary>руководитель.</summary>
    public static readonly Noun Head = new(
        M,
        true,
        ["руководитель", "руководителя", "руководителю", "руководителя", "руководителем", "руководителе"],
        ["руководители", "руководителей", "руководителям", "руководителей", "руководителями", "руководителях"]
    );

    /// <summary>служба.</summary>
    public static readonly Noun Service = new(
        F,
        false,
        ["служба", "службы", "службе", "службу", "службой", "службе"],
        ["службы", "служб", "службам", "службы", "службами", "службах"]
    );

    /// <summary>программа.</summary>
    public static readonly Noun Programme = new(
        F,
        false,
        ["программа", "программы", "программе", "программу", "программой", "программе"],
        ["программы", "программ", "программам", "программы", "программами", "программах"]
    );

    /// <summary>школа.</summary>
    public static readonly Noun School = new(
        F,
        false,
        ["школа", "школы", "школе", "школу", "школой", "школе"],
        ["школы", "школ", "школам", "школы", "школами", "школах"]
    );

    /// <summary>балл.</summary>
    public static readonly Noun Point = new(
        M,
        false,
        ["балл", "балла", "баллу", "балл", "баллом", "балле"],
        ["баллы", "баллов", "баллам", "баллы", "баллами", "баллах"]
    );

    /// <summary>показатель.</summary>
    public static readonly Noun Indicator = new(
        M,
        false,
        ["показатель", "показателя", "показателю", "показатель", "показателем", "показателе"],
        ["показатели", "показателей", "показателям", "показатели", "показателями", "показателях"]
    );

    /// <summary>направление.</summary>
    public static readonly Noun Direction = new(
        N,
        false,
        ["направление", "направления", "направлению", "направление", "направлением", "направлении"],
        ["направления", "направлений", "направлениям", "направления", "направлениями", "направлениях"]
    );

    /// <summary>группа.</summary>
    public static readonly Noun Group = new(
        F,
        false,
        ["группа", "группы", "группе", "группу", "группой", "группе"],
        ["группы", "групп", "группам", "группы", "группами", "группах"]
    );

    /// <summary>этап.</summary>
    public static readonly Noun Stage = new(
        M,
        false,
        ["этап", "этапа", "этапу", "этап", "этапом", "этапе"],
        ["этапы", "этапов", "этапам", "этапы", "этапами", "этапах"]
    );

    /// <summary>эксперт.</summary>
    public static readonly Noun Expert = new(
        M,
        true,
        ["эксперт", "эксперта", "эксперту", "эксперта", "экспертом", "эксперте"],
        ["эксперты", "экспертов", "экспертам", "экспертов", "экспертами", "экспертах"]
    );

    /// <summary>оценка.</summary>
    public static readonly Noun Mark = new(
        F,
        false,
        ["оценка", "оценки", "оценке", "оценку", "оценкой", "оценке"],
        ["оценки", "оценок", "оценкам", "оценки", "оценками", "оценках"]
    );

    /// <summary>место.</summary>
    public static readonly Noun Place = new(
        N,
        false,
        ["место", "места", "месту", "место", "местом", "месте"],
        ["места", "мест", "местам", "места", "местами", "местах"]
    );

    /// <summary>комментарий.</summary>
    public static readonly Noun Comment = new(
        M,
        false,
        ["комментарий", "комментария", "комментарию", "комментарий", "комментарием", "комментарии"],
        ["комментарии", "комментариев", "комментариям", "комментарии", "комментариями", "комментариях"]
    );

    /// <summary>расхождение.</summary>
    public static readonly Noun Difference = new(
        N,
        false,
        ["расхождение", "расхождения", "расхождению", "расхождение", "расхождением", "расхождении"],
        ["расхождения", "расхождений", "расхождениям", "расхождения", "расхождениями", "расхождениях"]
    );
}

/// <summary>Numbers, counts, dates and lists as Russian text for people: everything here is for reading, never for parsing.</summary>
public static class Russian
{
    /// <summary>The no-break space between a number and its noun or sign.</summary>
    public const char NoBreakSpace = '\u00A0';

    /// <summary>The narrow no-break space between groups of three digits.</summary>
    public const char NarrowSpace = '\u202F';

    /// <summary>What stands where there is no result: never 0, never a dash.</summary>
    public const string NoData = "нет данных";

    private static readonly string[] Months =
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
        var text = Fixed(value, maxDigits);
        return text.Contains(',', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd(',') : text;
    }

    /// <summary>A share 0 … 1 as per cent: «53,1 %».</summary>
    public static string Percent(double share, int digits = 1) =>
        Fixed(Math.Abs(share) < 1e12 ? (double)((decimal)share * 100) : share * 100, digits) + NoBreakSpace + "%";

    /// <summary>A number and the noun that agrees with it: «5 муниципалитетов», «2,5 балла». Agreement follows the number as shown.</summary>
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

    /// <summary>The form of a predicate beside a count: «ответил 21 муниципалитет», «ответили 3 муниципалитета».</summary>
    public static string Verb(double count, string singular, string plural) =>
        Math.Abs(count) % 10 == 1 && Math.Abs(count) % 100 != 11 ? singular : plural;

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
        return $"{string.Join(", ", items.Take(limit))} и{NoBreakSpace}ещё{NoBreakSpace}{(noun is null ? Number(rest) : Count(rest, noun))}";
    }

    /// <summary>«12 марта 2026».</summary>
    public static string Date(DateOnly date) =>
        $"{date.Day.ToString(CultureInfo.InvariantCulture)}{NoBreakSpace}{Months[date.Month - 1]}{NoBreakSpace}{date.Year.ToString(CultureInfo.InvariantCulture)}";

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
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

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
