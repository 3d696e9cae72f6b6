using Orientir.Core.Office;

namespace Orientir.Core.Territories;

/// <summary>An entry as a row gives it, with the place of each field.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="At">The row.</param>
/// <param name="Columns">The columns of its table.</param>
/// <param name="Places">Where each field stands, the name where it has no column.</param>
internal sealed record RegisterRow(RegisterEntry Entry, TableRow At, RegisterColumns Columns, string[] Places)
{
    public string PlaceOf(RegisterField field) => Places[(int)field];

    public void Fault(TableFaults faults, RegisterField field, string found, string allowed) =>
        faults.Add(At, Math.Max(Columns[field], 0), new InputError(PlaceOf(field), found, allowed));

    public void FaultOfName(TableFaults faults, RegisterField field, string found, string allowed) =>
        faults.AddName(At, Math.Max(Columns[field], 0), new InputError(PlaceOf(field), found, allowed));
}
