using System.Text;

namespace Orientir.Core.Territories;

/// <summary>What a name says of the kind of municipality.</summary>
internal enum TerritoryType
{
    /// <summary>Nothing: no word for it, or «МО», which is both муниципальное образование and муниципальный округ.</summary>
    Unstated,

    /// <summary>Город.</summary>
    City,

    /// <summary>Городской округ.</summary>
    UrbanDistrict,

    /// <summary>Городской округ город …</summary>
    CityDistrict,

    /// <summary>Район, муниципальный район, муниципальный округ.</summary>
    District,

    /// <summary>ЗАТО.</summary>
    Closed,
}

/// <summary>
/// The normal form of a name: lower case, ё as е, without quotes and remarks in brackets, hyphens as spaces; the words for
/// its type taken out wherever they stand, the rest in one order. Latin letters that look like Russian ones are those.
/// </summary>
/// <param name="Stem">The words left, in alphabetical order unless one is a number («Школа № 1 города 2» is not «Школа № 2 города
/// 1»).</param>
/// <param name="Type">What the words taken out say.</param>
/// <param name="Literal">All the words as they stood, those of the type too.</param>
/// <param name="IsAdjective">Whether the last word left is an adjective: «Чайковский», not «Пермь».</param>
internal sealed record TerritoryName(string Stem, TerritoryType Type, string Literal, bool IsAdjective)
{
    [Flags]
    private enum Words
    {
        None = 0,
        City = 1,
        Urban = 2,
        District = 4,
        Closed = 8,
    }

    // Longer phrases first: «городской округ» before «город». Dots and hyphens are gone by then: «г.о.» is «г о», «р-н» is «р н».
    private static readonly (string[] Phrase, Words Says)[] Phrases =
    [
        (["закрытое", "административно", "территориальное", "образование"], Words.Closed),
        (["муниципальный", "р", "н"], Words.District),
        (["муниципальное", "образование"], Words.None),
        (["муниципальный", "округ"], Words.District),
        (["муниципальный", "район"], Words.District),
        (["городской", "округ"], Words.Urban),
        (["р", "н"], Words.District),
        (["г", "о"], Words.Urban),
        (["м", "р"], Words.District),
        (["м", "о"], Words.None),
        (["район"], Words.District),
        (["город"], Words.City),
        (["гор"], Words.City),
        (["зато"], Words.Closed),
        (["го"], Words.Urban),
        (["мр"], Words.District),
        (["мо"], Words.None),
        (["г"], Words.City),
    ];

    public static TerritoryName Of(string name)
    {
        var words = WordsOf(name);
        var (rest, says) = (new List<string>(words.Count), Words.None);
        for (var at = 0; at < words.Count; )
        {
            var (phrase, meaning) = Phrases.FirstOrDefault(known => StandsAt(words, at, known.Phrase));
            if (phrase is null)
            {
                rest.Add(words[at++]);
                continue;
            }
            says |= meaning;
            at += phrase.Length;
        }
        if (rest.Count == 0)
            (rest, says) = (words, Words.None); // «Район» alone is a name like any other
        var adjective = rest.Count > 0 && IsAdjectival(rest[^1]);
        if (!rest.Exists(word => char.IsDigit(word[0])))
            rest.Sort(string.CompareOrdinal);
        return new TerritoryName(string.Join(' ', rest), TypeOf(says), string.Join(' ', words), adjective);
    }

    /// <summary>
    /// Whether two names with the same stem may name one territory by their types. «Город Ржев» and «городской округ Ржев»
    /// may: a district named after its city in the nominative is that city's. «Город Чайковский» and «Чайковский городской
    /// округ» may not: the city lies in the district, and they share the adjective.
    /// </summary>
    public bool AgreesWith(TerritoryName other)
    {
        if (Type == other.Type || Type == TerritoryType.Unstated || other.Type == TerritoryType.Unstated)
            return true;
        return IsUrban(Type)
            && IsUrban(other.Type)
            && (Type == TerritoryType.CityDistrict || other.Type == TerritoryType.CityDistrict || !IsAdjective);
    }

    private static bool IsUrban(TerritoryType type) =>
        type is TerritoryType.City or TerritoryType.UrbanDistrict or TerritoryType.CityDistrict;

    private static bool IsAdjectival(string word) =>
        word.EndsWith("ий", StringComparison.Ordinal)
        || word.EndsWith("ый", StringComparison.Ordinal)
        || word.EndsWith("ой", StringComparison.Ordinal);

    private static TerritoryType TypeOf(Words says)
    {
        if (says.HasFlag(Words.Closed))
            return TerritoryType.Closed;
        if (says.HasFlag(Words.District))
            return TerritoryType.District;
        if (says.HasFlag(Words.City | Words.Urban))
            return TerritoryType.CityDistrict;
        if (says.HasFlag(Words.Urban))
            return TerritoryType.UrbanDistrict;
        return says.HasFlag(Words.City) ? TerritoryType.City : TerritoryType.Unstated;
    }

    private static bool StandsAt(List<string> words, int at, string[] phrase)
    {
        if (at + phrase.Length > words.Count)
            return false;
        for (var index = 0; index < phrase.Length; index++)
            if (words[at + index] != phrase[index])
                return false;
        return true;
    }

    private static List<string> WordsOf(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var depth = 0;
        foreach (var letter in CleanText.Of(name).ToLowerInvariant().Replace('ё', 'е'))
        {
            if (letter == '(')
                depth++;
            else if (letter == ')' && depth > 0)
                depth--;
            else if (depth > 0)
                continue;
            if (letter == '№' || char.IsDigit(letter) != (word.Length > 0 && char.IsDigit(word[0])))
                EndWord(); // «№1» is «№ 1»
            if (char.IsLetterOrDigit(letter) || letter == '№')
                word.Append(letter);
            else
                EndWord();
        }
        EndWord();
        return words;

        void EndWord()
        {
            if (word.Length > 0)
                words.Add(LookAlikes.WordInRussian(word.ToString()).Replace('ё', 'е'));
            word.Clear();
        }
    }
}
