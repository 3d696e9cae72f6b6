using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using ExcelDataReader;
using Orientir.Core;
using Orientir.Core.Language;
using Orientir.Core.Office;
using CellRange = Orientir.Core.Office.CellRange;
using Excel = DocumentFormat.OpenXml.Spreadsheet;

namespace Orientir.Bench;

/// <summary>
/// What our readers and the libraries read of the workbooks in tests/Orientir.Core.Tests/TestData/workbooks, cell by cell, and what a large
/// one costs them. Each library is given the best chance: its values go through our words. docs/adr/0015 rests on this.
/// </summary>
internal static class ReadersCompared
{
    private const string Expected = ".expected.json";

    private sealed record Reader(string Name, Func<byte[], string, List<Dictionary<string, string>>> Read);

    public static void Run(string corpus, string? large)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Reader[] readers = [new("ours", Ours), new("ExcelDataReader", ByExcelDataReader), new("Open XML SDK", ByOpenXml)];
        foreach (var reader in readers)
        {
            var (files, cells, wrong, told) = (0, 0, 0, new List<string>());
            var (rows, columns) = (SheetReader.LastRow, SheetReader.LastColumn);
            foreach (var path in Directory.GetFiles(corpus, "*" + Expected).Order(StringComparer.Ordinal))
            {
                using var expected = JsonDocument.Parse(File.ReadAllBytes(path));
                var name = Path.GetFileName(path)[..^Expected.Length];
                var content = File.ReadAllBytes(path[..^Expected.Length]);
                // What is nested deeper than its stack ends the whole process; forty million texts take what memory there is.
                if (reader.Name == "Open XML SDK" && name.StartsWith("bomb", StringComparison.Ordinal))
                    continue;
                if (!expected.RootElement.TryGetProperty("sheets", out var sheets))
                {
                    told.Add(Refusal(reader, content, name));
                    continue;
                }
                files++;
                // Of the large workbooks of other projects only the beginning is expected.
                if (expected.RootElement.TryGetProperty("beginning", out var beginning))
                    (rows, columns) = (beginning[0].GetInt32(), beginning[1].GetInt32());
                var meant = sheets
                    .EnumerateArray()
                    .Select(sheet =>
                        sheet
                            .GetProperty("cells")
                            .EnumerateObject()
                            .Where(cell => $"{cell.Value[0]}" != "Empty")
                            .ToDictionary(cell => cell.Name, cell => Canonical($"{cell.Value[1]}"))
                    )
                    .ToList();
                cells += meant.Sum(sheet => sheet.Count);
                try
                {
                    var read = reader.Read(content, name);
                    var before = wrong;
                    string? first = null;
                    for (var index = 0; index < meant.Count; index++)
                    {
                        var own = index < read.Count ? read[index] : [];
                        foreach (var address in meant[index].Keys.Union(own.Keys))
                            if (
                                Canonical(own.GetValueOrDefault(address) ?? "") is var found
                                && found != (meant[index].GetValueOrDefault(address) ?? "")
                                && CellRange.ColumnOf(address, out var row) is var column
                                && column <= columns
                                && row <= rows
                            )
                            {
                                wrong++;
                                first ??= $"{address} «{Short(found)}», not «{Short(meant[index].GetValueOrDefault(address) ?? "")}»";
                            }
                    }
                    if (wrong > before)
                        told.Add($"  {name}: {wrong - before} wrong: {first}");
                }
                catch (Exception fault)
                {
                    wrong += meant.Sum(sheet => sheet.Count);
                    told.Add($"  {name}: {fault.GetType().Name}: {Short(fault.Message)}");
                }
            }
            Console.WriteLine($"{reader.Name}: {files} workbooks, {cells} cells, {wrong} wrong");
            foreach (var line in told)
                Console.WriteLine(line);
        }
        if (large is null)
            return;
        var big = File.ReadAllBytes(large);
        foreach (var reader in readers)
            for (var round = 0; round < 3; round++)
            {
                GC.Collect();
                var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
                var letters = reader.Name switch
                {
                    "ours" => LettersOurs(big),
                    "ExcelDataReader" => LettersExcelDataReader(big),
                    _ => LettersOpenXml(big),
                };
                Console.WriteLine(
                    $"{reader.Name}: {letters} letters, {watch.ElapsedMilliseconds} ms, {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MB"
                );
            }
    }

    private static string Refusal(Reader reader, byte[] content, string name)
    {
        GC.Collect();
        var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        string end;
        try
        {
            reader.Read(content, name);
            end = "read";
        }
        catch (Exception fault)
        {
            end = fault is InputException wrong ? "refused: " + Short(wrong.Errors[0].Found) : fault.GetType().Name;
        }
        return $"  {name}: {end}, {watch.ElapsedMilliseconds} ms, {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MB";
    }

    private static string Short(string text) => text.ReplaceLineEndings(" ") is { Length: > 60 } line ? line[..60] + "…" : text;

    private static string Canonical(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("G15", CultureInfo.InvariantCulture)
            : text.ReplaceLineEndings("\n").Trim();

    private static List<Dictionary<string, string>> Ours(byte[] content, string name)
    {
        using var book = WorkbookReader.Open(content, name);
        var sheets = new List<Dictionary<string, string>>();
        for (var index = 0; index < book.SheetNames.Count; index++)
        {
            using var sheet = book.Sheet(index);
            var cells = new Dictionary<string, string>();
            while (sheet.Read())
                for (var column = 0; column < sheet.Width; column++)
                    if (sheet.Kind(column) != CellKind.Empty)
                        cells[CellRange.Name(sheet.Row, column + 1)] = sheet.Text(column).ToString();
            sheets.Add(cells);
        }
        return sheets;
    }

    private static List<Dictionary<string, string>> ByExcelDataReader(byte[] content, string name)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(content));
        var sheets = new List<Dictionary<string, string>>();
        do
        {
            var cells = new Dictionary<string, string>();
            while (reader.Read())
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    var text = reader.GetValue(column) switch
                    {
                        null => "",
                        bool yes => CellWords.Of(yes),
                        DateTime date => CellWords.Of(date),
                        TimeSpan time => CellWords.Of(time.TotalDays, NumberKind.Date),
                        double number => CellWords.Of(number, NumberFormats.Of(reader.GetNumberFormatString(column) ?? "")),
                        var other => CleanText.Of(Convert.ToString(other, CultureInfo.InvariantCulture)).Trim(),
                    };
                    if (text.Length > 0)
                        cells[CellRange.Name(reader.Depth + 1, column + 1)] = text;
                }
            sheets.Add(cells);
        } while (reader.NextResult());
        return sheets;
    }

    private static List<Dictionary<string, string>> ByOpenXml(byte[] content, string name)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(content), isEditable: false);
        var book = document.WorkbookPart!;
        var texts =
            book.SharedStringTablePart?.SharedStringTable.Elements<Excel.SharedStringItem>().Select(item => item.InnerText).ToList() ?? [];
        var styles = book.WorkbookStylesPart?.Stylesheet;
        var own =
            styles
                ?.NumberingFormats?.Elements<Excel.NumberingFormat>()
                .ToDictionary(format => format.NumberFormatId!.Value, format => NumberFormats.Of(format.FormatCode!.Value!))
            ?? [];
        var kinds =
            styles
                ?.CellFormats?.Elements<Excel.CellFormat>()
                .Select(format =>
                    own.TryGetValue(format.NumberFormatId?.Value ?? 0, out var kind)
                        ? kind
                        : NumberFormats.BuiltIn((int)(format.NumberFormatId?.Value ?? 0))
                )
                .ToList()
            ?? [];
        var since1904 = book.Workbook.WorkbookProperties?.Date1904?.Value == true;
        var sheets = new List<Dictionary<string, string>>();
        foreach (var sheet in book.Workbook.Descendants<Excel.Sheet>())
        {
            var cells = new Dictionary<string, string>();
            foreach (var cell in ((WorksheetPart)book.GetPartById(sheet.Id!.Value!)).Worksheet.Descendants<Excel.Cell>())
            {
                var written = cell.CellValue?.Text ?? "";
                var type = cell.DataType?.Value;
                var text =
                    type == Excel.CellValues.SharedString ? texts[int.Parse(written, CultureInfo.InvariantCulture)]
                    : type == Excel.CellValues.InlineString ? cell.InlineString?.InnerText ?? ""
                    : type == Excel.CellValues.Boolean ? CellWords.Of(written == "1")
                    : type is null || type == Excel.CellValues.Number
                        ? double.TryParse(written, CultureInfo.InvariantCulture, out var number)
                                ? CellWords.Of(
                                    number,
                                    cell.StyleIndex?.Value is { } style && style < kinds.Count ? kinds[(int)style] : NumberKind.Plain,
                                    since1904
                                )
                            : written
                    : written;
                if (CleanText.Of(text).Trim() is { Length: > 0 } trimmed)
                    cells[cell.CellReference?.Value ?? $"?{cells.Count}"] = trimmed;
            }
            sheets.Add(cells);
        }
        return sheets;
    }

    private static long LettersOurs(byte[] content)
    {
        using var book = WorkbookReader.Open(content, "f");
        using var sheet = book.Sheet(0);
        var letters = 0L;
        while (sheet.Read())
            for (var column = 0; column < sheet.Width; column++)
                letters += sheet.Text(column).Length;
        return letters;
    }

    private static long LettersExcelDataReader(byte[] content)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(content));
        var letters = 0L;
        while (reader.Read())
            for (var column = 0; column < reader.FieldCount; column++)
                letters += Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!.Length;
        return letters;
    }

    // Row by row, as the SDK advises for large files.
    private static long LettersOpenXml(byte[] content)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(content), isEditable: false);
        var book = document.WorkbookPart!;
        var texts = book.SharedStringTablePart!.SharedStringTable.Elements<Excel.SharedStringItem>()
            .Select(item => item.InnerText)
            .ToList();
        using var reader = OpenXmlReader.Create(book.WorksheetParts.First());
        var letters = 0L;
        while (reader.Read())
            if (reader.ElementType == typeof(Excel.Cell) && reader.IsStartElement && reader.LoadCurrentElement() is Excel.Cell cell)
                letters +=
                    cell.DataType is { } type && type.Value == Excel.CellValues.SharedString
                        ? texts[int.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture)].Length
                        : (cell.CellValue?.Text ?? "").Length;
        return letters;
    }
}
