using System.Globalization;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>
/// Writes results as a table, one row per subject in listing order. Not marked, not applicable, not answered and 0 are told apart: for
/// programs by columns of their own, for people by words in the cells.
/// </summary>
public static class ResultsSheet
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;
    private static readonly NumberFormatInfo Comma = new() { NumberDecimalSeparator = "," };
    private static readonly string[] Fixed = ["subject", "name", "rank", "rankTo", "points", "max", "share"];

    /// <summary>
    /// Writes CSV for programs: comma, decimal point, line feeds, nothing rounded. Columns: subject, name, rank, rankTo, points, max,
    /// share, the id of the band of each classification (headed by its id), the points of every node (headed by its code); then
    /// unscored (how many leaves nobody marked), answers (notBegun, draft, sent, returned; empty where it is not known), notApplicable
    /// (codes of the leaves that do not apply, «a|b») and, headed «CODE value», what the experts gave («39.6|40») at each leaf whose
    /// points do not tell it. What has no result is empty. Text that a spreadsheet would take for a formula is given an apostrophe.
    /// </summary>
    /// <param name="stream">Takes the bytes; stays open.</param>
    /// <param name="scored">What to write.</param>
    public static void WriteCsv(Stream stream, ScoredMarks scored)
    {
        var (methodology, scores) = (scored.Methodology, scored.Scores);
        var values = new GivenValues(scored);
        using var csv = CsvOutput.ForAnyone(stream);
        csv.Record([
            .. Fixed,
            .. methodology.Levels.Select(level => level.Id),
            .. methodology.Nodes.Skip(1).Select(node => node.Code),
            "unscored",
            "answers",
            "notApplicable",
            .. values.Nodes.Select(node => $"{methodology.Nodes[node].Code} value"),
        ]);
        foreach (var subject in scores.Order)
        {
            var total = scores[subject, 0];
            csv.Text(scores.Subjects[subject].Id);
            csv.Text(scores.Subjects[subject].Name);
            csv.Number(total.Rank, Plain);
            csv.Number(total.RankTo, Plain);
            csv.Number(total.Points, Plain);
            csv.Number<double>(total.Max, Plain);
            csv.Number(total.Share, Plain);
            for (var level = 0; level < methodology.Levels.Count; level++)
                csv.Text(scores.BandOf(subject, level) is { } band ? methodology.Levels[level].Bands[band].Id : null);
            for (var node = 1; node < methodology.Nodes.Count; node++)
                csv.Number(scores[subject, node].Points, Plain);
            csv.Number<int>(scores.UnscoredOf(subject), Plain);
            csv.Text(scored.Answering is { } answering ? RunAnswering.WordOf(answering[subject]) : null);
            csv.Text(string.Join('|', scores.NotApplicableTo(subject).Select(node => methodology.Nodes[node].Code)));
            foreach (var node in values.Nodes)
                csv.Numbers(values.Of(subject, node), '|', Plain);
            csv.End();
        }
    }

    /// <summary>
    /// Writes CSV as Russian Excel opens it by a double click: semicolons, decimal commas, the heads and words of
    /// <see cref="WriteWorkbook"/>.
    /// </summary>
    /// <param name="stream">Takes the bytes; stays open.</param>
    /// <param name="scored">What to write.</param>
    public static void WriteCsvForExcel(Stream stream, ScoredMarks scored)
    {
        using var csv = CsvOutput.ForExcel(stream);
        var values = new GivenValues(scored);
        csv.Record([.. Heads(scored, values).Select(head => head.Title)]);
        foreach (var subject in scored.Scores.Order)
        {
            foreach (var cell in Row(scored, values, subject))
            {
                if (cell.Number is { } number)
                    csv.Number<double>(number, Comma);
                else
                    csv.Text(cell.Text);
            }
            csv.End();
        }
    }

    /// <summary>
    /// Writes an xlsx workbook of one sheet with Russian heads. What has no points says why in words; measured values stand beside the
    /// points they gave. The share is a number shown as per cent.
    /// </summary>
    /// <param name="stream">Takes the file; stays open.</param>
    /// <param name="scored">What to write.</param>
    public static void WriteWorkbook(Stream stream, ScoredMarks scored)
    {
        var values = new GivenValues(scored);
        var heads = Heads(scored, values);
        var head = new CellStyle
        {
            Bold = true,
            Format = CellFormat.Text,
            Fill = "E8EDEE",
            Border = true,
            Wrap = true,
        };
        var share = new CellStyle { Format = CellFormat.Percent };

        using var workbook = new WorkbookWriter(stream, scored.Methodology.Title);
        var sheet = workbook.AddSheet(
            "Результаты",
            new SheetLayout
            {
                Widths = [.. heads.Select(one => one.Width)],
                FrozenRows = 1,
                FrozenColumns = 2,
                LastTitleRow = 1,
                TitleColumns = 2,
            }
        );
        sheet.Row();
        foreach (var (title, _) in heads)
            sheet.Text(title, head);
        foreach (var subject in scored.Scores.Order)
        {
            sheet.Row();
            foreach (var cell in Row(scored, values, subject))
                if (cell.Number is { } number)
                    sheet.Number(number, cell.IsShare ? share : null);
                else
                    sheet.Text(cell.Text);
        }
        sheet.Filter(new(1, 1, sheet.RowNumber, heads.Count));
    }

    // A code such as 1.10 would become a number or a date: its title keeps it a text.
    private static List<(string Title, double Width)> Heads(ScoredMarks scored, GivenValues values)
    {
        var methodology = scored.Methodology;
        return
        [
            ("id", 14),
            ("Название", 40),
            ("Место", 7),
            ("Место по", 7),
            ("Баллы", 12),
            ("Максимум", 10),
            ("Доля", 12),
            .. methodology.Levels.Select(level => (level.Title, 14.0)),
            ("Показателей без оценки", 12),
            .. KnowsOfAnswers(scored) ? [("Ответы", 30.0)] : Array.Empty<(string, double)>(),
            .. methodology
                .Nodes.Index()
                .Skip(1)
                .SelectMany(node =>
                {
                    var title = $"{node.Item.Code}. {node.Item.Title}";
                    if (!values.Nodes.Contains(node.Index))
                        return [(title, 14.0)];
                    var value = ($"{title} — {ValueWords(node.Item.Scale)}", 14.0);
                    return HasPoints(methodology, node.Index) ? [($"{title} — баллы", 14.0), value] : new[] { value };
                }),
        ];
    }

    private static string ValueWords(Scale? scale) =>
        scale is MeasureScale { Unit: { Length: > 0 } unit } ? $"значение, {unit}"
        : scale is MeasureScale ? "значение"
        : "выполнено пунктов";

    private static IEnumerable<Cell> Row(ScoredMarks scored, GivenValues values, int subject)
    {
        var (methodology, scores) = (scored.Methodology, scored.Scores);
        var total = scores[subject, 0];
        var absent = total.Points is null ? ResultWords.Absent(scores, subject, 0) : Russian.NoData;
        yield return new(scores.Subjects[subject].Id);
        yield return new(scores.Subjects[subject].Name);
        yield return new("—", total.Rank);
        yield return new("—", total.RankTo);
        yield return new(absent, total.Points);
        yield return new(null, total.Max);
        yield return new(absent, total.Share, IsShare: true);
        foreach (var (index, level) in methodology.Levels.Index())
        {
            var node = scores.Specification.Levels[index].Node;
            yield return new(
                scores.BandOf(subject, index) is { } band ? level.Bands[band].Title
                : scores[subject, node].Points is null ? ResultWords.Absent(scores, subject, node)
                : Russian.NoData
            );
        }
        yield return new(null, scores.UnscoredOf(subject));
        if (KnowsOfAnswers(scored))
            yield return new(ResultWords.OfAnswers(scored, subject));
        var next = 0;
        for (var node = 1; node < methodology.Nodes.Count; node++)
        {
            var isHidden = next < values.Nodes.Count && values.Nodes[next] == node;
            var points = scores[subject, node].Points;
            if (!isHidden || HasPoints(methodology, node))
                yield return new(points is null ? ResultWords.Absent(scores, subject, node) : null, points);
            if (!isHidden)
                continue;
            next++;
            yield return values.Of(subject, node) switch
            {
                [] => new(scores.IsNotApplicable(subject, node) ? ResultWords.NotApplicable : ResultWords.NotMarked),
                [var only] => new(null, only),
                var several => new(string.Join(" и ", several.Select(value => value.ToString(Comma).Replace('-', '−')))),
            };
        }
    }

    // A measure without bands is reported, never scored: its value stands alone.
    private static bool HasPoints(Methodology methodology, int node) => methodology.Specification.MaximumOf(node) > 0;

    private static bool KnowsOfAnswers(ScoredMarks scored) => scored.Answering is not null || scored.OperatorOnly.Count > 0;

    /// <summary>A number, or where there is none a text.</summary>
    private readonly record struct Cell(string? Text, double? Number = null, bool IsShare = false);
}
