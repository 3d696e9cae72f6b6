using System.Globalization;
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

/// <summary>A contact as written, with the place of each field and what is wrong with it: one wrong row keeps no other back.</summary>
internal sealed record WrittenContact(TableRow At, string[] Texts, string[] Places)
{
    private readonly List<(int Column, InputError Error, bool IsName)> wrong = [];

    public string this[ContactField field] => Texts[(int)field];

    /// <summary>What stands behind the last field, where nothing may.</summary>
    public IReadOnlyList<string> Beyond { get; init; } = [];

    public IReadOnlyList<InputError> Errors => [.. wrong.Select(one => one.Error)];

    public bool IsWrong => wrong.Count > 0;

    /// <summary>The row as people type it, to be mended.</summary>
    public string Typed => ReadContacts.Typed([.. Texts, .. Beyond]);

    public void Fault(int column, string place, string found, string allowed) =>
        wrong.Add((column, new InputError(place, found, allowed), false));

    public void Fault(ContactField field, string found, string allowed) => Fault((int)field, Places[(int)field], found, allowed);

    /// <summary>A name that is not known: of a role, a territory, a direction.</summary>
    public void FaultOfName(ContactField field, string found, string allowed) =>
        wrong.Add(((int)field, new InputError(Places[(int)field], found, allowed), true));

    /// <summary>Tells what is wrong with it beside what is wrong with others.</summary>
    public void TellIn(TableFaults faults)
    {
        foreach (var (column, error, isName) in wrong)
            if (isName)
                faults.AddName(At, column, error);
            else
                faults.Add(At, column, error);
    }
}

/// <summary>
/// Reads a list of contacts: CSV or a workbook with a header in Russian, or rows pasted from a table or typed, each separated by tabs,
/// semicolons or commas, with a header or in the order name, e-mail, role, territory, directions. What is wrong with the table as a whole
/// is a fault of it, what is wrong with a row stays with the row.
/// </summary>
internal sealed class ReadContacts
{
    private static readonly string[] Required = ["имя", "почта", "роль"];
    private static readonly string[] Optional = ["территория", "направления"];
    private static readonly string[] PassedOver = ["№", "№ п/п", "телефон", "должность", "примечание"];

    private static readonly HeaderWords Words = new(
        ("имя", ["имя", "фио", "ф и о", "контакт", "name"], []),
        ("почта", ["почта", "электронная почта", "адрес электронной почты", "e-mail", "email", "эл почта"], []),
        ("роль", ["роль", "role"], []),
        ("территория", ["территория", "муниципалитет", "организация", "territory"], []),
        ("направления", ["направления", "directions"], [])
    );

    public static IReadOnlyList<WrittenContact> File(ReadOnlyMemory<byte> content, string file, TableFaults faults)
    {
        var rows = new List<WrittenContact>();
        if (!WorkbookReader.IsOne(content.Span))
        {
            using var table = HeaderRow.In(content, file, faults, FitOf);
            if (table is not null)
                Read(table, rows, faults);
            return rows;
        }
        using var book = WorkbookReader.Open(content, file);
        foreach (var sheet in HeaderRow.All(book, FitOf, IsOne, () => book.SheetWithHeader(Required, Optional, [])))
        {
            var header = sheet.Row;
            Read(sheet, rows, faults)?.CheckMerged(sheet, header, faults);
        }
        return rows;
    }

    /// <summary>Reads pasted rows.</summary>
    public static IReadOnlyList<WrittenContact> Pasted(string text, TableFaults faults)
    {
        var (table, rows) = (new PastedTable(text, faults), new List<WrittenContact>());
        if (!table.Read())
            return rows;
        if (NamesIn(table).Any())
        {
            Read(table, rows, faults);
            return rows;
        }
        int[] inOrder = [.. Enumerable.Range(0, Required.Length + Optional.Length)];
        do
        {
            var beyond = Enumerable.Range(inOrder.Length, Math.Max(0, table.Width - inOrder.Length)).ToList();
            var row = RowOf(table, inOrder) with { Beyond = [.. beyond.Select(column => table.Text(column).ToString())] };
            foreach (var column in beyond)
                if (!table.Text(column).IsEmpty)
                    row.Fault(
                        column,
                        table.Place(column),
                        $"лишнее поле «{table.Text(column)}»",
                        "в строке имя, почта, роль, территория и направления; если поля разделены запятыми, направления перечислите "
                            + "через «|»"
                    );
            rows.Add(row);
        } while (table.Read());
        return rows;
    }

