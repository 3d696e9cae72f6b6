using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Orientir.TestSupport;

/// <summary>What tests ask of a written Word file.</summary>
internal static class Docx
{
    /// <summary>What the Open XML SDK has against the file and the workbooks inside its charts.</summary>
    public static List<string> Faults(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        return
        [
            .. new OpenXmlValidator(FileFormatVersions.Office2019)
                .Validate(document)
                .Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}"),
            .. document.MainDocumentPart!.ChartParts.SelectMany(chart =>
            {
                using var workbook = new MemoryStream();
                chart.EmbeddedPackagePart!.GetStream().CopyTo(workbook);
                return Xlsx.Faults(workbook.ToArray());
            }),
        ];
    }
}
