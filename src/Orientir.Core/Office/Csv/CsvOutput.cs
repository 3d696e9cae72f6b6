using CsvHelper;

namespace Orientir.Core.Office;

/// <summary>CSV files after RFC 4180, in UTF-8; the stream stays open.</summary>
internal static class CsvOutput
{
    private static readonly CsvWriterOptions Plain = new() { NewLine = "\n" };
    private static readonly CsvWriterOptions Excel = new() { Separator = ';', WriteByteOrderMark = true };

    /// <summary>For programs, our own readers among them: commas, line feeds, texts as they are.</summary>
    public static CsvWriter ForPrograms(Stream stream) => CsvWriter.Create(stream, Plain, leaveOpen: true);

    /// <summary>
    /// For programs and people: commas, line feeds; a text that a spreadsheet would take for a formula gets an apostrophe
    /// (<see cref="FormulaGuard"/>).
    /// </summary>
    public static GuardedCsv ForAnyone(Stream stream) => new(CsvWriter.Create(stream, Plain, leaveOpen: true));

    /// <summary>
    /// As Russian Excel opens it by a double click: semicolons and a byte order mark; a text it would take for a formula gets an
    /// apostrophe.
    /// </summary>
    public static GuardedCsv ForExcel(Stream stream) => new(CsvWriter.Create(stream, Excel, leaveOpen: true));
}
