namespace Orientir.Core.Methodologies;

/// <summary>Faults of one document, told in its order.</summary>
/// <param name="tree">The document.</param>
/// <param name="kept">Whether the package was taken before, by the rules of then.</param>
internal sealed class PackageFaults(JsonTree tree, bool kept = false)
{
    private readonly List<(int Offset, string Path, string Found, string Allowed)> faults = [];

    public int Count => faults.Count;

    public void Add(JsonItem item, string found, string allowed) => faults.Add((item.Offset, item.Path, found, allowed));

    /// <summary>
    /// A rule for who writes packages, without which a package can still be read: one that was kept before the rule is read all the same.
    /// </summary>
    /// <returns>Whether it is a fault.</returns>
    public bool Judge(JsonItem item, string found, string allowed)
    {
        if (!kept)
            Add(item, found, allowed);
        return !kept;
    }

    /// <summary>As <see cref="Judge"/>, at the name of a property.</summary>
    public void JudgeAtName(JsonItem property, string found, string allowed)
    {
        if (!kept)
            AddAtName(property, found, allowed);
    }

    /// <summary>Whether rules for who writes packages hold here.</summary>
    public bool Judges => !kept;

    public void AddAtName(JsonItem property, string found, string allowed) =>
        faults.Add((property.NameOffset, property.Path, found, allowed));

    /// <summary>At the nearest item there is: a property left at its default stands nowhere.</summary>
    public void AddAtPath(string path, string found, string allowed) => faults.Add((tree.ItemAt(path).Offset, path, found, allowed));

    public IReadOnlyList<InputError> InOrder() =>
        [
            .. faults
                .OrderBy(fault => fault.Offset)
                .Select(fault => new InputError($"{tree.Place(fault.Offset)} {fault.Path}", fault.Found, fault.Allowed)),
        ];

    /// <exception cref="InputException">There is at least one fault.</exception>
    public void ThrowIfAny()
    {
        if (faults.Count > 0)
            throw new InputException(InOrder());
    }
}
