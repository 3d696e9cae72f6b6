using System.Globalization;
using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Tests.Reviews;

/// <summary>The quick way through a plain file gives what reading row by row gives: a quoted field makes the same file not plain.</summary>
public class PlainMarksTests
{
    private static readonly Methodology Tree = Marked.Tree(2, 2);

    // A file, and whether it goes the quick way.
    public static TheoryData<string, bool> Files =>
        new()
        {
            { "subject,code,value\nА,1.1,1\nБ,1.2,2\n", true },
            { "subject;code;value;expert;comment\r\nА;1.1;1;Иванова;ясно\r\nА;1.1;0;Петров;\r\nБ;*;3;;\r\n", true },
            { "code,subject,value,name,evidence\n1.1, А ,1,район,ссылка\n2.2.,А,NA,,\n1.2,А\u00A0,н/п,,\n", true },
            { "subject,code,value\n\nА,1.1,\n,,\nБ,1.1, 2 \nБ,1.2,1\n\n", true },
            { "subject,code,value,comment\nА,1.1,,без оценки\nА,1.2,2,", true },
            { "Subject,CODE,Value\nА  Б,1.1,1\nА Б,1.2,0\n", true },
            { "subject,code,value\n", true },
            { "subject,code,value\nА,1.1,1\nА,9.9,1\nА,1.2,7\nА,1.1,2\n,1.1,1\n", false },
            { "subject,code,value\nА,1.1,1\nА,1.2\n", true },
            { "subject,code,value\nА,1.1,#REF!\n", false },
            { "subject,code,value\n#Н/Д,1.1,1\n", false },
            { "subject,code,value,comment\nА,1.1,1,#Н/Д\nА,1.2,1,# где документ?\nА,2.1,1,###\n", true },
            { "subject,code,value\nСлу\uFFFDба,1.1,1\n", false },
            { "subject,code,value,expert,comment\nА,1.1,1,Ив\uFFFDнова,да \uFFFD\n", false },
            { "subject,code,value,wrong\nА,1.1,1,\n", false },
            { "subject,code,value,\nА,1.1,1,лишнее\n", false },
            { "subject,,code,value\nА,,1.1,1\n", false },
            { "subject,code,value\nА,1.1,1\rБ,1.2,1\n", false },
            { "subject,code,value\nА,1.1,1,,\nБ,1.1,1,\n", true },
            { "subject;code;value;;\r\nА;1.1;1;;\r\n;;;;\r\n;;;;\r\n", true },
            { "subject,code,value\n\u00AD,\u200B,\nА,1.1,1\n", false },
            { "\u00AD,\u200B,\nsubject,code,value\nА,1.1,1\n", false },
            { "Район;Показатель;Балл;Примечание\nА;1.1;1;где?\nБ;1.2;2;\n", true },
            { "Район;Код;Показатель;Балл;№ п/п\nА;1.1;Первый;1;1\nБ;1.2;Второй;2;2\n", true },
            { "Название;Код;Оценка;Территория\nА;1.1;1;Б\n", true },
            { "Район;Территория;Код;Балл\nА;Б;1.1;1\n", false },
            { "Район;Показатель;Балл;Оценщик\nА;1.1;1;Иванова\n", false },
            { "", false },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_PlainFile_EqualsReadingRowByRow(string text, bool isQuick)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        IsQuick(bytes).ShouldBe(isQuick);
        Told(bytes).ShouldBe(Told(Quoted(text)));
        Told([.. Encoding.UTF8.GetPreamble(), .. bytes]).ShouldBe(Told(bytes));
    }

    private static PlainTable? PlainOf(byte[] bytes, string file = "m") =>
        MarkFile.Of(bytes, file, TestContext.Current.CancellationToken).Plain;

    private static bool IsQuick(byte[] bytes) => PlainOf(bytes) is { } plain && new PlainMarks(plain, Tree, null).Read() is not null;

