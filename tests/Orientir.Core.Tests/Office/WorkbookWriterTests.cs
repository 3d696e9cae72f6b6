using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public class WorkbookWriterTests
{
    private static readonly CellStyle Head = new()
    {
        Bold = true,
        Fill = "DDEBEA",
        Border = true,
        Wrap = true,
        Align = CellAlignment.Center,
        Middle = true,
        Rotation = 90,
    };

    [Fact]
    public void Write_EverythingAtOnce_IsValid()
    {
        var file = Xlsx.Write(Everything);
        Xlsx.Faults(file).ShouldBeEmpty();
        Xlsx.Part(file, "xl/workbook.xml")
            .ShouldContain("<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'Д''Арк'!$A:$B,'Д''Арк'!$1:$1</definedName>");
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes() => Xlsx.Write(Everything).ShouldBe(Xlsx.Write(Everything));

    [Theory]
    [InlineData("=1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("  пробелы по краям  ")]
    [InlineData("строка\nстрока")]
    [InlineData("<&>\"'")]
    [InlineData("😀 ё")]
    public void Text_Awkward_StaysAsItIs(string text)
    {
        var file = Xlsx.Write(workbook => workbook.AddSheet("Лист", new()).Row().Text(text));
        Xlsx.Faults(file).ShouldBeEmpty();
        var cell = Xlsx.Sheets(file)["Лист"]["A1"];
        cell.ShouldBe(new XlsxCell(text, null, IsText: true));
    }

    [Fact]
    public void Text_LooksCoded_IsProtected() =>
        Xlsx.Part(Xlsx.Write(workbook => workbook.AddSheet("Лист", new()).Row().Text("файл_x0041_1")), "xl/sharedStrings.xml")
            .ShouldContain(">файл_x005F_x0041_1<");

    [Fact]
    public void Write_ReadBack_GivesTheSameCells()
    {
        string[] texts = ["1.10", "две\nстроки", "файл_x0041_1", "<&>\"'", "😀 ё"];
        using var workbook = WorkbookReader.Open(
            Xlsx.Write(writer =>
            {
                var sheet = writer.AddSheet("Д'Арк", new()).Row();
                foreach (var text in texts)
                    sheet.Text(text);
                sheet.Row().Skip().Number(0.1 + 0.2).Number(1e-7).Number(-3).Formula("1/4", 0.25).Formula("IF(1=2,1,\"\")", null);
            }),
            "проба.xlsx"
        );
        workbook.SheetNames.ShouldBe(["Д'Арк"]);
        using var reader = workbook.Sheet(0);
        reader.Read().ShouldBeTrue();
        Enumerable.Range(0, texts.Length).Select(column => reader.Text(column).ToString()).ShouldBe(texts);
        reader.Read().ShouldBeTrue();
        Enumerable
            .Range(1, 4)
            .Select(column => double.Parse(reader.Text(column), System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe([0.1 + 0.2, 1e-7, -3, 0.25]);
        reader.HasFormula(4).ShouldBeTrue();
        reader.Text(5).ToString().ShouldBeEmpty();
        reader.Read().ShouldBeFalse();
    }

    [Theory]
    [InlineData("слово", 10, 1)]
    [InlineData("два слова", 5, 2)]
    [InlineData("оченьдлинноеслово", 5, 4)]
    [InlineData("одна\nдве\nтри", 20, 3)]
    [InlineData("Меры, управленческие решения", 18, 3)]
    public void WrappedLines_OfText_CountsWholeWords(string text, double width, int lines) =>
        SheetWriter.WrappedLines(text, width).ShouldBe(lines);

    [Fact]
    public void Text_TooLong_IsCutToWhatACellHolds()
    {
        var file = Xlsx.Write(workbook => workbook.AddSheet("Лист", new()).Row().Text(new string('я', 40_000)));
        Xlsx.Sheets(file)["Лист"]["A1"].Value.Length.ShouldBe(32_767);
    }

    [Fact]
    public void Link_NoWebAddress_IsPlainText()
    {
        var file = Xlsx.Write(workbook =>
            workbook.AddSheet("Лист", new()).Row().Link("документ", "javascript:alert(1)").Link("файл", "отчёт.docx")
        );
        Xlsx.Faults(file).ShouldBeEmpty();
        Xlsx.Part(file, "xl/worksheets/sheet1.xml").ShouldNotContain("hyperlink");
    }

    [Fact]
    public void Number_NotFinite_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Xlsx.Write(workbook => workbook.AddSheet("Лист", new()).Row().Number(double.NaN)));

    [Fact]
    public void AddSheet_NameTaken_Throws() =>
        Should.Throw<ArgumentException>(() =>
            Xlsx.Write(workbook =>
            {
                workbook.AddSheet("Лист", new());
                workbook.AddSheet("ЛИСТ", new());
            })
        );

    private static void Everything(WorkbookWriter workbook)
    {
        var sheet = workbook.AddSheet(
            "Д'Арк",
            new SheetLayout
            {
                Widths = [6, 30.5, 12],
                FrozenRows = 1,
                FrozenColumns = 2,
                LastTitleRow = 1,
                TitleColumns = 2,
                TabColor = "0B6E6E",
                Protected = true,
            }
        );
        sheet.Row(40).Text("№", Head).Text("Имя", Head).Text("Баллы", Head).Text("Доля", Head);
        for (var index = 0; index < 3; index++)
            sheet
                .Row()
                .Number(index + 1)
                .Text($"Район {index}", new() { Wrap = true, Indent = 1 })
                .Number(index + 0.5, new() { Unlocked = true, Format = CellFormat.Tenth })
                .Formula($"C{index + 2}/4", (index + 0.5) / 4, new() { Format = CellFormat.Percent });
        sheet
            .Row()
            .Skip()
            .Link("сайт", "https://пример.рф/путь?а=б&в=г", new() { Color = "0B6E6E", Underline = true })
            .Formula("IF(1=2,1,\"\")", null)
            .LinkToSheet("дальше", "Второй")
            .Number(3, new() { CustomFormat = "0\"–4\"" });
        sheet.Merge(new(6, 1, 6, 4));
        sheet.Filter(new(1, 1, 4, 4));
        sheet.Conditions(
            new(2, 4, 4, 4),
            new ConditionalRule("D2>=0.5", new("9BD1C9")),
            new ConditionalRule("D2<0.5", new(null, "9B2C1F", Bold: true))
        );
        sheet.Choices(new(2, 3, 4, 3), ["0", "1", "2"], "Выберите 0, 1 или 2.");
        sheet.Choices(new(2, 2, 4, 2), "'Второй'!$A$1:$A$2", "Выберите имя из списка.");
        var chart = new Chart(
            "Доли",
            "Три доли",
            ChartKind.Bars,
            "%",
            ["Район 0", "Район 1", "Район 2"],
            [new("Доля", [0.125, 0.375, null], "0B6E6E")]
        );
        sheet.Chart(chart, new("'Д''Арк'!$B$2:$B$4", [new("'Д''Арк'!$D$1", "'Д''Арк'!$D$2:$D$4")]), new(8, 1, 24, 4));
        sheet.Chart(chart with { Kind = ChartKind.StackedBars }, ChartRanges.Block("Д'Арк", 1, 2, 3, 1), new(26, 1, 40, 4));
        workbook.AddSheet("Второй", new() { Portrait = true }).Row().Text("а").Row().SkipRows(2).Row().Text("б");
        workbook.AddSheet("Пустой", new());
    }
}
