using Orientir.Core.Methodologies;

namespace Orientir.Core.Territories;

/// <summary>The kinds of entries, and how they are called.</summary>
public static class EntryKind
{
    /// <summary>Регион.</summary>
    public const string Region = "region";

    /// <summary>Муниципалитет.</summary>
    public const string Municipality = "municipality";

    /// <summary>Организация.</summary>
    public const string Organisation = "organisation";

    /// <summary>Школа: an organisation, and a subject of a kind of its own.</summary>
    public const string School = "school";

    // What people write in a column of kinds, plain; what is a kind of municipality or school is kept as its «тип» too.
    private static readonly (string Kind, string[] Called)[] Words =
    [
        (Region, ["субъект", "субъект рф", "субъект российской федерации", "область", "край", "республика", "автономный округ"]),
        (
            Municipality,
            [
                "муниципальное образование",
                "мо",
                "муниципальный район",
                "район",
                "мр",
                "м р",
                "муниципальный округ",
                "м о",
                "округ",
                "городской округ",
                "го",
                "г о",
                "городской округ с внутригородским делением",
                "внутригородской район",
                "внутригородская территория",
                "город",
                "г",
                "зато",
                "закрытое административно-территориальное образование",
                "городское поселение",
                "сельское поселение",
            ]
        ),
        (
            School,
            [
                "сош",
                "оош",
                "нош",
                "общеобразовательная организация",
                "общеобразовательное учреждение",
                "средняя школа",
                "основная школа",
                "начальная школа",
                "средняя общеобразовательная школа",
                "основная общеобразовательная школа",
                "начальная общеобразовательная школа",
                "вечерняя школа",
                "школа-интернат",
                "гимназия",
                "лицей",
            ]
        ),
        (
            Organisation,
            [
                "учреждение",
                "образовательная организация",
                "детский сад",
                "доу",
                "доо",
                "дошкольная образовательная организация",
                "организация дополнительного образования",
                "учреждение дополнительного образования",
                "колледж",
                "техникум",
                "центр",
            ]
        ),
        ("head", ["директор", "руководитель организации", "заведующий"]),
        ("service", ["методическая служба", "методический центр", "методический кабинет"]),
    ];

    private static readonly string[] OfSchools = ["школа", "сош", "оош", "нош", "гимназия", "лицей", "прогимназия", "кадетский"];

    private static readonly string[] OfOrganisations =
    [
        .. "мбоу мкоу маоу моу мобу гбоу гкоу гаоу гоу чоу оу мбу мку мау гбу гку гау ано мбдоу мкдоу мадоу мдоу доу мбудо".Split(' '),
        .. "детский колледж техникум училище институт университет академия центр отдел управление комитет учреждение".Split(' '),
        .. "организация кабинет".Split(' '),
    ];

    // Nouns of a title above a part of a list: «Городские округа», «Муниципальные районы», «Школы города».
    private static readonly string[] OfParts =
    [
        .. "районы округа города образования поселения школы гимназии лицеи организации учреждения территории".Split(' '),
    ];

    /// <summary>Every kind.</summary>
    public static IEnumerable<string> Ids => Subjects.Prepend(Region);

    /// <summary>The kinds a subject may have.</summary>
    public static IEnumerable<string> Subjects => PackageWords.Subjects.Select(subject => subject.Word);

    /// <summary>Whether entries of the kind have a code ОКТМО of their own.</summary>
    public static bool IsTerritory(string id) => id is Region or Municipality;

    /// <summary>The kind of a methodology's subjects.</summary>
    public static string IdOf(SubjectKind kind) => PackageWords.Of(PackageWords.Subjects, kind);

    /// <summary>The kind as a noun; null for the region.</summary>
    public static Noun? NounOf(string id) =>
        id == Region ? null : Array.Find(PackageWords.Subjects, subject => subject.Word == id).Value.Noun;

    /// <summary>The kind people call so; null where none is.</summary>
    public static string? Called(string title) =>
        Ids.FirstOrDefault(id => TitleOf(id).Equals(title, StringComparison.OrdinalIgnoreCase)) ?? Wider(title);

    /// <summary>The kind of which a narrower one is called so: «городской округ» is a municipality, «гимназия» a school.</summary>
    public static string? Wider(string title) =>
        Plain(title) is var plain && Array.Find(Words, one => one.Called.Contains(plain)) is { Kind: { } kind } ? kind : null;

    /// <summary>The kind a name tells by its words: «МБОУ СОШ № 1» is a school; null where none does.</summary>
    public static string? OfName(string name)
    {
        var words = WordsOf(name);
        if (words.Any(word => OfSchools.Contains(word)) && !words.Contains("детский"))
            return School;
        if (words.Any(word => OfOrganisations.Contains(word)))
            return Organisation;
        if (TerritoryName.Of(name).Type != TerritoryType.Unstated || words.Any(word => word is "муниципальное" or "мо"))
            return Municipality;
        return words.Any(word => word is "область" or "край" or "республика") ? Region : null;
    }

    /// <summary>Whether a text stands above a part of a list: «Городские округа».</summary>
    public static bool HeadsPart(string text) =>
        WordsOf(text) is var words
        && (words.Any(word => OfParts.Contains(word)) || words is ["в", "том", "числе", ..] or ["из", "них", ..]);

    /// <summary>The kind as people call one: «школа».</summary>
    public static string TitleOf(string id) => NounOf(id)?.One ?? "регион";

    private static string Plain(string text) =>
        string.Join(
            ' ',
            text.ToLowerInvariant().Replace('ё', 'е').Split([' ', '\u00A0', '.', '\n'], StringSplitOptions.RemoveEmptyEntries)
        );

    private static string[] WordsOf(string text) =>
        text.ToLowerInvariant().Replace('ё', 'е').Split([.. " \u00A0.,;:()«»\"№-/\n"], StringSplitOptions.RemoveEmptyEntries);
}
