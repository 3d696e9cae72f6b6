using System.Text;
using Orientir.Core.Office;

namespace Orientir.Core.Accounts;

internal enum ContactField
{
    Name,
    Email,
    Role,
    Territory,
    Directions,
}

/// <summary>A contact as written, with the place of each field.</summary>
internal sealed record WrittenContact(int Row, string[] Texts, string[] Places)
{
    public string this[ContactField field] => Texts[(int)field];

    public void Fault(TableFaults faults, ContactField field, string found, string allowed) =>
        faults.Add(Row, (int)field, new InputError(Places[(int)field], found, allowed));
}

/// <summary>
/// Reads a list of contacts: CSV or a workbook with a header in Russian, or rows pasted from a table or typed, separated by tabs,
/// semicolons or commas, with a header or in the order name, e-mail, role, territory, directions.
/// </summary>
internal sealed class ReadContacts
{
    private static readonly string[][] Names =
    [
        ["имя", "фио", "ф.и.о.", "контакт", "name"],
        ["почта", "электронная почта", "адрес электронной почты", "e-mail", "email", "эл. почта"],
        ["роль", "role"],
        ["территория", "муниципалитет", "организация", "territory"],
        ["направления", "directions"],
    ];

    private static readonly string[] PassedOver = ["№", "№ п/п", "телефон", "должность", "примечание"];

    public static IReadOnlyList<WrittenContact> File(ReadOnlyMemory<byte> content, string file, TableFaults faults)
    {
        if (!WorkbookReader.IsOne(content.Span))
        {
            using var table = HeaderRow.In(content, file, faults, FitOf);
            return table is null ? [] : Rows(table, faults);
        }
        using var book = WorkbookReader.Open(content, file);
        using var sheet = HeaderRow.In(book, FitOf) ?? book.SheetWithHeader([.. Names.SelectMany(names => names)], []);
        return Rows(sheet, faults);
    }

    /// <summary>Reads pasted rows.</summary>
    public static IReadOnlyList<WrittenContact> Pasted(string text, TableFaults faults)
    {
        var lines = text.Split('\n')
            .Select((line, index) => (Text: line.Trim('\r', ' ', '\u00A0'), Number: index + 1))
            .Where(line => line.Text.Trim().Length > 0)
            .ToList();
        var separator =
            lines.Exists(line => line.Text.Contains('\t', StringComparison.Ordinal)) ? '\t'
            : lines.Exists(line => line.Text.Contains(';', StringComparison.Ordinal)) ? ';'
            : ',';
        var columns = Enumerable.Range(0, Names.Length).ToArray();
        var (rows, headed) = (new List<WrittenContact>(), false);
        foreach (var (line, number) in lines)
        {
            var cells = line.Split(separator);
            if (number == lines[0].Number && cells.Any(IsHeader))
            {
                var found = Map([.. cells.Select(cell => cell.Trim())], column => PlaceOf(cells, number, column), number, faults);
                if (found is null)
                    return [];
                (columns, headed) = (found, true);
                continue;
            }
            if (
                !headed
                && Array.FindIndex(cells, Math.Min(cells.Length, columns.Length), cell => cell.Trim().Length > 0) is > 0 and var extra
            )
                faults.Add(
                    number,
                    columns.Length,
                    new(
                        PlaceOf(cells, number, extra),
                        $"лишнее поле «{cells[extra].Trim()}»",
                        "в строке имя, почта, роль, территория и направления; если поля разделены запятыми, направления перечислите "
                            + "через «|»"
                    )
                );
            rows.Add(
                new(
                    number,
                    [.. columns.Select(column => column < 0 || column >= cells.Length ? "" : cells[column].Trim())],
                    [.. columns.Select(column => PlaceOf(cells, number, Math.Clamp(column, 0, cells.Length - 1)))]
                )
            );
        }
        return rows;
    }

    /// <summary>A contact as a pasted row again.</summary>
    public static void Write(StringBuilder text, params ReadOnlySpan<string> fields) =>
        text.AppendJoin('\t', fields.ToArray().Select(field => field.Replace('\t', ' '))).Append('\n');

    private static int FitOf(TableReader table) =>
        Enumerable.Range(0, table.Width).Count(column => IsHeader(table.Text(column).ToString())) is var found and > 1 ? found : 0;

    private static bool IsHeader(string cell) => cell.Trim().ToLowerInvariant() is var name && Names.Any(names => names.Contains(name));

    private static string PlaceOf(string[] cells, int line, int column) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"список:{line}:{cells.Take(column).Sum(cell => cell.Length + 1) + 1}"
        );

    private static List<WrittenContact> Rows(TableReader table, TableFaults faults)
    {
        table.BeginRows();
        var header = Enumerable.Range(0, table.Width).Select(column => table.Text(column).ToString()).ToArray();
        var rows = new List<WrittenContact>();
        if (Map(header, table.Place, table.Row, faults) is not { } columns)
            return rows;
        while (table.Read())
        {
            CheckCells(table, columns, faults);
            rows.Add(
                new(
                    table.Row,
                    [.. columns.Select(column => column < 0 ? "" : table.Text(column).ToString())],
                    [.. columns.Select(column => table.Place(Math.Max(0, column)))]
                )
            );
        }
        return rows;
    }

    // A direction 1.10 that Excel took for a number would be 1.1, another one.
    private static void CheckCells(TableReader table, int[] columns, TableFaults faults)
    {
        for (var field = 0; field < columns.Length; field++)
            if (columns[field] is >= 0 and var column)
            {
                if (CellFault.Of(table, column) is var (found, allowed))
                    faults.Add(table, column, found, allowed);
                else if (
                    table.Kind(column) == CellKind.Date
                    || field == (int)ContactField.Directions && table.Kind(column) == CellKind.Number && table.Text(column).Contains('.')
                )
                    faults.Add(
                        table,
                        column,
                        $"{(table.Kind(column) == CellKind.Date ? "дата" : "число")} {table.Text(column)} вместо текста",
                        "сделайте столбец текстовым и впишите значение заново"
                    );
            }
    }

    private static int[]? Map(string[] header, Func<int, string> place, int row, TableFaults faults)
    {
        var (columns, before) = (new int[Names.Length], faults.Count);
        Array.Fill(columns, -1);
        for (var column = 0; column < header.Length; column++)
        {
            var name = header[column].ToLowerInvariant();
            if (name.Length == 0 || PassedOver.Contains(name))
                continue;
            var field = Array.FindIndex(Names, names => names.Contains(name));
            // A misspelt «направления» passed over would give an executor every direction.
            if (field < 0)
                faults.Add(
                    row,
                    column,
                    new(
                        place(column),
                        $"неизвестный столбец «{header[column]}»",
                        $"допустимы: {string.Join(", ", Names.Select(names => names[0]))}"
                    )
                );
            else if (columns[field] >= 0)
                faults.Add(row, column, new(place(column), $"столбец «{header[column]}» стоит дважды", "оставьте один"));
            else
                columns[field] = column;
        }
        string[] missing = [.. Names.Take(3).Where((_, field) => columns[field] < 0).Select(names => names[0])];
        if (faults.Count == before && missing.Length > 0)
            faults.Add(
                row,
                0,
                new(
                    place(0),
                    $"в первой строке нет столбцов {string.Join(", ", missing)}",
                    $"нужны столбцы {string.Join(", ", Names.Select(names => names[0]))}"
                )
            );
        return faults.Count == before ? columns : null;
    }
}
