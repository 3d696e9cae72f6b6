namespace Orientir.Core.Territories;

/// <summary>An entry of a register of territories and organisations.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Name">Full name.</param>
/// <param name="Kind">region, or a subject kind of a methodology: municipality, organisation, head, service, programme, school.</param>
/// <param name="Parent">Id of the parent entry, null at the top.</param>
/// <param name="Oktmo">ОКТМО code of 8 or 11 digits, null where not given.</param>
/// <param name="Aliases">Other names.</param>
public sealed record RegisterEntry(string Id, string Name, string Kind, string? Parent, string? Oktmo, IReadOnlyList<string> Aliases);

/// <summary>What a name resolved to: an entry, or the nearest candidates, best first.</summary>
public sealed record Resolution(RegisterEntry? Entry, IReadOnlyList<RegisterEntry> Candidates);

/// <summary>A register of territories and organisations; finds entries by id, name or alias through normal forms, never by guess.</summary>
public sealed class Register
{
    /// <summary>The entries in the order of the file.</summary>
    public required IReadOnlyList<RegisterEntry> Entries { get; init; }

    /// <summary>Resolves an id, a name or an alias.</summary>
    /// <param name="name">As written by people.</param>
    /// <param name="kind">Only entries of this kind, where given.</param>
    public Resolution Resolve(string name, string? kind = null) => throw new NotSupportedException($"{name} {kind}");
}
