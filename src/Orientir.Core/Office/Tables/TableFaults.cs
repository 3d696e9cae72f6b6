using System.Runtime.InteropServices;

namespace Orientir.Core.Office;

/// <summary>
/// Faults with their position in the table, so that they can be put in the order of the input. What many rows of a column share is told
/// once, with its count: a million wrong rows are a line to read and little to keep.
/// </summary>
internal sealed class TableFaults
{
    // So many rows are named each by itself.
    private const int MostOfACause = 5;
    private const int MostCauses = 10_000;
    private const int MostRows = 2_000_000;

    private readonly Dictionary<(int Column, string Found, string Allowed), int> causeOf = [];
    private readonly List<Cause> causes = [];
    private readonly List<Fault> faults = [];
    private int untold;

    public int Count { get; private set; }

    /// <summary>Whether there are more than anybody will read: what comes now need not be put into words.</summary>
    public bool IsFull => causes.Count == MostCauses;

    /// <summary>One more that is not put into words.</summary>
    public void AddUntold()
    {
        untold++;
        Count++;
    }

    public void Add(TableReader table, int column, string found, string allowed, string? cause = null)
    {
        if (CauseOf(column, cause ?? found, allowed) is { } known && !known.IsSecond(table.At, column))
            Add(known, table.At, column, known.Places.Count < MostOfACause ? new InputError(table.Place(column), found, allowed) : null);
    }

    /// <summary>
    /// A name that nothing is known by. It is one thing to put right however many rows bear it, and is told once where two do.
    /// </summary>
    public void AddName(TableReader table, int column, string found, string allowed)
    {
        Add(table, column, found, allowed);
        IsName(column, found, allowed);
    }

    /// <inheritdoc cref="AddName(TableReader, int, string, string)"/>
    public void AddName(TableRow row, int column, InputError error)
    {
        Add(row, column, error);
        IsName(column, error.Found, error.Allowed);
    }

    private void IsName(int column, string found, string allowed)
    {
        if (causeOf.TryGetValue((column, found, allowed), out var number))
            causes[number].IsName = true;
    }

    public void Add(TableRow row, int column, InputError error)
    {
        if (CauseOf(column, error.Found, error.Allowed) is { } known && !known.IsSecond(row, column))
            Add(known, row, column, error);
    }

    /// <summary>Drops what was said of merged cells but the first: they look empty, and only the merging is the fault.</summary>
    public void DropCovered(int sheet, CellRange merged) =>
        Count -= faults.RemoveAll(fault =>
            fault.Sheet == sheet
            && fault.Row >= merged.FirstRow
            && fault.Row <= merged.LastRow
            && fault.Column + 1 >= merged.FirstColumn
            && fault.Column + 1 <= merged.LastColumn
            && (fault.Row, fault.Column + 1) != (merged.FirstRow, merged.FirstColumn)
        );

    /// <summary>The rows that have faults, by sheet and number.</summary>
    public IReadOnlySet<(int Sheet, int Row)> Rows() => faults.Select(fault => (fault.Sheet, fault.Row)).ToHashSet();

    /// <exception cref="InputException">There are faults.</exception>
    public void ThrowIfAny()
    {
        if (Count > 0)
            throw new InputException(Told(), untold);
    }

    /// <summary>The faults in the order of the input, what many rows share as one.</summary>
    public IReadOnlyList<InputError> Told()
    {
        var told = new List<(Fault First, InputError Error)>();
        foreach (var group in faults.GroupBy(fault => fault.Cause))
        {
            var rows = group.ToList();
            var places = causes[group.Key].Places;
            if (
                rows.Count <= (causes[group.Key].IsName ? 1 : MostOfACause)
                && rows.TrueForAll(row => places.ContainsKey((row.Sheet, row.Row)))
            )
                told.AddRange(rows.Select(row => (row, places[(row.Sheet, row.Row)])));
            else
            {
                var first = rows.MinBy(row => (row.Sheet, row.Row, row.Column));
                told.Add(
                    (first, (places.GetValueOrDefault((first.Sheet, first.Row)) ?? places.Values.First()) with { Count = rows.Count })
                );
            }
        }
        return [.. told.OrderBy(one => (one.First.Sheet, one.First.Row, one.First.Column)).Select(one => one.Error)];
    }

    private Cause? CauseOf(int column, string found, string allowed)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(causeOf, (column, found, allowed), out var known);
        if (known)
            return causes[number];
        if (causes.Count == MostCauses)
        {
            causeOf.Remove((column, found, allowed));
            AddUntold();
            return null;
        }
        number = causes.Count;
        causes.Add(new(number));
        return causes[number];
    }

    private void Add(Cause cause, TableRow row, int column, InputError? error)
    {
        Count++;
        cause.Last = (row.Sheet, row.Number, column);
        if (faults.Count == MostRows)
        {
            untold++;
            return;
        }
        faults.Add(new(row.Sheet, row.Number, column, cause.Number));
        if (error is not null && cause.Places.Count < MostOfACause)
            cause.Places.TryAdd((row.Sheet, row.Number), error);
    }

    private readonly record struct Fault(int Sheet, int Row, int Column, int Cause);

    private sealed class Cause(int number)
    {
        public int Number => number;

        public bool IsName { get; set; }

        public Dictionary<(int Sheet, int Row), InputError> Places { get; } = [];

        public (int Sheet, int Row, int Column) Last { get; set; } = (-1, -1, -1);

        /// <summary>Whether the same was said of the same cell just before.</summary>
        public bool IsSecond(TableRow row, int column) => Last == (row.Sheet, row.Number, column);
    }
}
