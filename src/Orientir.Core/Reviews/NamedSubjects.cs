namespace Orientir.Core.Reviews;

/// <summary>
/// Names of subjects in marks without a register, which nobody but the file itself vouches for: a name is refused that looks like another
/// and is not.
/// </summary>
internal sealed class NamedSubjects
{
    private readonly Dictionary<string, string> byLook = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a name; null for nothing. A right one is remembered.</summary>
    public (string Found, string Allowed)? FaultOf(string name)
    {
        if (LookAlikes.FaultIn(name) is { } mixed)
            return (mixed, LookAlikes.Remedy);
        var look = LookAlikes.LookOf(name);
        if (byLook.TryAdd(look, name) || byLook[look] == name)
            return null;
        return (
            $"{Russian.Quote(name)} и {Russian.Quote(byLook[look])} выглядят одинаково, но набраны буквами разных алфавитов",
            "наберите имя везде одинаково"
        );
    }
}