    /// <summary>A contact as a row that is read as it was: as people type it, with tabs where a field itself has a semicolon.</summary>
    public static string Typed(params ReadOnlySpan<string> fields)
    {
        var row = fields.ToArray().Select(field => string.Concat(field.Select(letter => char.IsControl(letter) ? ' ' : letter))).ToList();
        return string.Join(row.Exists(field => field.Contains(';')) ? "\t" : "; ", row).TrimEnd('\t', ' ', ';');
    }

    private static IEnumerable<string> NamesIn(TableReader table) =>
        Enumerable.Range(0, table.Width).Select(column => Words.NameOf(table.Text(column).ToString(), out _)).OfType<string>();

    private static int FitOf(TableReader table, bool isFirst) => NamesIn(table).Count() is var found and > 1 ? found : 0;

    private static bool IsOne(TableReader table) => NamesIn(table).Intersect(Required).Count() > 1;

    private static TableHeader? Read(TableReader table, List<WrittenContact> rows, TableFaults faults)
    {
        if (TableHeader.Map(table, Required, Optional, faults, PassedOver, Words) is not { } columns)
            return null;
        int[] places = [.. Enumerable.Range(0, Required.Length + Optional.Length).Select(field => columns[field])];
        while (table.Read())
        {
            columns.CheckUnnamed(table, faults);
            rows.Add(RowOf(table, places));
        }
        return columns;
    }

    private static WrittenContact RowOf(TableReader table, int[] columns)
    {
        var row = new WrittenContact(
            table.At,
            [.. columns.Select(column => column < 0 ? "" : table.Text(column).ToString())],
            [.. columns.Select(column => table.Place(Math.Max(0, column)))]
        );
        CheckCells(table, columns, row);
        return row;
    }

    // A direction 1.10 that Excel took for a number would be 1.1, another one.
    private static void CheckCells(TableReader table, int[] columns, WrittenContact row)
    {
        for (var field = 0; field < columns.Length; field++)
            if (columns[field] is >= 0 and var column)
            {
                if (CellFault.Of(table, column) is var (found, allowed))
                    row.Fault((ContactField)field, found, allowed);
                else if (
                    table.Kind(column) == CellKind.Date
                    || field == (int)ContactField.Directions && table.Kind(column) == CellKind.Number && table.Text(column).Contains('.')
                )
                    row.Fault(
                        (ContactField)field,
                        $"{(table.Kind(column) == CellKind.Date ? "дата" : "число")} {table.Text(column)} вместо текста",
                        "сделайте столбец текстовым и впишите значение заново"
                    );
            }
    }

    /// <summary>Rows pasted from a table or typed: each separated by tabs, semicolons or commas, whatever others are.</summary>
    private sealed class PastedTable : TableReader
    {
        private readonly (string Text, int Number)[] lines;
        private readonly TableFaults faults;
        private int at = -1;
        private string[] cells = [];

        public PastedTable(string text, TableFaults faults)
            : base("список")
        {
            this.faults = faults;
            lines =
            [
                .. text.Split('\n')
                    .Select((line, index) => (Text: line.Trim('\r', ' ', '\u00A0'), Number: index + 1))
                    .Where(line => line.Text.Trim().Length > 0),
            ];
        }

        public override int Row => lines[at].Number;

        public override int Width => cells.Length;

        public override bool Read()
        {
            if (++at >= lines.Length)
                return false;
            var line = lines[at].Text;
            cells = line.Split(Array.Find(['\t', ';'], line.Contains) is > '\0' and var found ? found : ',');
            if (cells.Length <= MostColumns)
                return true;
            RefuseWidth(cells.Length, faults);
            at = lines.Length;
            return false;
        }

        public override CellKind Kind(int column) => Written(column).IsEmpty ? CellKind.Empty : CellKind.Text;

        protected override ReadOnlySpan<char> Written(int column) => column < cells.Length ? cells[column].AsSpan().Trim() : default;

        public override bool IsUncomputed(int column) => false;

        public override string Place(int column) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{File}:{Row}:{cells.Take(Math.Min(column, cells.Length - 1)).Sum(cell => cell.Length + 1) + 1}"
            );
    }
}
