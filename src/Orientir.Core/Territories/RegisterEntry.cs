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
    /// <summary>Contact for letters: name or post; empty where not given.</summary>
    public string ContactName { get; init; } = "";

    /// <summary>Contact for letters: e-mail address; empty where not given.</summary>
    public string ContactEmail { get; init; } = "";

    /// <summary>What else is said of it, as «key=value|key=value»; empty where nothing is.</summary>
    public string Attributes { get; init; } = "";
}
