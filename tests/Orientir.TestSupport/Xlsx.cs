using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Orientir.Core.Office;

namespace Orientir.TestSupport;

/// <summary>What tests ask of a written workbook.</summary>
internal static class Xlsx
{
    public static byte[] Write(Action<WorkbookWriter> write)
    {
        using var stream = new MemoryStream();
        using (var workbook = new WorkbookWriter(stream, "Проба"))
            write(workbook);
        return stream.ToArray();
    }

    /// <summary>What the Open XML SDK has against the file.</summary>
    public static List<string> Faults(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        return
        [
            .. new OpenXmlValidator(FileFormatVersions.Microsoft365)
                .Validate(document)
                .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}"),
        ];
    }

    /// <summary>The text of a part.</summary>
    public static string Part(byte[] file, string path)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(archive.GetEntry(path)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Sheets by name, cells by address.</summary>
    public static Dictionary<string, Dictionary<string, XlsxCell>> Sheets(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var workbook = document.WorkbookPart!;
        var texts =
            workbook.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(item => item.InnerText).ToList() ?? [];
        return workbook
            .Workbook.Descendants<Sheet>()
            .ToDictionary(
                sheet => sheet.Name!.Value!,
                sheet =>
                    ((WorksheetPart)workbook.GetPartById(sheet.Id!.Value!))
                        .Worksheet.Descendants<Cell>()
                        .ToDictionary(
                            cell => cell.CellReference!.Value!,
                            cell =>
                            {
                                var shared = cell.DataType is { } type && type.Value == CellValues.SharedString;
                                var value = cell.CellValue?.Text ?? "";
                                return new XlsxCell(
                                    shared ? texts[int.Parse(value, CultureInfo.InvariantCulture)] : value,
                                    cell.CellFormula?.Text,
                                    cell.DataType is not null
                                );
                            }
                        )
            );
    }
}

/// <summary>A cell: its text, or its number as written; its formula; whether it is text.</summary>
internal sealed record XlsxCell(string Value, string? Formula, bool IsText);
