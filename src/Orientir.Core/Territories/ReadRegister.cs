namespace Orientir.Core.Territories;

/// <summary>
/// Reads and checks a register: CSV or a workbook with a header in Russian or English, wherever it stands under titles. Only the names must
/// be there; <see cref="RegisterColumns"/> says what other columns may be and how they are told. Columns of anything else, rows of totals
/// and titles of parts are passed over and told.
/// </summary>
public sealed class ReadRegister
{
    /// <summary>Reads the register.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Name of the file for messages; what it is its content says.</param>
    /// <param name="known">
    /// Where given, its entries may be parents too, by id or by name: a list of schools need not repeat the municipalities.
    /// </param>
    /// <param name="chosen">Ids of the parents meant by names that name none or several.</param>
    /// <param name="region">Title of the region: what stands under it has no parent.</param>
    /// <param name="columns">Names of the fields columns were said to hold, by plain title; empty for none.</param>
    /// <param name="partly">Whether rows with faults are left out and told; otherwise any fault refuses the whole.</param>
    /// <exception cref="InputException">
    /// The register has faults: every one, with its place. Partly read, where no row is left but for want of a column of names: that can be
    /// said.
    /// </exception>
    public Register Read(
        ReadOnlyMemory<byte> content,
        string file,
        Register? known = null,
        IReadOnlyDictionary<string, string>? chosen = null,
        string? region = null,
        IReadOnlyDictionary<string, string>? columns = null,
        bool partly = false
    )
    {
        var reading = new RegisterReading(columns);
        reading.Read(content, file);
        var (rows, faults) = (reading.Rows, reading.Faults);
        if (partly && reading.LacksNames)
            return new Register
            {
                Entries = [],
                Columns = reading.Columns,
                Left = faults.Told(),
            };
        var left = new List<InputError>();
        while (true)
        {
            var kept = rows.ToList();
            NameCodes(kept, known);
            var unsettled = CheckRegister.FindParents(kept, known, chosen, region);
            GiveCodes(kept, known);
            CheckRegister.Run(kept, known, faults);
            if (faults.Count > 0 && (!partly || reading.IsRefused))
                faults.ThrowIfAny();
            if (faults.Count == 0)
                return new Register
                {
                    Entries = [.. kept.Select(row => row.Entry)],
                    Places = [.. kept.Select(row => row.PlaceOf(RegisterField.Id))],
                    Unsettled = unsettled,
                    Columns = reading.Columns,
                    Passed = reading.Passed,
                    Left = left,
                };
            left.AddRange(faults.Told());
            var wrong = faults.Rows();
            if (rows.RemoveAll(row => wrong.Contains((row.At.Sheet, row.At.Number))) == 0 || rows.Count == 0)
                throw new InputException(left);
            faults = new();
        }
    }

    /// <summary>How the columns of a file would be understood.</summary>
    internal IReadOnlyList<ReadColumn> ReadColumns(ReadOnlyMemory<byte> content, string file, IReadOnlyDictionary<string, string> columns)
    {
        var reading = new RegisterReading(columns);
        reading.Read(content, file);
        return reading.Columns;
    }

    // What is known by its ОКТМО already, or has one, needs no code of its own; the region is above what says nothing else.
    private static void NameCodes(List<RegisterRow> rows, Register? known)
    {
        for (var at = 0; at < rows.Count; at++)
            if (rows[at].Entry is { Id.Length: 0, Oktmo: { } oktmo } entry && EntryKind.IsTerritory(entry.Kind))
                rows[at] = rows[at] with { Entry = entry with { Id = known?.Find(oktmo.Digits, entry.Kind)?.Id ?? oktmo.Digits } };
            else if (rows[at].Entry is { Id.Length: 0, Kind: EntryKind.Municipality, Name: { Length: > 0 } name } named)
                rows[at] = rows[at] with { Entry = named with { Id = known?.Find(name, EntryKind.Municipality)?.Id ?? "" } };
        if (rows.FindAll(row => row.Entry.Kind == EntryKind.Region) is not [{ Entry.Id: { Length: > 0 } region }])
            return;
        for (var at = 0; at < rows.Count; at++)
            if (rows[at].Entry is { Parent: null, Kind: not EntryKind.Region } entry)
                rows[at] = rows[at] with { Entry = entry with { Parent = region } };
    }

    private static void GiveCodes(List<RegisterRow> rows, Register? known)
    {
        var taken = rows.Select(row => row.Entry.Id).ToHashSet(StringComparer.Ordinal);
        for (var at = 0; at < rows.Count; at++)
            if (rows[at].Entry is { Id.Length: 0, Name.Length: > 0 } entry)
            {
                var parent = entry.Kind is EntryKind.Region or EntryKind.Municipality ? null : entry.Parent;
                rows[at] = rows[at] with { Entry = entry with { Id = TerritoryCode.Of(entry.Name, parent, taken) } };
            }
    }
}