    [Fact]
    public void Read_FileInTwoHalves_KeepsTheOrderOfSubjectsAndExperts()
    {
        var text = new StringBuilder("subject,code,value,expert,comment\n");
        for (var row = 0; row < 30_000; row++)
        {
            var (subject, code) = (
                row / 4,
                (row % 4) switch
                {
                    0 => "1.1",
                    1 => "1.2",
                    2 => "2.1",
                    _ => "2.2",
                }
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"Район {subject * 7919 % 7500},{code},{row % 3},эксперт {row / 9000},{(row % 1000 == 0 ? "слова" : "")}\n"
            );
        }
        var plain = MarkFile.Of(Encoding.UTF8.GetBytes(text.ToString()), "marks.csv", TestContext.Current.CancellationToken);
        plain.Plain.ShouldNotBeNull();
        plain.Content.Length.ShouldBeGreaterThan(1 << 19);
        var (read, expected) = (
            new ReadMarks().Read(plain, Tree, cancel: TestContext.Current.CancellationToken),
            new ReadMarks().Read(Quoted(text.ToString()), "marks.csv", Tree, cancel: TestContext.Current.CancellationToken)
        );
        read.Subjects.ShouldBe(expected.Subjects);
        read.Experts.ShouldBe(expected.Experts);
        read.Marks.ToArray().ShouldBe(expected.Marks.ToArray());
        read.Comments.ShouldBe(expected.Comments);
    }

    [Fact]
    public void Read_WithRegister_TakesNamesAndTheSilentFromIt()
    {
        var register = new Register
        {
            Entries =
            [
                new("m1", "Первый район", "municipality", null, null, []),
                new("m2", "Второй район", "municipality", null, null, []),
                new("s1", "Школа", "school", null, null, []),
            ],
        };
        const string Text = "subject,code,value\nВторой район,1.1,1\n";
        Told(Encoding.UTF8.GetBytes(Text), register).ShouldBe(Told(Quoted(Text), register));
        new ReadMarks()
            .Read(Encoding.UTF8.GetBytes(Text), "marks.csv", Tree, register, cancel: TestContext.Current.CancellationToken)
            .Subjects.Select(subject => subject.Id)
            .ShouldBe(["m2", "m1"]);
        const string Unknown = "subject,code,value\nТретий район,1.1,1\n";
        Told(Encoding.UTF8.GetBytes(Unknown), register).ShouldBe(Told(Quoted(Unknown), register));
    }

    [Fact]
    public void Of_QuotesOrTornRows_IsNotPlain()
    {
        PlainOf("subject,code,value\n\"А\",1.1,1\n"u8.ToArray(), "m.csv").ShouldBeNull();
        PlainOf("subject,code,value\nА,1.1,1,1\n"u8.ToArray(), "m.csv").ShouldBeNull();
        PlainOf("PK\u0003\u0004,code,value\nА,1.1,1\n"u8.ToArray(), "m.csv").ShouldBeNull();
        PlainOf("subject,code,value\nА,1.1,1\n"u8.ToArray(), "m.xlsx").ShouldNotBeNull();
    }

    private const string HeaderCells =
        "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c>";

    private const string HeaderMarkup = $"<row r=\"1\" spans=\"1:4\">{HeaderCells}</row>";

