using System.IO.Compression;
using System.Text;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public class SheetReaderTests
{
    private static List<string> Cells(byte[] file, int sheet = 0)
    {
        using var book = WorkbookReader.Open(file, "f.xlsx");
        using var reader = book.Sheet(sheet);
        var cells = new List<string>();
        while (reader.Read())
            for (var column = 0; column < reader.Width; column++)
                if (reader.Kind(column) != CellKind.Empty || reader.IsUncomputed(column))
                    cells.Add(
                        $"{reader.Place(column)[(reader.Place(column).IndexOf('!') + 1)..]} {reader.Kind(column)} {reader.Text(column)}"
                            + (reader.HasFormula(column) ? " =" : "")
                    );
        return cells;
    }

    private static string Fault(byte[] file) => Should.Throw<InputException>(() => Cells(file)).Errors.ShouldHaveSingleItem().ToString();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Read_CellsOfEveryKind_AreTold(bool strict, bool absolute)
    {
        var file = new WorkbookBuilder
        {
            IsStrict = strict,
            AbsoluteTargets = absolute,
            Styles = WorkbookBuilder.DateStyles,
            Strings =
            [
                "<t xml:space=\"preserve\"> общая </t>",
                "<r><rPr><b/></rPr><t>жир</t></r><r><t xml:space=\"preserve\">ный </t></r><r><t>текст</t></r><rPh sb=\"0\" eb=\"1\"><t>фонетика</t></rPh><phoneticPr fontId=\"1\"/>",
                "<t>строка_x000A_вторая &amp; <![CDATA[<третья>]]></t>",
                "<t/>",
            ],
        }
            .Sheet(
                "Лист",
                "<row r=\"2\" spans=\"1:9\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c><c r=\"C2\" t=\"s\"><v>2</v></c><c r=\"D2\" t=\"s\"><v>3</v></c>"
                    + "<c r=\"E2\" t=\"inlineStr\"><is><r><t>в строке</t></r></is></c><c r=\"F2\" t=\"str\"><f>A1&amp;\"x\"</f><v>итог</v></c></row>"
                    + "<row r=\"3\"><c r=\"A3\"><v>1.1000000000000001</v></c><c r=\"B3\" s=\"1\"><v>43862</v></c><c r=\"C3\" s=\"2\"><v>43862.5</v></c><c r=\"D3\" s=\"3\"><v>2.5</v></c>"
                    + "<c r=\"E3\" s=\"4\"><v>0.25</v></c><c r=\"F3\" t=\"b\"><v>1</v></c><c r=\"G3\" t=\"e\"><f>X</f><v>#REF!</v></c><c r=\"H3\" t=\"d\"><v>2020-02-01</v></c></row>"
                    + "<row><c><f>SUM(A1)</f><v>7</v></c><c/><c t=\"n\"><v>1E-3</v></c></row><row r=\"7\"/>"
                    + "<row r=\"9\"><c r=\"B9\" s=\"1\"/><c r=\"XFD9\"><f>SUM(A1)</f></c></row>"
            )
            .Build();

        Cells(file)
            .ShouldBe([
                "A2 Text общая",
                "B2 Text жирный текст",
                "C2 Text строка\nвторая & <третья>",
                "E2 Text в строке",
                "F2 Text итог =",
                "A3 Number 1.1",
                "B3 Date 01.02.2020",
                "C3 Date 01.02.2020 12:00",
                "D3 Number 2.5",
                "E3 Date 06:00:00",
                "F3 Boolean ИСТИНА",
                "G3 Error #REF! =",
                "H3 Date 01.02.2020",
                "A4 Number 7 =",
                "C4 Number 1E-3",
                "XFD9 Empty  =",
            ]);
    }

    [Fact]
    public void Read_DatesSince1904_CountFromThere() =>
        Cells(
                new WorkbookBuilder { Since1904 = true, Styles = WorkbookBuilder.DateStyles }
                    .Table(
                        "Л",
                        [
                            [WorkbookBuilder.Number("42400", 1)],
                        ]
                    )
                    .Build()
            )
            .ShouldBe(["A1 Date 01.02.2020"]);

    [Fact]
    public void Read_Tail_GivesMergedRangesAndLinks()
    {
        var file = new WorkbookBuilder
        {
            SheetRelations =
                "<Relationship Id=\"rId1\" Type=\"t/hyperlink\" Target=\"https://example.org/a?b=1&amp;c=2\" TargetMode=\"External\"/>",
        }
            .Table(
                "Л",
                [
                    ["а"],
                ],
                "<mergeCells count=\"2\"><mergeCell ref=\"A2:B3\"/><mergeCell ref=\"C1:D1\"/></mergeCells>"
                    + "<hyperlinks><hyperlink ref=\"A1\" r:id=\"rId1\" display=\"x\"/><hyperlink ref=\"B2:B4\" location=\"Лист2!A1\"/></hyperlinks>"
            )
            .Build();

        using var book = WorkbookReader.Open(file, "f.xlsx");
        using var reader = book.Sheet(0);
        while (reader.Read()) { }

        reader.Merged.Select(range => range.ToString()).ShouldBe(["A2:B3", "C1:D1"]);
        reader
            .Links.Select(link => (link.Range.ToString(), link.Target))
            .ShouldBe([("A1", "https://example.org/a?b=1&c=2"), ("B2:B4", "#Лист2!A1")]);
    }

    [Fact]
    public void SheetNames_SeveralSheets_AreInOrder()
    {
        using var book = WorkbookReader.Open(
            new WorkbookBuilder()
                .Table("Б", [])
                .Table(
                    "А & В",
                    [
                        ["x"],
                    ]
                )
                .Build(),
            "f.xlsx"
        );

        book.SheetNames.ShouldBe(["Б", "А & В"]);
    }

    [Fact]
    public void Read_EmptySheet_HasNoRows() => Cells(new WorkbookBuilder().Sheet("Л", "").Build()).ShouldBeEmpty();

    [Theory]
    [InlineData("", "файл пуст")]
    [InlineData("subject,code,value", "это не книга .xlsx, .xls или .ods")]
    [InlineData("PK\u0003\u0004 и больше ничего", "архив .xlsx не открывается")]
    public void Open_NoWorkbook_IsRefused(string content, string found) => Fault(Encoding.UTF8.GetBytes(content)).ShouldContain(found);

    [Fact]
    public void Open_CutOldWorkbook_IsDamaged() =>
        Fault([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
            .ShouldBe("f.xlsx: файл повреждён: книга .xls не открывается; откройте его в Excel и сохраните заново");

    [Theory]
    [InlineData("xl/workbook.xml", "нет книги Excel")]
    [InlineData("xl/_rels/workbook.xml.rels", "нет листов")]
    [InlineData("xl/worksheets/sheet1.xml", "нет части xl/worksheets/sheet1.xml")]
    public void Open_MissingPart_IsRefused(string part, string found) =>
        Fault(
                new WorkbookBuilder { Missing = [part] }
                    .Table(
                        "Л",
                        [
                            ["x"],
                        ]
                    )
                    .Build()
            )
            .ShouldContain(found);

    [Theory]
    [InlineData("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>5</v></c></row>", "Л!A1 нет её текста")]
    [InlineData("<row r=\"1\"><c r=\"B1\"><v>5</v></c><c r=\"B1\"><v>5</v></c></row>", "Л!B1 стоит дважды")]
    [InlineData("<row r=\"1\"><c r=\"AAAA1\"><v>5</v></c></row>", "больше 16384 столбцов")]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>5</c></row>", "не читается часть xl/worksheets/sheet1.xml")]
    public void Read_DamagedSheet_IsRefused(string rows, string found) =>
        Fault(new WorkbookBuilder().Sheet("Л", rows).Build()).ShouldContain(found);

    [Fact]
    public void Read_CutArchive_IsRefused()
    {
        var file = new WorkbookBuilder()
            .Sheet(
                "Л",
                string.Concat(
                    Enumerable.Range(1, 2000).Select(row => $"<row r=\"{row}\"><c r=\"A{row}\"><v>{row * 7919 % 1009}</v></c></row>")
                )
            )
            .Build();
        // The data of the last part is spoilt, its directory is whole.
        for (var at = file.Length / 2; at < file.Length / 2 + 400; at++)
            file[at] = 0xFF;

        Fault(file).ShouldContain("повреждён");
    }

    [Fact]
    public void Open_EntitiesInMarkup_AreRefused()
    {
        using var stream = new MemoryStream(
            new WorkbookBuilder { Missing = ["xl/worksheets/sheet1.xml"] }
                .Table(
                    "Л",
                    [
                        ["x"],
                    ]
                )
                .Build()
        );
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        using (var archive = new ZipArchive(copy, ZipArchiveMode.Update, leaveOpen: true))
        using (var writer = new StreamWriter(archive.CreateEntry("xl/worksheets/sheet1.xml").Open()))
            writer.Write(
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
            );

        Fault(copy.ToArray()).ShouldContain("не читается часть");
    }

    [Fact]
    public void Read_PartThatUnpacksWithoutEnd_IsRefused()
    {
        var file = new WorkbookBuilder().Sheet("Л", new string(' ', 5 << 20)).Build();
        file.Length.ShouldBeLessThan(100_000);

        using var book = WorkbookReader.Open(file, "f.xlsx", unpacked: 4 << 20);
        Should
            .Throw<InputException>(() =>
            {
                using var reader = book.Sheet(0);
                reader.Read();
            })
            .Errors.ShouldHaveSingleItem()
            .Found.ShouldBe("книга распаковывается больше чем в 4 МБ (часть xl/worksheets/sheet1.xml)");
    }
}
