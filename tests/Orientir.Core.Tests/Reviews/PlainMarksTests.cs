using System.Globalization;
using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Tests.Reviews;

/// <summary>The quick way through a plain file gives what reading row by row gives: a quoted field makes the same file not plain.</summary>
public class PlainMarksTests
{
    private static readonly Methodology Tree = Marked.Tree(2, 2);

    public static TheoryData<string> Files =>
        [
            "subject,code,value\nА,1.1,1\nБ,1.2,2\n",
            "subject;code;value;expert;comment\r\nА;1.1;1;Иванова;ясно\r\nА;1.1;0;Петров;\r\nБ;*;3;;\r\n",
            "code,subject,value,name,evidence\n1.1, А ,1,район,ссылка\n2.2.,А,NA,,\n1.2,А\u00A0,н/п,,\n",
            "subject,code,value\n\nА,1.1,\n,,\nБ,1.1, 2 \nБ,1.2,1\n\n",
            "subject,code,value,comment\nА,1.1,,без оценки\nА,1.2,2,",
            "Subject,CODE,Value\nА  Б,1.1,1\nА Б,1.2,0\n",
            "subject,code,value\n",
            "subject,code,value\nА,1.1,1\nА,9.9,1\nА,1.2,7\nА,1.1,2\n,1.1,1\n",
            "subject,code,value\nА,1.1,1\nА,1.2\n",
            "subject,code,value\nА,1.1,#REF!\n",
            "subject,code,value\nСлу\uFFFDба,1.1,1\n",
            "subject,code,value,expert,comment\nА,1.1,1,Ив\uFFFDнова,да \uFFFD\n",
            "subject,code,value,wrong\nА,1.1,1,\n",
            "subject,code,value,\nА,1.1,1,лишнее\n",
            "subject,code,value\nА,1.1,1\rБ,1.2,1\n",
            "",
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_PlainFile_EqualsReadingRowByRow(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Told(bytes).ShouldBe(Told(Quoted(text)));
        Told([.. Encoding.UTF8.GetPreamble(), .. bytes]).ShouldBe(Told(bytes));
    }

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
        var plain = MarkFile.Of(Encoding.UTF8.GetBytes(text.ToString()), "marks.csv");
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
        MarkFile.Of("subject,code,value\n\"А\",1.1,1\n"u8.ToArray(), "m.csv").Plain.ShouldBeNull();
        MarkFile.Of("subject,code,value\nА,1.1,1,1\n"u8.ToArray(), "m.csv").Plain.ShouldBeNull();
        MarkFile.Of("PK\u0003\u0004,code,value\nА,1.1,1\n"u8.ToArray(), "m.csv").Plain.ShouldBeNull();
        MarkFile.Of("subject,code,value\nА,1.1,1\n"u8.ToArray(), "m.xlsx").Plain.ShouldNotBeNull();
    }

    private const string HeaderCells =
        "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c>";

    private const string HeaderMarkup = $"<row r=\"1\" spans=\"1:4\">{HeaderCells}</row>";

