namespace Orientir.Core.Territories;

/// <summary>Contacts of a list beside those that are kept: what becomes of them, and how it is told.</summary>
internal static class ContactWords
{
    private static readonly (string Field, Func<RegisterContact, string> Of)[] Parts =
    [
        ("контакт", one => one.Name),
        ("должность", one => one.Post),
        ("телефон", one => one.Phone),
        ("адрес для писем", one => one.Email),
    ];

    /// <summary>Whether a field of a change is one of contacts: personal data.</summary>
    public static bool Is(string field) => Array.Exists(Parts, part => field.StartsWith(part.Field, StringComparison.Ordinal));

    /// <summary>The kept contacts with what the list says of each in its place; what the list leaves empty stays.</summary>
    public static IReadOnlyList<RegisterContact> Merged(IReadOnlyList<RegisterContact> kept, IReadOnlyList<RegisterContact> given)
    {
        var merged = new List<RegisterContact>();
        for (var at = 0; at < Math.Max(kept.Count, given.Count); at++)
        {
            var (was, now) = (At(kept, at), At(given, at));
            merged.Add(new(Or(now.Name, was.Name), Or(now.Post, was.Post), Or(now.Phone, was.Phone), Or(now.Email, was.Email)));
        }
        return merged;

        static string Or(string now, string was) => now.Length > 0 ? now : was;
    }

    /// <summary>What differs, part by part; those of later contacts have their number.</summary>
    public static IEnumerable<FieldChange> Changes(IReadOnlyList<RegisterContact> kept, IReadOnlyList<RegisterContact> given)
    {
        for (var at = 0; at < Math.Max(kept.Count, given.Count); at++)
            foreach (var (field, of) in Parts)
                if (of(At(kept, at)) is var was && of(At(given, at)) is var now && was != now)
                    yield return new(at == 0 ? field : $"{field} {at + 1}", was, now);
    }

    private static RegisterContact At(IReadOnlyList<RegisterContact> contacts, int at) =>
        at < contacts.Count ? contacts[at] : RegisterContact.Empty;
}
