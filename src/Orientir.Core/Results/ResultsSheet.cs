using System.Globalization;
using Orientir.Core.Office;

namespace Orientir.Core.Results;

/// <summary>
/// Writes results as a table, one row per subject in listing order: subject, name, rank, rankTo, points, max, share, the band of each
/// classification (its id), then the points of every node in the order of the methodology. The heads are these words, the ids of
/// the classifications and the codes of the nodes. What has no result is empty.
/// </summary>
public static class ResultsSheet
{
    private static readonly NumberFormatInfo Comma = new() { NumberDecimalSeparator = "," };
    private static readonly string[] Fixed = ["subject", "name", "rank", "rankTo", "points", "max", "share"];

    /// <summary>
    /// Writes CSV: comma, decimal point, line feeds, nothing rounded. Text that a spreadsheet would take for a formula is given an
    /// apostrophe.
    /// </summary>
    /// <param name="stream">Takes the bytes; stays open.</param>
    /// <param name="scored">What to write.</param>
    public static void WriteCsv(Stream stream, ScoredMarks scored)
    {
        var (methodology, scores) = (scored.Methodology, scored.Scores);
        using var csv = CsvOutput.ForAnyone(stream);
        csv.Record(Heads(scored));
        foreach (var subject in scores.Order)
        {
            var total = scores[subject, 0];
            csv.Text(scores.Subjects[subject].Id);
            csv.Text(scores.Subjects[subject].Name);
            csv.Number(total.Rank, CultureInfo.InvariantCulture);
            csv.Number(total.RankTo, CultureInfo.InvariantCulture);
            csv.Number(total.Points, CultureInfo.InvariantCulture);
            csv.Number<double>(total.Max, CultureInfo.InvariantCulture);
            csv.Number(total.Share, CultureInfo.InvariantCulture);
            for (var level = 0; level < methodology.Levels.Count; level++)
                csv.Text(BandOf(scored, subject, level));
            for (var node = 1; node < methodology.Nodes.Count; node++)
                csv.Number(scores[subject, node].Points, CultureInfo.InvariantCulture);
            csv.End();
        }
    }

    /// <summary>Writes CSV as Russian Excel opens it by a double click: semicolons, decimal commas, Russian heads and words.</summary>
    /// <param name="stream">Takes the bytes; stays open.</param>
    /// <param name="scored">What to write.</param>
    public static void WriteCsvForExcel(Stream stream, ScoredMarks scored)
    {
        var (methodology, scores) = (scored.Methodology, scored.Scores);
        using var csv = CsvOutput.ForExcel(stream);
        // A code such as 1.10 would become a number or a date: its title keeps it a text.
        csv.Record([
            "id",
            "Название",
            "Место",
            "Место по",
            "Баллы",
            "Максимум",
            "Доля",
            .. methodology.Levels.Select(level => level.Title),
            .. methodology.Nodes.Skip(1).Select(node => $"{node.Code}. {node.Title}"),
        ]);
        foreach (var subject in scores.Order)
        {
            var total = scores[subject, 0];
            csv.Text(scores.Subjects[subject].Id);
            csv.Text(scores.Subjects[subject].Name);
            csv.Number(total.Rank, CultureInfo.InvariantCulture);
            csv.Number(total.RankTo, CultureInfo.InvariantCulture);
            csv.Number<double>(total.Points, Comma);
            csv.Number<double>(total.Max, Comma);
            csv.Number<double>(total.Share, Comma);
            for (var level = 0; level < methodology.Levels.Count; level++)
                csv.Text(scores.BandOf(subject, level) is { } band ? methodology.Levels[level].Bands[band].Title : null);
            for (var node = 1; node < methodology.Nodes.Count; node++)
                csv.Number<double>(scores[subject, node].Points, Comma);
            csv.End();
        }
    }

    /// <summary>
    /// Writes an xlsx workbook of one sheet. Codes are text, so that 1.10 stays 1.10; the share is a number shown as per cent.
    /// </summary>
    /// <param name="stream">Takes the file; stays open.</param>
    /// <param name="scored">What to write.</param>
    public static void WriteWorkbook(Stream stream, ScoredMarks scored)
    {
        var (methodology, scores) = (scored.Methodology, scored.Scores);
        var heads = Heads(scored);
        var head = new CellStyle
        {
            Bold = true,
            Format = CellFormat.Text,
            Fill = "E8EDEE",
            Border = true,
            Wrap = true,
        };
        var share = new CellStyle { Format = CellFormat.Percent };

        using var workbook = new WorkbookWriter(stream, methodology.Title);
        var sheet = workbook.AddSheet(
            "results",
            new SheetLayout
            {
                Widths = [14, 40, 7, 7, 9, 9, 9, .. methodology.Levels.Select(_ => 14.0)],
                FrozenRows = 1,
                FrozenColumns = 2,
                LastTitleRow = 1,
                TitleColumns = 2,
            }
        );
        sheet.Row();
        foreach (var text in heads)
            sheet.Text(text, head);
        foreach (var subject in scores.Order)
        {
            var total = scores[subject, 0];
            sheet
                .Row()
                .Text(scores.Subjects[subject].Id)
                .Text(scores.Subjects[subject].Name)
                .Number(total.Rank)
                .Number(total.RankTo)
                .Number(total.Points)
                .Number(total.Max)
                .Number(total.Share, share);
            for (var level = 0; level < methodology.Levels.Count; level++)
                sheet.Text(BandOf(scored, subject, level));
            for (var node = 1; node < methodology.Nodes.Count; node++)
                sheet.Number(scores[subject, node].Points);
        }
        sheet.Filter(new(1, 1, sheet.RowNumber, heads.Count));
    }

    private static List<string> Heads(ScoredMarks scored) =>
        [.. Fixed, .. scored.Methodology.Levels.Select(level => level.Id), .. scored.Methodology.Nodes.Skip(1).Select(node => node.Code)];

    private static string? BandOf(ScoredMarks scored, int subject, int level) =>
        scored.Scores.BandOf(subject, level) is { } band ? scored.Methodology.Levels[level].Bands[band].Id : null;
}
