using System.Globalization;

namespace Orientir.Core.Office;

/// <summary>What a cell holds.</summary>
internal enum CellKind
{
    Empty,
    Text,
    Number,

    /// <summary>A number shown as a date or a time.</summary>
    Date,
    Boolean,

    /// <summary>The error of a formula: #REF!, #N/A, …</summary>
    Error,
}

/// <summary>
/// A table read row by row, the same for CSV and for a sheet of a workbook. Columns count from 0; a column the row does
/// not reach is empty. Texts are trimmed, no-break spaces too, and live until the next row is read.
/// </summary>
internal abstract class TableReader(string file)
{
    /// <summary>Name of the file for messages.</summary>
    public string File { get; } = file;

    /// <summary>Goes to the next row that is not blank; false at the end.</summary>
    public abstract bool Read();

    /// <summary>Number of the row in its file, as people see it: the line of a CSV file, the row of a sheet.</summary>
    public abstract int Row { get; }

    /// <summary>How many rows there may be, to reserve room; 0 where nothing tells.</summary>
    public virtual int ExpectedRows => 0;

    /// <summary>One past the last column of the row.</summary>
    public abstract int Width { get; }

    public abstract CellKind Kind(int column);

    public abstract ReadOnlySpan<char> Text(int column);

    /// <summary>Whether the cell holds a formula whose value was never computed: its emptiness means nothing.</summary>
    public abstract bool IsUncomputed(int column);

    /// <summary>Where a cell of this row stands: FILE:LINE:COLUMN or FILE:sheet!cell.</summary>
    public abstract string Place(int column);
}

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

/// <summary>Which column of a table holds which field.</summary>
internal sealed class TableHeader
{
    private readonly int[] places;
    private readonly int[] unnamed;
    private readonly int width;
    private readonly int read;

    private TableHeader(int[] places, int width, int read)
    {
        this.places = places;
        this.read = read;
        this.width = width;
        unnamed = [.. Enumerable.Range(0, width).Except(places)];
    }

    /// <summary>The column of a field: the required ones first, then the optional ones, −1 where an optional one is absent.</summary>
    public int this[int field] => places[field];

    /// <summary>
    /// Finds the named columns in the row the table stands on. Null with faults added where the header does not fit.
    /// </summary>
    /// <remarks>Columns of <paramref name="passedOver"/> may stand there and hold anything; messages do not offer them.</remarks>
    public static TableHeader? Map(
        TableReader table,
        ReadOnlySpan<string> required,
        ReadOnlySpan<string> optional,
        TableFaults faults,
        params ReadOnlySpan<string> passedOver
    )
    {
        string[] offered = [.. required, .. optional],
            names = [.. offered, .. passedOver];
        var found = new int[names.Length];
        Array.Fill(found, -1);
        var before = faults.Count;
        for (var column = 0; column < table.Width; column++)
        {
            var text = table.Text(column);
            if (text.IsEmpty)
                continue;
            var name = text.ToString();
            var index = Array.FindIndex(names, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
                faults.Add(table, column, $"неизвестный столбец «{name}»", $"допустимы: {string.Join(", ", offered)}");
            else if (found[index] >= 0)
                faults.Add(table, column, $"столбец «{name}» стоит дважды", "оставьте один");
            else
                found[index] = column;
        }
        string[] missing = [.. names[..required.Length].Where((_, index) => found[index] < 0)];
        if (missing.Length > 0)
            faults.Add(
                table,
                0,
                $"нет {(missing.Length == 1 ? "столбца" : "столбцов")} {string.Join(", ", missing)}",
                $"в первой строке нужны {string.Join(", ", required.ToArray())}"
                    + (optional.IsEmpty ? "" : $", по желанию {string.Join(", ", optional.ToArray())}")
            );
        return faults.Count == before ? new TableHeader(found, table.Width, offered.Length) : null;
    }

    /// <summary>How many of the names stand in the row.</summary>
    public static int CountOf(TableReader table, ReadOnlySpan<string> names)
    {
        var found = 0;
        foreach (var name in names)
            for (var column = 0; column < table.Width; column++)
                if (table.Text(column).Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    found++;
                    break;
                }
        return found;
    }

    /// <summary>Reports merged cells below the header of a sheet that was read to its end.</summary>
    public void CheckMerged(SheetReader table, int header, TableFaults faults)
    {
        foreach (var merged in table.Merged)
            if (merged.LastRow > header && Touches(merged))
            {
                faults.DropCovered(merged);
                faults.Add(
                    merged.FirstRow,
                    merged.FirstColumn - 1,
                    new InputError(table.PlaceOf($"{merged}"), "объединённые ячейки", "разъедините их и заполните каждую строку")
                );
            }
    }

    // Whether a column of the header lies in the range.
    private bool Touches(CellRange range) =>
        Array.Exists(places[..read], column => column + 1 >= range.FirstColumn && column + 1 <= range.LastColumn);

    /// <summary>Reports what stands in columns the header does not name.</summary>
    public void CheckUnnamed(TableReader table, TableFaults faults)
    {
        foreach (var column in unnamed)
            CheckEmpty(table, column, faults);
        for (var column = width; column < table.Width; column++)
            CheckEmpty(table, column, faults);
    }

    private static void CheckEmpty(TableReader table, int column, TableFaults faults)
    {
        if (table.Kind(column) != CellKind.Empty)
            faults.Add(
                table,
                column,
                $"«{table.Text(column)}» в столбце без названия",
                "очистите ячейку или назовите столбец в первой строке"
            );
    }
}

/// <summary>Numbers as people write them.</summary>
internal static class WrittenNumber
{
    /// <summary>
    /// A finite number with a decimal point or comma, a hyphen or a minus sign, an exponent, and spaces between groups of
    /// three digits. Anything else is no number.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        if (text.Length == 1 && char.IsAsciiDigit(text[0]))
        {
            number = text[0] - '0';
            return true;
        }
        number = 0;
        Span<char> plain = stackalloc char[64];
        if (text.IsEmpty || text.Length > plain.Length)
            return false;
        var length = 0;
        var group = -1; // digits since the last group space; −1 before the first
        var digits = 0;
        var fraction = false;
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter))
            {
                digits++;
                if (group >= 0 && !fraction)
                    group++;
                plain[length++] = letter;
            }
            else if (letter is ' ' or '\u00A0' or '\u202F')
            {
                if (fraction || digits == 0 || (group < 0 ? digits > 3 : group != 3))
                    return false;
                group = 0;
            }
            else if (letter is '-' or '+' or '\u2212')
            {
                plain[length++] = letter == '\u2212' ? '-' : letter;
            }
            else if (letter is ',' or '.' or 'e' or 'E')
            {
                if (group >= 0 && group != 3 && !fraction)
                    return false;
                fraction = true;
                plain[length++] = letter == ',' ? '.' : letter;
            }
            else
            {
                return false;
            }
        }
        if (digits == 0 || (group >= 0 && group != 3 && !fraction))
            return false;
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(plain[..length], Styles, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>The shortest form with a decimal comma.</summary>
    public static string Show(double number) => number.ToString(CultureInfo.InvariantCulture).Replace('.', ',');
}
