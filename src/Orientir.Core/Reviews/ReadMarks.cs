using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Territories;

namespace Orientir.Core.Reviews;

/// <summary>
/// Reads marks from CSV or a workbook with the columns <c>subject,code,value</c> and optionally <c>expert,comment</c>, in any
/// order, and checks them against the methodology and, where given, the register.
/// </summary>
/// <remarks>
/// A node is named by its uid or, failing that, its code; «*» is the whole methodology; a trailing dot is dropped. An empty
/// value is no mark, though its subject is covered and its comment is kept; <c>NA</c> and <c>н/п</c> are «не применимо»,
/// of leaves only. An empty expert is one unnamed expert. The value of a checklist is a number of items or their ids
/// (<c>a|b</c>), so a lone number is always a count.
/// </remarks>
public sealed class ReadMarks
{
    private static readonly string[] Required = ["subject", "code", "value"];
    private static readonly string[] Optional = ["expert", "comment"];

    /// <summary>
    /// Columns that stand in sheets for experts and in stored runs for people to read: known, so that a misspelt column is still a
    /// fault, and passed over.
    /// </summary>
    private static readonly string[] Informative =
    [
        "name",
        "indicator",
        "scale",
        "answer",
        "remark",
        "evidence",
        "evidence 2",
        "evidence 3",
        "№",
        "№ п/п",
        "шкала",
        "название показателя",
        "наименование показателя",
        "подтверждение",
        "ссылка",
    ];

    // By the kind of subjects, made when first asked for.
    private static readonly HeaderWords?[] Words = new HeaderWords?[Enum.GetValues<SubjectKind>().Length];

    /// <summary>How regions call the columns: that of the subjects also by what the methodology assesses, in any of its forms.</summary>
    internal static HeaderWords WordsOf(Methodology methodology) => Words[(int)methodology.Subject] ??= WordsFor(methodology.Subject.Noun);

    private static HeaderWords WordsFor(Noun noun) =>
        new(
            (
                "subject",
                [
                    "объект",
                    "объект оценки",
                    "муниципалитет",
                    "муниципальное образование",
                    "мо",
                    "муниципальный район",
                    "муниципальный округ",
                    "район",
                    "территория",
                    "организация",
                    "образовательная организация",
                    "школа",
                    "участник",
                    .. noun.Singular,
                    .. noun.Plural,
                    $"название {noun.Form(GrammaticalCase.Genitive, plural: false)}",
                    $"наименование {noun.Form(GrammaticalCase.Genitive, plural: false)}",
                ],
                ["название", "наименование", "id"]
            ),
            ("code", ["код", "код показателя", "номер показателя", "№ показателя", "шифр"], ["показатель", "критерий"]),
            ("value", ["оценка", "значение", "балл", "баллы", "отметка", "экспертная оценка"], ["ответ"]),
            ("expert", ["эксперт", "фио эксперта", "имя эксперта"], []),
            ("comment", ["комментарий", "примечание", "замечание", "комментарий эксперта", "пояснение"], [])
        )
        {
            Otherwise = $"другой вид таблицы: в строках — {noun.Many}, в заголовке — «{Russian.Capital(noun.One)}» и коды показателей",
        };

    // A region has some tens, an expert a district; each is a column of every table of the report.
    private const int MostExperts = 2000;

    /// <summary>Reads the marks.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Name of the file for messages; what it is its content says.</param>
    /// <param name="methodology">What is marked.</param>
    /// <param name="register">Where given, every subject must resolve in it, and takes its id and name from there.</param>
    /// <param name="own">Where given, the file may hold the marks of this expert alone, and they have no name.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="InputException">The file has faults: every one, with its place, in the order of the file.</exception>
    public MarkSheet Read(
        ReadOnlyMemory<byte> content,
        string file,
        Methodology methodology,
        Register? register = null,
        OwnName? own = null,
        CancellationToken cancel = default
    ) => Read(MarkFile.Of(content, file, cancel), methodology, register, own, cancel);

    /// <summary>Reads the marks of a file that was split into rows already.</summary>
    /// <exception cref="InputException">The file has faults: every one, with its place, in the order of the file.</exception>
    public MarkSheet Read(
        MarkFile marks,
        Methodology methodology,
        Register? register = null,
        OwnName? own = null,
        CancellationToken cancel = default
    )
    {
        var quick = marks.TakePlain() is { } plain ? new PlainMarks(plain, methodology, register, own).Read() : null;
        var sheet = quick ?? ReadRows(marks, methodology, register, own, cancel);
        if (!marks.IsKept && sheet.Experts.Count > MostExperts)
            throw new InputException([
                new(
                    marks.Name,
                    $"{Russian.Number(sheet.Experts.Count)} разных имён в столбце эксперта",
                    $"экспертов не больше {Russian.Number(MostExperts)}: проверьте, не стоит ли в этом столбце другое"
                ),
            ]);
        return sheet;
    }

