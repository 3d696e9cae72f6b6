using System.Globalization;
using System.Text;
using Orientir.Core.Office;

namespace Orientir.Core.Results;

/// <summary>
/// Writes results as a table, one row a subject in listing order: subject, name, rank, rankTo, points, max, share, the band of each
/// classification (its id), then the points of every node in the order of the methodology. The heads are these words, the ids of
/// the classifications and the codes of the nodes. What has no result is empty.
/// </summary>
public static class ResultsSheet
{
    private static readonly string[] Fixed = ["subject", "name", "rank", "rankTo", "points", "max", "share"];

    /// <summary>
    /// Writes CSV after RFC 4180: comma, decimal point, UTF-8 without BOM, line feeds, nothing rounded. Text that a spreadsheet
    /// would take for a formula (beginning with =, +, -, @ or a tab) is given an apostrophe.
    /// </summary>
    /// <param name="stream">Takes the bytes; stays open.</param>
    /// <param name="scored">What to write.</param>
    public static void WriteCsv(Stream stream, ScoredMarks scored)
    {
        var (methodology, scores) = (scored.Methodology, scored.Scores);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 15, leaveOpen: true);
        writer.Write(string.Join(',', Heads(scored).Select(Field)));
        writer.Write('\n');
        Span<char> digits = stackalloc char[32];
        foreach (var subject in scores.Order)
        {
            var total = scores[subject, 0];
            writer.Write(Field(scores.Subjects[subject].Id));
            writer.Write(',');
            writer.Write(Field(scores.Subjects[subject].Name));
            Write(total.Rank, digits);
            Write(total.RankTo, digits);
            Write(total.Points, digits);
            Write(total.Max, digits);
            Write(total.Share, digits);
            for (var level = 0; level < methodology.Levels.Count; level++)
            {
                writer.Write(',');
                writer.Write(Field(BandOf(scored, subject, level) ?? ""));
            }
            for (var node = 1; node < methodology.Nodes.Count; node++)
                Write(scores[subject, node].Points, digits);
            writer.Write('\n');
        }

        void Write(double? value, Span<char> room)
        {
            writer.Write(',');
            if (value is not { } number)
                return;
            number.TryFormat(room, out var length, default, CultureInfo.InvariantCulture);
            writer.Write(room[..length]);
        }
    }

    /// <summary>Writes an xlsx workbook of one sheet. Codes are text, so that 1.10 stays 1.10; the share is a number shown as per cent.</summary>
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

    private static string Field(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
