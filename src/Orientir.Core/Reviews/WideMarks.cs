using Orientir.Core.Methodologies;
using Orientir.Core.Office;

namespace Orientir.Core.Reviews;

/// <summary>
/// A table of subjects × indicators, codes in its header, read as rows of subject, code, value and expert: the form in which regions
/// hold their marks.
/// </summary>
internal sealed class WideMarks : TableReader
{
    private const int Value = 2;

    private readonly TableReader wide;
    private readonly int subject;
    private readonly int expert;
    private readonly (int Column, string Code)[] codes;
    private int at;

    private WideMarks(TableReader wide, int subject, int expert, (int Column, string Code)[] codes)
        : base(wide.File)
    {
        (this.wide, this.subject, this.expert, this.codes) = (wide, subject, expert, codes);
        at = codes.Length;
        Sheet = wide.Sheet;
    }

    public override string? SheetName => wide.SheetName;

    public override bool IsDoubted => wide.IsDoubted;

    public override int ExpectedRows => wide.ExpectedRows * codes.Length;

    public override int Row => wide.Row;

    public override int Width => 5;

    /// <summary>How many columns of a row name a node by code.</summary>
    public static int CodesIn(TableReader row, MarkCodes codes)
    {
        var found = 0;
        for (var column = 0; column < row.Width; column++)
            if (NodeOf(row.Text(column), codes, out _))
                found++;
        return found;
    }

    /// <summary>Reads the header the table stands on; null with faults where it does not fit.</summary>
    public static WideMarks? Of(TableReader table, Methodology methodology, MarkCodes codes, TableFaults faults, int subjectAbove)
    {
        var words = ReadMarks.WordsOf(methodology);
        table.BeginRows();
        var (subject, expert, found, before) = (-1, -1, new List<(int Column, string Code)>(), faults.Count);
        // A column of totals is told, and the rows are read all the same: a row of totals is told with it.
        var totals = 0;
        var unknown = new List<(int Column, string Title)>();
        var nodes = new Dictionary<int, int>();
        for (var column = 0; column < table.Width; column++)
        {
            var title = table.Text(column);
            if (title.IsEmpty)
                continue;
            switch (words.NameOf(title.ToString(), out _) ?? title.ToString().ToLowerInvariant())
            {
                case "subject" when subject < 0:
                    subject = column;
                    continue;
                case "expert" when expert < 0:
                    expert = column;
                    continue;
                case "№" or "№ п/п" or "n":
                    continue;
            }
            if (!NodeOf(title, codes, out var node))
            {
                if (!TotalsRow.Is(title.ToString()))
                {
                    unknown.Add((column, title.ToString()));
                    continue;
                }
                var told = faults.Count;
                faults.Add(table, column, $"столбец «{title}» — не код методики", "удалите столбец: итоги программа считает сама");
                totals += faults.Count - told;
            }
            else if (table.Kind(column) is CellKind.Number or CellKind.Date)
                faults.Add(
                    table,
                    column,
                    $"код Excel превратил в {(table.Kind(column) == CellKind.Date ? "дату" : "число")} {title}",
                    "сделайте ячейку текстовой и введите код заново"
                );
            else if (!nodes.TryAdd(node, column))
                faults.Add(table, column, $"код «{title}» стоит в двух столбцах", "оставьте один");
            else
                found.Add((column, CodeIn(title).ToString()));
        }
        TableHeader.AddUnknown(
            table,
            unknown,
            title => $"столбец {title} — не код методики",
            titles => $"столбцы {titles} — не коды методики",
            "назовите столбец кодом показателя или удалите его",
            faults
        );
        if (subject < 0)
            subject = subjectAbove;
        if (subject < 0)
            faults.Add(
                table,
                0,
                "нет столбца с объектами",
                $"назовите столбец «{Russian.Capital(methodology.Subject.Noun.One)}», «Объект» или subject"
            );
        return faults.Count - totals == before ? new(table, subject, expert, [.. found]) : null;
    }

    public override bool Read()
    {
        while (true)
        {
            while (++at < codes.Length)
                // An empty cell is no mark; the first covers its subject.
                if (at == 0 || wide.Kind(codes[at].Column) != CellKind.Empty || wide.IsUncomputed(codes[at].Column))
                    return true;
            if (!wide.Read())
                return false;
            at = -1;
        }
    }

    public override CellKind Kind(int column) =>
        ColumnOf(column) is >= 0 and var own ? wide.Kind(own)
        : column == 1 ? CellKind.Text
        : CellKind.Empty;

    protected override ReadOnlySpan<char> Written(int column) =>
        column == 1 ? codes[at].Code
        : ColumnOf(column) is >= 0 and var own ? wide.Text(own)
        : default;

    public override bool IsUncomputed(int column) => ColumnOf(column) is >= 0 and var own && wide.IsUncomputed(own);

    public override string Place(int column) => wide.Place(ColumnOf(column) is >= 0 and var own ? own : codes[at].Column);

    private int ColumnOf(int column) =>
        column switch
        {
            0 => subject,
            Value => codes[at].Column,
            3 => expert,
            _ => -1,
        };

    /// <summary>The node a cell names by its code, alone or before its title.</summary>
    public static bool NodeOf(ReadOnlySpan<char> title, MarkCodes codes, out int node)
    {
        node = -1;
        return !title.IsEmpty && (codes.TryFind(title, out node) || codes.TryFind(CodeIn(title), out node));
    }

    // «1.1.4. Наличие целей» is headed by its code.
    private static ReadOnlySpan<char> CodeIn(ReadOnlySpan<char> title)
    {
        var end = title.IndexOfAny(" \u00A0\n");
        return (end < 0 ? title : title[..end]).TrimEnd('.');
    }
}