    // Shared strings: 0–3 the header, 4 and 5 subjects, 6 and 7 codes, 8 «н/п», 9 letters lost, 10 the empty text.
    public static TheoryData<string, bool> Sheets =>
        new()
        {
            { HeaderMarkup, true },
            { HeaderMarkup + Row(2, "5s", "6s", "1") + Row(3, "4s", "7s", "8s") + Row(4, "5s", "7s", "0", "да"), true },
            { HeaderMarkup + Row(2, "4s", "6s", "1") + Row(2, "4s", "7s", "1"), false },
            { HeaderMarkup + Row(3, "4s", "6s", "1") + Row(2, "4s", "7s", "1"), false },
            { HeaderMarkup + "<row r=\"2\" ht=\"12\"/>" + Row(3, "4s", "6s", "1"), true },
            { HeaderMarkup + "<row r=\"2\"><c r=\"A2\" s=\"1\"/><c r=\"B2\" t=\"s\"><v>10</v></c></row>" + Row(3, "4s", "6s", "1"), true },
            { HeaderMarkup + Row(2, "4s", "6s", "1.1000000000000001") + Row(9, "4s", "7s", "1"), true },
            { HeaderMarkup + Row(2, "4s", "1.1", "1"), true },
            { HeaderMarkup + Row(2, "9s", "6s", "1"), false },
            { HeaderMarkup + Row(2, "4s", "6s", "1") + Row(3, "4s", "6s", "1"), true },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" s=\"1\"><v>43862</v></c>"), false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" s=\"5\"><v>1</v></c>"), true },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" t=\"b\"><v>1</v></c>"), false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" t=\"e\"><v>#N/A</v></c>"), false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><f>1+1</f></c>"), false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><f>1+0</f><v>1</v></c>"), true },
            { HeaderMarkup + Row(2, "4s", "6s", "1", "", "лишнее"), false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" t=\"inlineStr\"><is><t>&#49;</t></is></c>"), true },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" t=\"inlineStr\"><is><t>&nbsp;</t></is></c>"), false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" t=\"s\"><v>99</v></c>"), false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" a=\"/>\"><v>1</v></c>"), false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\" s=\"0\" s=\"0\"><v>1</v></c>"), false },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><v>1</v></c ><c></c>"), true },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><v>1</v></c ><c><v>1</v></c>"), false },
            { HeaderMarkup + "<!-- " + Row(2, "4s", "6s", "1") + " -->" + Row(3, "5s", "6s", "1"), false },
            {
                HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><v><![CDATA[1</c><c r=\"D2\"><v>]]></v></c>") + Row(3, "4s", "7s", "1"),
                false
            },
            { HeaderMarkup + Row(2, "4s", "6s", "<c r=\"@\"><v>1<c r=\"D2\"></c></v></c>"), false },
            { $"<row r=\"1\">{HeaderCells}</row>\n<row r=\"2\"><c r=\"A2\" t=\"s\"><v>4</v></c></row>", false },
        };

    [Theory]
    [MemberData(nameof(Sheets))]
    public void Read_PlainSheet_EqualsReadingRowByRow(string rows, bool isPlain)
    {
        var book = Book(rows).Build();
        (MarkFile.Of(book, "m.xlsx").Plain is not null).ShouldBe(isPlain);
        Told(book).ShouldBe(ToldRowByRow(rows));
        var merged = "<mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>";
        MarkFile.Of(Book(rows, merged).Build(), "m.xlsx").Plain.ShouldBeNull();
        Told(Book(rows, merged).Build()).ShouldBe(ToldRowByRow(rows, merged));
    }

    [Fact]
    public void Read_DamagedSheet_EqualsReadingRowByRow()
    {
        string[] scraps =
        [
            .. "<row r=\"2\">|<row r=\"3\"/>|</row>|<c r=\"A2\">|<c r=\"E2\"/>|</c>|<v>|</v>|<v>1</v>|<v/>| t=\"s\"| t=\"b\"| s=\"1\"|\"".Split(
                '|'
            ),
            .. "<f>1</f>|<is><t>А</t></is>|<!--|-->|<![CDATA[|]]>|<?a ?>|&amp;|&lt;|<sheetData>|</sheetData>|/>|>|<|4|6| |\n|r=\"2\"".Split(
                '|'
            ),
        ];
        var whole = HeaderMarkup + Row(2, "4s", "6s", "1", "да") + Row(3, "4s", "7s", "8s") + Row(4, "5s", "7s", "0");
        var (random, plain, read) = (new Random(20261128), 0, 0);
        for (var input = 0; input < 1000; input++)
        {
            var rows = whole;
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                var (at, cut) = (random.Next(HeaderMarkup.Length / 2, rows.Length), random.Next(3) == 0 ? random.Next(12) : 0);
                rows =
                    rows[..at] + (random.Next(4) == 0 ? "" : scraps[random.Next(scraps.Length)]) + rows[Math.Min(rows.Length, at + cut)..];
            }
            var book = Book(rows).Build();
            plain += MarkFile.Of(book, "m.xlsx").Plain is null ? 0 : 1;
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
                .. "subject,code,value,comment, Район А,Район\u00ADБ,1.1,1.2,н/п,Слу\uFFFDба,"
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