    /// <summary>Understands the header a table stands on; null with faults where it does not fit.</summary>
    internal static TableHeader? HeaderOf(TableReader table, Methodology methodology, TableFaults faults) =>
        TableHeader.Map(table, Required, Optional, faults, Informative, WordsOf(methodology));

    private static MarkSheet ReadRows(MarkFile marks, Methodology methodology, Register? register, OwnName? own, CancellationToken cancel)
    {
        var faults = new TableFaults();
        var rows = new MarkRows(methodology, register, own, faults);
        var start = new Start(methodology);
        if (WorkbookReader.IsOne(marks.Content.Span))
        {
            using var book = WorkbookReader.Open(marks.Content, marks.Name, keepsOnce: true);
            var words = WordsOf(methodology);
            foreach (
                var table in HeaderRow.All(
                    book,
                    start.Fit,
                    start.IsOne,
                    () => book.SheetWithHeader(Required, Optional, [.. Required.Select(words.Shown)], words.Otherwise)
                )
            )
            {
                var header = table.Row;
                ReadTable(table, start, rows, faults, cancel)?.CheckMerged(table, header, faults, filled: 0);
            }
        }
        else
        {
            using var table = HeaderRow.In(marks.Content, marks.Name, faults, start.Fit, !marks.IsKept);
            if (table is not null)
                ReadTable(table, start, rows, faults, cancel);
        }
        if (faults.Count > 0 && rows.IsEmpty && start.Turned.Fault is { } turned)
            throw new InputException([turned]);
        rows.TellForeign(marks.Name);
        faults.ThrowIfAny();
        return rows.All();
    }

    // Long, a row a mark, and gives its header; or wide, a row a subject.
    private static TableHeader? ReadTable(TableReader table, Start start, MarkRows rows, TableFaults faults, CancellationToken cancel)
    {
        if (start.IsWide(table))
        {
            if (WideMarks.Of(table, start.Methodology, start.Codes, faults, start.SubjectAbove) is { } wide)
                rows.Read(wide, [0, 1, 2, 3, -1], null, cancel);
            return null;
        }
        if (HeaderOf(table, start.Methodology, faults) is not { } columns)
            return null;
        rows.Read(table, [columns[0], columns[1], columns[2], columns[3], columns[4]], columns, cancel);
        return columns;
    }

    /// <summary>What a header of marks looks like.</summary>
    private sealed class Start(Methodology methodology)
    {
        private const int Long = 1000;

        private readonly MarkCodes codes = new(methodology);
        private readonly HeaderWords words = WordsOf(methodology);

        public Methodology Methodology => methodology;

        public MarkCodes Codes => codes;

        public TurnedTable Turned { get; } = new(methodology);

        /// <summary>
        /// The column of the subjects by a row above the codes, where those stand under a heading of several columns; −1 for none.
        /// </summary>
        public int SubjectAbove { get; private set; } = -1;

        public int Fit(TableReader row, bool isFirst)
        {
            if (isFirst)
                SubjectAbove = -1;
            Turned.Look(row, isFirst);
            var (subject, code, value) = (-1, false, false);
            for (var column = 0; column < row.Width; column++)
                switch (NameOf(row.Text(column)))
                {
                    case "subject":
                        subject = column;
                        break;
                    case "code":
                        code = true;
                        break;
                    case "value":
                        value = true;
                        break;
                }
            var names = (code ? 1 : 0) + (value ? 1 : 0);
            if (subject >= 0 && SubjectAbove < 0 && names == 0)
                SubjectAbove = subject;
            if (names == 2)
                return 2 * Long + (subject >= 0 ? Long : 0);
            var wide = WideMarks.CodesIn(row, codes);
            if (wide >= 2 || wide == 1 && subject >= 0)
                return (subject >= 0 ? Long / 2 : 0) + wide;
            return names == 0 ? 0
                : subject >= 0 ? names + 1
                : names;
        }

        /// <summary>
        /// Whether a sheet beside the best one holds marks too by its header: codes and values, or subjects and codes. Under a heading
        /// of two rows the cell of the subjects is empty; where «1, 2, 3» number the columns it is not.
        /// </summary>
        public bool IsOne(TableReader row)
        {
            string?[] names = [.. Enumerable.Range(0, row.Width).Select(column => NameOf(row.Text(column)))];
            if (names.Contains("code") && names.Contains("value"))
                return true;
            var isBelow = SubjectAbove >= 0 && row.Text(SubjectAbove).IsEmpty;
            return IsWide(row) && (isBelow || names.Contains("subject"));
        }

        public bool IsWide(TableReader row)
        {
            var (named, subject) = (0, false);
            for (var column = 0; column < row.Width; column++)
                if (NameOf(row.Text(column)) is { } name)
                {
                    named += name is "code" or "value" ? 1 : 0;
                    subject |= name == "subject";
                }
            return named == 0 && (subject || SubjectAbove >= 0) && WideMarks.CodesIn(row, codes) > 0;
        }

        private string? NameOf(ReadOnlySpan<char> title)
        {
            var text = title.ToString();
            return Array.Find(Required, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? words.NameOf(text, out _);
        }
    }
}
