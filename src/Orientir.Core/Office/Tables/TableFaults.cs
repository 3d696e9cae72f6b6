namespace Orientir.Core.Office;

/// <summary>Faults with their position in the table, so that they can be put in the order of the input.</summary>
internal sealed class TableFaults
{
    private readonly List<(int Row, int Column, InputError Error)> faults = [];

    public int Count => faults.Count;

    public void Add(TableReader table, int column, string found, string allowed) =>
        Add(table.Row, column, new InputError(table.Place(column), found, allowed));

    public void Add(int row, int column, InputError error) => faults.Add((row, column, error));

    /// <summary>Drops what was said of merged cells but the first: they look empty, and only the merging is the fault.</summary>
    public void DropCovered(CellRange merged) =>
        faults.RemoveAll(fault =>
            fault.Row >= merged.FirstRow
            && fault.Row <= merged.LastRow
            && fault.Column + 1 >= merged.FirstColumn
            && fault.Column + 1 <= merged.LastColumn
            && (fault.Row, fault.Column + 1) != (merged.FirstRow, merged.FirstColumn)
        );

    /// <exception cref="InputException">There are faults.</exception>
    public void ThrowIfAny()
    {
        if (faults.Count > 0)
            throw new InputException([.. faults.OrderBy(fault => fault.Row).ThenBy(fault => fault.Column).Select(fault => fault.Error)]);
    }
}
