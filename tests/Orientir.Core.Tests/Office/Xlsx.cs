using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

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
        return [.. new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(document)
            .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}")];
    }

    /// <summary>The text of a part.</summary>
    public static string Part(byte[] file, string path)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(archive.GetEntry(path)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Sheets by name, cells by address: text, or the number as written.</summary>
    public static Dictionary<string, Dictionary<string, Cell>> Sheets(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var workbook = document.WorkbookPart!;
        return workbook.Workbook.Descendants<Sheet>().ToDictionary(
            sheet => sheet.Name!.Value!,
            sheet => ((WorksheetPart)workbook.GetPartById(sheet.Id!.Value!)).Worksheet.Descendants<Cell>()
                .ToDictionary(cell => cell.CellReference!.Value!));
    }
}
