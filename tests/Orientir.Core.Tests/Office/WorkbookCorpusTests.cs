using System.Globalization;
using System.Text;
using System.Text.Json;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

/// <summary>
/// The workbooks of TestData/workbooks, made by several programs and by hand (make.py beside them), read as openpyxl reads them.
/// </summary>
public class WorkbookCorpusTests
{
    private const string Expected = ".expected.json";

    internal static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "workbooks");

    public static TheoryData<string> Names =>
        [
            .. Directory
                .GetFiles(Folder, "*" + Expected)
                .Select(path => Path.GetFileName(path)[..^Expected.Length])
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Workbook_SaysWhatItsWriterMeant(string name)
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + Expected)));
        var content = File.ReadAllBytes(Path.Combine(Folder, name));
        var before = GC.GetAllocatedBytesForCurrentThread();
        if (expected.RootElement.TryGetProperty("refused", out var found))
        {
            var error = Should.Throw<InputException>(() => Sheets(content, name)).Errors.ShouldHaveSingleItem();
            $"{error}".ShouldContain(found.GetString()!);
        }
        else
        {
            var sheets = Sheets(content, name);
            var meant = expected.RootElement.GetProperty("sheets").EnumerateArray().ToList();
            sheets.Select(sheet => sheet.Name).ShouldBe(meant.Select(sheet => sheet.GetProperty("name").GetString()!));
            foreach (var (sheet, wanted) in sheets.Zip(meant))
            {
                Lines(sheet.Cells)
                    .ShouldBe(
                        Lines(
                            wanted
                                .GetProperty("cells")
                                .EnumerateObject()
                                .ToDictionary(cell => cell.Name, cell => (Kind: $"{cell.Value[0]}", Text: $"{cell.Value[1]}"))
                        )
                    );
                Lines(sheet.Links)
                    .ShouldBe(Lines(wanted.GetProperty("links").EnumerateObject().ToDictionary(one => one.Name, one => $"{one.Value}")));
                sheet.Merged.ShouldBe(wanted.GetProperty("merged").EnumerateArray().Select(range => $"{range}"));
            }
        }
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200L << 20);
    }

    [Fact]
    public void Read_LyingExtension_IsReadByContent()
    {
        byte[] csv = Encoding.UTF8.GetBytes("subject,code,value\nА,1.1,1\n");
        MarkSamples.Read(csv, file: "оценки.xlsx").Marks.Length.ShouldBe(1);
        var book = Xlsx.Write(workbook =>
        {
            var sheet = workbook.AddSheet("Л", new());
            sheet.Row().Text("subject").Text("code").Text("value");
            sheet.Row().Text("А").Text("1.1").Number(1);
        });
        foreach (var name in (string[])["оценки.csv", "оценки.xls", "оценки", "-"])
            MarkSamples.Read(book, file: name).Marks.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("<html><table><tr><td>subject</td></tr></table></html>", "это веб-страница, которая названа таблицей")]
    [InlineData("<?xml version=\"1.0\"?><Workbook/>", "это XML, а не таблица")]
    [InlineData("MIME-Version: 1.0\n", "это веб-страница, которая названа таблицей")]
    [InlineData("%PDF-1.7", "это PDF, а не таблица")]
    [InlineData("{\\rtf1\\ansi", "это документ RTF, а не таблица")]
    public void Read_NoTable_IsNamed(string content, string found) =>
        MarkSamples.Faults(Encoding.UTF8.GetBytes(content), file: "оценки.xls").ShouldHaveSingleItem().ShouldContain(found);

    [Fact]
    public void Read_OneTextInEveryCell_IsBoundedByItsLetters()
    {
        var row = string.Concat(Enumerable.Range(0, 100).Select(_ => "<c t=\"s\"><v>0</v></c>"));
        var file = new WorkbookBuilder { Strings = [$"<t>{new string('я', 30_000)}</t>"] }
            .Sheet("Л", string.Concat(Enumerable.Range(0, 200).Select(_ => $"<row>{row}</row>")))
            .Build();

        Should
            .Throw<InputException>(() => Sheets(file, "f.xlsx"))
            .Errors.ShouldHaveSingleItem()
            .Found.ShouldBe("в книге больше 40 млн знаков");
    }

    [Theory]
    [InlineData("HYPERLINK(\"https://a.ru\")", "https://a.ru")]
    [InlineData("hyperlink( \"https://a.ru/\"\"б\"\"\" ; \"слово\")", "https://a.ru/\"б\"")]
    [InlineData("HYPERLINK(\"https://a.ru/\"&A1)", "=")]
    [InlineData("HYPERLINK(A1)", "=")]
    [InlineData("HYPERLINK(\"незакрытая", "=")]
    [InlineData("SUM(A1)", null)]
    public void TargetOf_Formula_IsItsAddress(string formula, string? target) => LinkFormula.TargetOf(formula).ShouldBe(target);

    [Theory]
    [InlineData("General", nameof(NumberKind.Plain))]
    [InlineData("0.00%", nameof(NumberKind.Percent))]
    [InlineData("0.0\"%\"", nameof(NumberKind.Plain))]
    [InlineData("0\\%", nameof(NumberKind.Plain))]
    [InlineData("[Red]0%;[Blue]-0%", nameof(NumberKind.Percent))]
    [InlineData("[$-419]d mmmm yyyy", nameof(NumberKind.Date))]
    [InlineData("[h]:mm", nameof(NumberKind.Date))]
    [InlineData("#,##0.00\" дней\"", nameof(NumberKind.Plain))]
    public void NumberFormat_Code_IsWhatItShows(string code, string kind) => $"{NumberFormats.Of(code)}".ShouldBe(kind);

    private sealed record ReadSheet(
        string Name,
        Dictionary<string, (string Kind, string Text)> Cells,
        Dictionary<string, string> Links,
        List<string> Merged
    );

    private static List<ReadSheet> Sheets(byte[] content, string name)
    {
        using var book = WorkbookReader.Open(content, name);
        var sheets = new List<ReadSheet>();
        for (var index = 0; index < book.SheetNames.Count; index++)
        {
            using var sheet = book.Sheet(index);
            var cells = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
            while (sheet.Read())
                for (var column = 0; column < sheet.Width; column++)
                    if (sheet.Kind(column) != CellKind.Empty || sheet.IsUncomputed(column))
                        cells.Add(CellRange.Name(sheet.Row, column + 1), ($"{sheet.Kind(column)}", sheet.Text(column).ToString()));
            sheets.Add(
                new(
                    sheet.SheetName,
                    cells,
                    sheet.Links.DistinctBy(link => link.Range).ToDictionary(link => $"{link.Range}", link => link.Target),
                    [.. sheet.Merged.Select(range => $"{range}").Order(StringComparer.Ordinal)]
                )
            );
        }
        return sheets;
    }

    private static List<string> Lines(Dictionary<string, string> links) =>
        [.. links.Select(one => $"{one.Key} {one.Value}").Order(StringComparer.Ordinal)];

    // Equal numbers are equal however they are written.
    private static List<string> Lines(Dictionary<string, (string Kind, string Text)> cells) =>
        [
            .. cells
                .Select(cell =>
                    $"{cell.Key} {cell.Value.Kind} "
                    + (
                        cell.Value.Kind == nameof(CellKind.Number)
                        && double.TryParse(cell.Value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                            ? number.ToString("G15", CultureInfo.InvariantCulture)
                            : cell.Value.Text
                    )
                )
                .Order(StringComparer.Ordinal),
        ];
}