    // Shared strings: 0–3 the header, 4 and 5 subjects, 6 and 7 codes, 8 «н/п», 9 letters lost, 10 the empty text, 11 a letter nobody sees.
    public static TheoryData<string, bool, bool> Sheets =>
        new()
        {
            { HeaderMarkup, true, true },
            { HeaderMarkup + Row(2, "5s", "6s", "1") + Row(3, "4s", "7s", "8s") + Row(4, "5s", "7s", "0", "да"), true, true },
            { HeaderMarkup + Row(2, "4s", "6s", "1") + Row(2, "4s", "7s", "1"), false, false },
            { HeaderMarkup + Row(3, "4s", "6s", "1") + Row(2, "4s", "7s", "1"), false, false },
            { HeaderMarkup + "<row r=\"2\" ht=\"12\"/>" + Row(3, "4s", "6s", "1"), true, true },
            {
                HeaderMarkup + "<row r=\"2\"><c r=\"A2\" s=\"1\"/><c r=\"B2\" t=\"s\"><v>10</v></c></row>" + Row(3, "4s", "6s", "1"),
                true,
                true
            },
            { HeaderMarkup + Row(2, "11s") + Row(3, "4s", "6s", "1") + Row(4, "", "", "", "\u00AD"), true, true },
            { HeaderMarkup + Row(2, "4s", "6s", "1", "#Н/Д") + Row(3, "5s", "6s", "1", "# где?"), true, true },
            { HeaderMarkup + Row(2, "#Н/Д", "6s", "1"), true, false },
            { HeaderMarkup + Row(2, "4s", "6s", "1.1000000000000001") + Row(9, "4s", "7s", "1"), true, false },
            { HeaderMarkup + Row(2, "4s", "1.1", "1"), true, false },
            { HeaderMarkup + Row(2, "9s", "6s", "1"), false, false },
            { HeaderMarkup + Row(2, "4s", "6s", "1") + Row(3, "4s", "6s", "1"), true, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" s=\"1\"><v>43862</v></c>"), false, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" s=\"5\"><v>1</v></c>"), true, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" t=\"b\"><v>1</v></c>"), false, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" t=\"e\"><v>#N/A</v></c>"), false, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><f>1+1</f></c>"), false, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><f>1+0</f><v>1</v></c>"), true, true },
            { HeaderMarkup + Row(2, "4s", "6s", "1", "", "лишнее"), false, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" t=\"inlineStr\"><is><t>&#49;</t></is></c>"), true, true },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" t=\"inlineStr\"><is><t>&nbsp;</t></is></c>"), false, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" t=\"s\"><v>99</v></c>"), false, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" a=\"/>\"><v>1</v></c>"), false, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" s=\"0\" s=\"0\"><v>1</v></c>"), false, false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><v>1</v></c ><c></c>"), true, true },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><v>1</v></c ><c><v>1</v></c>"), false, false },
            { HeaderMarkup + "<!-- " + Row(2, "4s", "6s", "1") + " -->" + Row(3, "5s", "6s", "1"), false, false },
            {
                HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><v><![CDATA[1</c><c r=\"D2\"><v>]]></v></c>") + Row(3, "4s", "7s", "1"),
                false,
                false
            },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><v>1<c r=\"D2\"></c></v></c>"), false, false },
            { $"<row r=\"1\">{HeaderCells}</row>\n<row r=\"2\"><c r=\"A2\" t=\"s\"><v>4</v></c></row>", false, false },
        };

    [Theory]
    [MemberData(nameof(Sheets))]
    public void Read_PlainSheet_EqualsReadingRowByRow(string rows, bool isPlain, bool isQuick)
    {
        var book = Book(rows).Build();
        (PlainOf(book, "m.xlsx") is not null).ShouldBe(isPlain);
        IsQuick(book).ShouldBe(isQuick);
        Told(book).ShouldBe(ToldRowByRow(rows));
        var merged = "<mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>";
        PlainOf(Book(rows, merged).Build(), "m.xlsx").ShouldBeNull();
        Told(Book(rows, merged).Build()).ShouldBe(ToldRowByRow(rows, merged));
    }

    [Theory]
    [InlineData("<rowBreaks count=\"1\"><brk id=\"2\"/></rowBreaks>", true)]
    [InlineData("<row r=\"9\"><c r=\"A9\"/></row>", false)]
    public void Of_SheetWithPageBreaks_IsPlain(string tail, bool isPlain)
    {
        var rows = HeaderMarkup + Row(2, "4s", "6s", "1");
        (PlainOf(Book(rows, tail).Build(), "m.xlsx") is not null).ShouldBe(isPlain);
        Told(Book(rows, tail).Build()).ShouldBe(ToldRowByRow(rows, tail));
    }

    [Fact]
    public void Read_TextsTimesNodesBeyondAnInt_ReadsThem()
    {
        var tree = Marked.Tree(45, 100);
        var texts = Enumerable.Repeat("1", int.MaxValue / tree.Nodes.Count + 2).ToArray();
        var table = new PlainTable(
            ["subject", "code", "value"],
            [
                ["А"],
                ["1.1"],
                texts,
            ],
            [
                [0],
                [0],
                [0],
            ],
            new HashSet<int>()
        );
        new PlainMarks(table, tree, null).Read().ShouldNotBeNull().Marks.Length.ShouldBe(1);
    }

    [Fact]
    public void Read_LongTextThatCellsShare_IsToldOfTheMistypedMarkBesideIt()
    {
        var text = new string('я', 32_000);
        var book = new WorkbookBuilder
        {
            Strings = [.. ((string[])["subject", "code", "value", "comment", text]).Select(one => $"<t>{one}</t>")],
        };
        string Rows(string last) =>
            HeaderMarkup
            + string.Concat(
                Enumerable
                    .Range(2, 1300)
                    .Select(row => Row(row, $"Район {row}", "<c r=\"@\" t=\"inlineStr\"><is><t>1.1</t></is></c>", "1", "4s"))
            )
            + Row(2000, "Последний", "<c r=\"@\" t=\"inlineStr\"><is><t>1.1</t></is></c>", last, "4s");
        MarkSheet Sheet(string last) =>
            new ReadMarks().Read(Book().Sheet("Оценки", Rows(last)).Build(), "m.xlsx", Tree, cancel: TestContext.Current.CancellationToken);
        WorkbookBuilder Book() => new() { Strings = book.Strings };

        Sheet("1").Comments.Count.ShouldBe(1301);
        Should
            .Throw<InputException>(() => Sheet("7"))
            .Errors.ShouldHaveSingleItem()
            .ToString()
            .ShouldStartWith("m.xlsx:Оценки!C2000: значения 7 нет на шкале");
        // Read row by row, a text that cells share is kept once too.
        var comments = new ReadMarks()
            .Read(
                Book().Sheet("Оценки", Rows("1")).Sheet("Как заполнить", "").Build(),
                "m.xlsx",
                Tree,
                cancel: TestContext.Current.CancellationToken
            )
            .Comments;
        comments.Select(comment => comment.Text).Distinct(ReferenceEqualityComparer.Instance).ShouldHaveSingleItem();
    }

    [Fact]
    public void Read_OnceCancelled_StopsWhileItSplits()
    {
        var (rows, cancelled) = (HeaderMarkup + Row(2, "4s", "6s", "1"), new CancellationToken(canceled: true));
        Should.Throw<OperationCanceledException>(() => MarkFile.Of("subject,code,value\nА,1.1,1\n"u8.ToArray(), "m.csv", cancelled));
        Should.Throw<OperationCanceledException>(() => MarkFile.Of(Book(rows).Build(), "m.xlsx", cancelled));
    }

    [Fact]
    public void Read_DamagedSheet_EqualsReadingRowByRow()
    {
        string[] scraps =
        [
            .. "<row r=\"2\">|<row r=\"3\"/>|</row>|<c r=\"A2\">|<c r=\"E2\"/>|</c>|<v>|</v>|<v>1</v>|<v/>| t=\"s\"| t=\"b\"| s=\"1\"|\"".Split(
                '|'
            ),
            .. "<f>1</f>|<is><t>А</t></is>|<!--|-->|<![CDATA[|]]>|<?a ?>|&amp;|&lt;|<sheetData>|</sheetData>|/>|>|<|4|6| |\n|r=\"2\"|11|&#173;|\u200B".Split(
                '|'
            ),
        ];
        var whole = HeaderMarkup + Row(2, "4s", "6s", "1", "да") + Row(3, "4s", "7s", "8s") + Row(4, "5s", "7s", "0");
        var (random, plain, read) = (new Random(20261128), 0, 0);
        for (var input = 0; input < 1500; input++)
        {
            var rows = whole;
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                var (at, cut) = (random.Next(HeaderMarkup.Length / 2, rows.Length), random.Next(3) == 0 ? random.Next(12) : 0);
                rows =
                    rows[..at] + (random.Next(4) == 0 ? "" : scraps[random.Next(scraps.Length)]) + rows[Math.Min(rows.Length, at + cut)..];
            }
            var book = Book(rows).Build();
            plain += PlainOf(book, "m.xlsx") is null ? 0 : 1;
            var told = Told(book);
            read += told.Contains(nameof(ScoringSubject), StringComparison.Ordinal) ? 1 : 0;
            told.ShouldBe(ToldRowByRow(rows), rows);
        }
        plain.ShouldBeGreaterThan(100);
        read.ShouldBeGreaterThan(100);
    }

    private static WorkbookBuilder Book(string rows, string tail = "") =>
        new WorkbookBuilder
        {
            Styles = WorkbookBuilder.DateStyles.Replace("</cellXfs>", "<xf numFmtId=\"9\"/></cellXfs>", StringComparison.Ordinal),
            Strings =
            [
                .. "subject,code,value,comment, Район А,Район\u00ADБ,1.1,1.2,н/п,Слу\uFFFDба,,\u200B"
                    .Split(',')
                    .Select(text => $"<t xml:space=\"preserve\">{text}</t>"),
            ],
        }.Sheet("Оценки", rows, tail);

    // A sheet more, which is passed over, and the workbook is not plain.
    private static string ToldRowByRow(string rows, string tail = "") =>
        Told(Book(rows, tail).Sheet("Как заполнить", "").Build()).Replace(" и\u00A0«Как заполнить»", "", StringComparison.Ordinal);

    // «4s» is the fourth shared string, a number a number, «<…>» markup, anything else a text.
    private static string Row(int row, params string[] cells) =>
        $"<row r=\"{row}\" spans=\"1:4\">"
        + string.Concat(
            cells.Select(
                (cell, column) =>
                {
                    var address = $"{(char)('A' + column)}{row}";
                    return cell.Length == 0 ? ""
                        : cell[0] == '<' ? cell.Replace("\"@\"", $"\"{address}\"", StringComparison.Ordinal)
                        : cell[^1] == 's' ? $"<c r=\"{address}\" t=\"s\"><v>{cell[..^1]}</v></c>"
                        : char.IsAsciiDigit(cell[0]) ? $"<c r=\"{address}\"><v>{cell}</v></c>"
                        : $"<c r=\"{address}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>";
                }
            )
        )
        + "</row>";

    // What is read, or what is complained of.
    private static string Told(byte[] bytes, Register? register = null)
    {
        try
        {
            var sheet = new ReadMarks().Read(bytes, "marks.csv", Tree, register, cancel: TestContext.Current.CancellationToken);
            return string.Join(
                '\n',
                (IEnumerable<object>)
                    [.. sheet.Subjects, .. sheet.Experts.Select(name => $"[{name}]"), .. sheet.Marks.ToArray(), .. sheet.Comments]
            );
        }
        catch (InputException refusal)
        {
            return string.Join('\n', refusal.Errors.Select(error => $"{error.Found}; {error.Allowed}"));
        }
    }

    private static byte[] Quoted(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        var first = text.Length == 0 ? 0 : text.IndexOfAny([',', ';']);
        return Encoding.UTF8.GetBytes(end < 0 ? text : $"\"{text[..first]}\"{text[first..]}");
    }
}
