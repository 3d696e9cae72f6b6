namespace Orientir.Core.Territories;

/// <summary>An entry of a register of territories and organisations.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Name">Full name.</param>
/// <param name="Kind">region, or a subject kind of a methodology: municipality, organisation, head, service, programme, school.</param>
/// <param name="Parent">Id of the parent entry, null at the top.</param>
/// <param name="Oktmo">ОКТМО code, null where not given.</param>
/// <param name="Aliases">Other names.</param>
public sealed record RegisterEntry(string Id, string Name, string Kind, string? Parent, Oktmo? Oktmo, IReadOnlyList<string> Aliases)
{
    /// <summary>Whom letters go to, in their order.</summary>
    public IReadOnlyList<RegisterContact> Contacts { get; init; } = [];

    /// <summary>What kind of municipality or school it was said to be: «городской округ»; empty where nothing was.</summary>
    public string Type { get; init; } = "";

    /// <summary>What else is said of it, as «key=value|key=value»; empty where nothing is.</summary>
    public string Attributes { get; init; } = "";
}

/// <summary>A contact as a register gives it; empty what is not given.</summary>
/// <param name="Name">Name of the person.</param>
/// <param name="Post">Post.</param>
/// <param name="Phone">Telephones.</param>
/// <param name="Email">E-mail address.</param>
public sealed record RegisterContact(string Name, string Post, string Phone, string Email)
{
    public static readonly RegisterContact Empty = new("", "", "", "");

    // What people write where there is nothing.
    private static readonly string[] Nothing = ["-", "–", "—", "нет", "н/д"];

    /// <summary>A text of a cell; empty where it says that there is nothing.</summary>
    public static string Said(string text) => Nothing.Contains(text, StringComparer.OrdinalIgnoreCase) ? "" : text;

    /// <summary>The contact as it is kept: on one line, and without the semicolons that part people in a cell.</summary>
    public RegisterContact Tidy()
    {
        static string Line(string text) => Said(CleanText.Line(text).Replace(';', ',').TrimEnd(',', ' '));
        return new(Line(Name), Line(Post), Line(Phone), CleanText.Line(Email));
    }
}
