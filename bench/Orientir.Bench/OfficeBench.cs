using System.IO.Compression;
using System.Text;
using BenchmarkDotNet.Attributes;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using ExcelDataReader;
using Orientir.Core.Office;
using SpreadCheetah;
using Excel = DocumentFormat.OpenXml.Spreadsheet;
using Word = DocumentFormat.OpenXml.Wordprocessing;

namespace Orientir.Bench;

/// <summary>
/// Our writers and readers of Office files beside the libraries, on the same content: a sheet of 2,300 subjects by 61 indicators, a
/// document with a table of 60 rows by 6 columns. docs/adr/0001 rests on this.
/// </summary>
[MemoryDiagnoser]
public class OfficeBench
{
    private const int Subjects = 2300;
    private const int Indicators = 61;
    private static readonly string[] Names =
    [
        .. Enumerable.Range(1, Subjects).Select(number => FormattableString.Invariant($"Школа № {number} Бокситогорского района")),
    ];
    private byte[] sheet = [];

    [GlobalSetup]
    public void MakeSheet()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // ExcelDataReader asks for Windows-1252 whatever it reads
        sheet = SheetOurs();
    }

    [Benchmark]
    public byte[] SheetOurs()
    {
        using var stream = new MemoryStream();
        using (var workbook = new WorkbookWriter(stream, "Проба"))
        {
            var rows = workbook.AddSheet("Баллы", new());
            for (var subject = 0; subject < Subjects; subject++)
            {
                rows.Row().Text(Names[subject]);
                for (var indicator = 0; indicator < Indicators; indicator++)
                    rows.Number((subject + indicator) % 5 / 2.0);
            }
        }
        return stream.ToArray();
    }

    [Benchmark]
    public async Task<byte[]> SheetSpreadCheetah()
    {
        using var stream = new MemoryStream();
        var options = new SpreadCheetahOptions { CompressionLevel = SpreadCheetahCompressionLevel.Fastest };
        await using (var workbook = await Spreadsheet.CreateNewAsync(stream, options))
        {
            await workbook.StartWorksheetAsync("Баллы");
            var cells = new DataCell[Indicators + 1];
            for (var subject = 0; subject < Subjects; subject++)
            {
                cells[0] = new(Names[subject]);
                for (var indicator = 0; indicator < Indicators; indicator++)
                    cells[indicator + 1] = new((subject + indicator) % 5 / 2.0);
                await workbook.AddRowAsync(cells);
            }
            await workbook.FinishAsync();
        }
        return stream.ToArray();
    }

    [Benchmark]
    public byte[] SheetOpenXmlWriter()
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var part = book.AddNewPart<WorksheetPart>();
            using (var writer = OpenXmlWriter.Create(part))
            {
                writer.WriteStartElement(new Excel.Worksheet());
                writer.WriteStartElement(new Excel.SheetData());
                for (var subject = 0; subject < Subjects; subject++)
                {
                    writer.WriteStartElement(new Excel.Row());
                    writer.WriteElement(
                        new Excel.Cell
                        {
                            DataType = Excel.CellValues.InlineString,
                            InlineString = new Excel.InlineString(new Excel.Text(Names[subject])),
                        }
                    );
                    for (var indicator = 0; indicator < Indicators; indicator++)
                        writer.WriteElement(new Excel.Cell { CellValue = new Excel.CellValue((subject + indicator) % 5 / 2.0) });
                    writer.WriteEndElement();
                }
                writer.WriteEndElement();
                writer.WriteEndElement();
            }
            book.Workbook = new Excel.Workbook(
                new Excel.Sheets(
                    new Excel.Sheet
                    {
                        Name = "Баллы",
                        SheetId = 1,
                        Id = book.GetIdOfPart(part),
                    }
                )
            );
        }
        return stream.ToArray();
    }

    [Benchmark]
    public int ReadOurs()
    {
        using var workbook = WorkbookReader.Open(sheet, "проба.xlsx");
        using var rows = workbook.Sheet(0);
        var length = 0;
        while (rows.Read())
            for (var column = 0; column < rows.Width; column++)
                length += rows.Text(column).Length;
        return length;
    }

    [Benchmark]
    public int ReadExcelDataReader()
    {
        using var rows = ExcelReaderFactory.CreateReader(new MemoryStream(sheet));
        var length = 0;
        while (rows.Read())
            for (var column = 0; column < rows.FieldCount; column++)
                length += Convert.ToString(rows.GetValue(column), System.Globalization.CultureInfo.InvariantCulture)!.Length;
        return length;
    }

    [Benchmark]
    public byte[] DocumentOurs()
    {
        var document = new WordDocument("Проба");
        document.Heading(1, "Итоги");
        for (var paragraph = 0; paragraph < 20; paragraph++)
            document.Paragraph(Names[paragraph]);
        document.Table(
            new(
                "Баллы",
                "Баллы объектов по направлениям",
                [new("Объект", 40, false), .. Enumerable.Range(1, 5).Select(number => new WordColumn($"Н{number}", 12, true))],
                [.. Enumerable.Range(0, 60).Select(row => (IReadOnlyList<WordCell>)[new(Names[row]), .. Cells(row)])]
            )
        );
        using var stream = new MemoryStream();
        document.Save(stream, CompressionLevel.Optimal);
        return stream.ToArray();
    }

    // Text and table only: styles, contents, page numbers and alternative texts, which ours has, would come on top.
    [Benchmark]
    public byte[] DocumentOpenXml()
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var body = new Word.Body();
            document.AddMainDocumentPart().Document = new Word.Document(body);
            for (var paragraph = 0; paragraph < 21; paragraph++)
                body.AppendChild(ParagraphOf(Names[paragraph]));
            var table = body.AppendChild(new Word.Table(new Word.TableProperties(new Word.TableWidth { Width = "9638" })));
            for (var row = 0; row < 61; row++)
            {
                var cells = table.AppendChild(new Word.TableRow());
                cells.AppendChild(CellOf(Names[row]));
                foreach (var cell in Cells(row))
                    cells.AppendChild(CellOf(cell.Text));
            }
        }
        return stream.ToArray();
    }

    private static Word.Paragraph ParagraphOf(string text) => new(new Word.Run(new Word.Text(text)));

    private static Word.TableCell CellOf(string text) =>
        new(
            new Word.TableCellProperties(new Word.TableCellWidth { Width = "1500", Type = Word.TableWidthUnitValues.Dxa }),
            ParagraphOf(text)
        );

    private static IEnumerable<WordCell> Cells(int row) =>
        Enumerable.Range(0, 5).Select(column => new WordCell(FormattableString.Invariant($"{row + column}")));
}
