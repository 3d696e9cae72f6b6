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
    public static string? Called(string title) => Ids.FirstOrDefault(id => TitleOf(id).Equals(title, StringComparison.OrdinalIgnoreCase));

    /// <summary>The kind as people call one: «школа».</summary>
    public static string TitleOf(string id) => NounOf(id)?.One ?? "регион";
}
