namespace Orientir.Core.Methodologies;

/// <summary>Faults of one document, told in its order.</summary>
internal sealed class PackageFaults(JsonTree tree)
{
    private readonly List<(int Offset, string Path, string Found, string Allowed)> faults = [];

    public int Count => faults.Count;

    public void Add(JsonItem item, string found, string allowed) => faults.Add((item.Offset, item.Path, found, allowed));

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
