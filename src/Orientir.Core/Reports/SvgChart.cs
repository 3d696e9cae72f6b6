using System.Globalization;
using System.Text;
using Orientir.Core.Office;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Reports;

/// <summary>
/// A chart as SVG: labels stand in the picture, colours come from the page's style sheet where they carry no data, so that
/// dark mode and print need no second drawing. Title and description are read aloud.
/// </summary>
/// <remarks>The sheet gives <c>.bar</c>, <c>.part</c>, <c>.axis</c>, <c>.range</c>, <c>.tick</c>, <c>.ground</c>, <c>.own</c>,
/// <c>.on-dark</c> and <c>.on-light</c> their paint.</remarks>
public static class SvgChart
{
    private const double Width = 720;
    private const double LineHeight = 17;
    private const double Padding = 6;

    // A wide one of 14 px.
    private const double LetterWidth = 9;

    /// <summary>Draws a chart as markup: no inline style, so that it may stand on a page with a strict policy of content.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="id">Prefix of the ids of title and description: latin, unique on the page.</param>
    /// <param name="before">What bars are compared with: a tick each.</param>
    public static string Markup(Chart chart, string id, ChartSeries? before = null)
    {
        var body = new StringBuilder();
        var height = chart.Kind switch
        {
            ChartKind.StackedBars => Stacked(chart, body),
            ChartKind.Columns => Columns(chart, body),
            _ => Bars(chart, before, body),
        };
        return Framed(chart.Title, chart.Description, id, height, body);
    }

    /// <summary>Draws dots with intervals.</summary>
    /// <param name="plot">What to draw.</param>
    /// <param name="id">Prefix of the ids of title and description: latin, unique on the page.</param>
    public static string Markup(RangePlot plot, string id)
    {
        var body = new StringBuilder();
        return Framed(plot.Title, plot.Description, id, Ranges(plot, body), body);
    }

    /// <summary>The same as a table: what the picture shows to those who do not see it.</summary>
    public static TableBlock TableOf(Chart chart, ChartSeries? before = null)
    {
        IReadOnlyList<ChartSeries> shown = before is null ? chart.Series : [.. chart.Series, before];
        return new(
            chart.Title,
            [
                new("Название", false),
                .. shown.Select(series => new TableColumn(chart.Unit == "%" ? series.Title : $"{series.Title}, {chart.Unit}")),
            ],
            [
                .. chart.Categories.Select(
                    (category, at) => new TableRow([category, .. shown.Select(series => new TableCell(Label(chart, series.Values[at])))])
                ),
            ]
        );
    }

    /// <summary>The same as a table.</summary>
    public static TableBlock TableOf(RangePlot plot)
    {
        static TableCell ShareCell(double? share, string absent) => new(share is { } part ? Russian.Percent(part) : absent);
        return new(
            plot.Title,
            [
                new("Название", false),
                new(Russian.Capital(plot.Own)),
                .. plot.Middle is { } middle ? [new TableColumn(Russian.Capital(middle))] : Array.Empty<TableColumn>(),
                new("От"),
                new("До"),
            ],
            [
                .. plot.Rows.Select(row => new TableRow([
                    row.Title,
                    ShareCell(row.Own, row.Absent),
                    .. plot.Middle is null ? Array.Empty<TableCell>() : [ShareCell(row.Middle, row.AbsentForAll)],
                    ShareCell(row.Low, row.AbsentForAll),
                    ShareCell(row.High, row.AbsentForAll),
                ])),
            ]
        );
    }

    private static string Framed(string title, string description, string id, double height, StringBuilder body) =>
        new StringBuilder()
            .Append(
                CultureInfo.InvariantCulture,
                $"<svg class=\"chart\" viewBox=\"0 0 {N(Width)} {N(height)}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">"
            )
            .Append(CultureInfo.InvariantCulture, $"<title id=\"{id}-t\">")
            .Append(Html.Escape(title))
            .Append("</title>")
            .Append(CultureInfo.InvariantCulture, $"<desc id=\"{id}-d\">")
            .Append(Html.Escape(description))
            .Append("</desc>")
            .Append(body)
            .Append("</svg>\n")
            .ToString();

    private static string Label(Chart chart, double? value) =>
        value is not { } number ? Russian.NoData
        : chart.Unit == "%" ? Russian.Percent(number)
        : Russian.Number(number);

    // Names on the left in as many lines as they need, bars from a common zero, the value at the end of the bar or behind the tick.
    private static double Bars(Chart chart, ChartSeries? before, StringBuilder svg)
    {
        const double left = 270,
            right = 74;
        var top = chart.Unit == "%" ? 1 : Math.Max(Tolerance.Absolute, chart.Series.SelectMany(series => series.Values).Max() ?? 0);
        var (y, bar) = (2.0, 16.0);
        var several = chart.Series.Count > 1;
        if (several)
            y = Legend(chart, svg, y);
        if (before is not null)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"tick\" d=\"M7 {N(y)}V{N(y + 16)}\"/>");
            Lines(svg, [before.Title], 20, y - 1, "start");
            y += LineHeight + 6;
        }
        var head = y - 2;
        for (var category = 0; category < chart.Categories.Count; category++)
        {
            var lines = Wrap(chart.Categories[category], 29);
            var rowHeight = Math.Max(lines.Count * LineHeight, chart.Series.Count * (bar + 2)) + Padding;
            Lines(svg, lines, left - 10, y + (rowHeight - lines.Count * LineHeight) / 2, "end");
            var barY = y + (rowHeight - chart.Series.Count * (bar + 2)) / 2;
            foreach (var series in chart.Series)
            {
                var length = (series.Values[category] ?? 0) / top * (Width - left - right);
                if (series.Values[category] is not null)
                    svg.Append(
                        CultureInfo.InvariantCulture,
                        $"<rect {Fill(series.Color)} x=\"{N(left)}\" y=\"{N(barY)}\" width=\"{N(Math.Max(length, 1))}\" "
                            + $"height=\"{N(bar)}\"/>"
                    );
                var tick =
                    series == chart.Series[0] && before?.Values[category] is { } was ? was / top * (Width - left - right) : (double?)null;
                if (tick is { } at)
                {
                    // A ground under the tick: on paper bar and tick are both black.
                    var line = string.Create(CultureInfo.InvariantCulture, $"d=\"M{N(left + at)} {N(barY - 4)}V{N(barY + bar + 4)}\"");
                    svg.Append(CultureInfo.InvariantCulture, $"<path class=\"ground\" {line}/><path class=\"tick\" {line}/>");
                }
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text class=\"num\" x=\"{N(left + Math.Max(length, tick ?? 0) + 6)}\" "
                        + $"y=\"{N(barY + 13)}\">{Label(chart, series.Values[category])}</text>"
                );
                barY += bar + 2;
            }
            y += rowHeight;
        }
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{N(left)} {N(head)}V{N(y)}\"/>");
        return y + 2;
    }

    // One bar a category from edge to edge; the parts are named under it, so no legend is looked up and none is cut off.
    private static double Stacked(Chart chart, StringBuilder svg)
    {
        var y = 2.0;
        for (var category = 0; category < chart.Categories.Count; category++)
        {
            var lines = Wrap(chart.Categories[category], 90);
            Lines(svg, lines, 0, y, "start");
            y += lines.Count * LineHeight + 4;
            var sum = chart.Series.Sum(series => series.Values[category] ?? 0);
            var x = 0.0;
            var labels = new List<string>();
            foreach (var series in chart.Series)
            {
                if (series.Values[category] is not > 0)
                    continue;
                var value = series.Values[category]!.Value;
                var width = value / sum * Width;
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<rect {Fill(series.Color)} class=\"part\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"30\"/>"
                );
                if (width >= 28)
                    svg.Append(
                        CultureInfo.InvariantCulture,
                        $"<text class=\"{InkOn(series.Color)}\" text-anchor=\"middle\" x=\"{N(x + width / 2)}\" "
                            + $"y=\"{N(y + 20)}\">{Label(chart, value)}</text>"
                    );
                labels.Add($"{series.Title}{Russian.NoBreakSpace}— {Label(chart, value)}");
                x += width;
            }
            y += 36;
            var named = Wrap(string.Join(", ", labels), 92);
            Lines(svg, named, 0, y, "start");
            y += named.Count * LineHeight + 14;
        }
        return y;
    }

    // Columns from a common ground: the count above, the name below.
    private static double Columns(Chart chart, StringBuilder svg)
    {
        const double height = 120,
            top = 20;
        var most = Math.Max(Tolerance.Absolute, chart.Series.SelectMany(series => series.Values).Max() ?? 0);
        var step = Width / Math.Max(1, chart.Categories.Count);
        var bar = step * 0.84 / chart.Series.Count;
        for (var category = 0; category < chart.Categories.Count; category++)
        {
            var x = category * step + step * 0.08;
            foreach (var series in chart.Series)
            {
                var length = (series.Values[category] ?? 0) / most * height;
                if (length > 0)
                    svg.Append(
                        CultureInfo.InvariantCulture,
                        $"<rect {Fill(series.Color)} x=\"{N(x)}\" y=\"{N(top + height - length)}\" width=\"{N(bar)}\" "
                            + $"height=\"{N(length)}\"/>"
                    );
                if (series.Values[category] is > 0)
                    svg.Append(
                        CultureInfo.InvariantCulture,
                        $"<text text-anchor=\"middle\" x=\"{N(x + bar / 2)}\" "
                            + $"y=\"{N(top + height - length - 5)}\">{Label(chart, series.Values[category])}</text>"
                    );
                x += bar;
            }
            Lines(svg, Wrap(chart.Categories[category], Math.Max(6, (int)(step / 8))), (category + 0.5) * step, top + height + 4, "middle");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M0 {N(top + height)}H{N(Width)}\"/>");
        return top
            + height
            + 8
            + LineHeight * chart.Categories.Select(category => Wrap(category, Math.Max(6, (int)(step / 8))).Count).DefaultIfEmpty(1).Max();
    }

    // A line for the range, a tick, a dot; the value of the dot at the end.
    private static double Ranges(RangePlot plot, StringBuilder svg)
    {
        const double left = 270,
            row = 26;
        // A word where there is no dot is longer than a figure; the axis of 100 % stands clear of it.
        var right = Math.Max(84, LetterWidth * plot.Rows.Max(entry => entry.Own is null ? entry.Absent.Length : 0) + 14);
        double X(double share) => left + share * (Width - left - right);
        svg.Append("<circle class=\"own\" cx=\"13\" cy=\"9\" r=\"6\"/><path class=\"range\" d=\"M0 29H26\"/>");
        if (plot.Middle is not null)
            svg.Append("<path class=\"tick\" d=\"M13 22V36\"/>");
        Lines(svg, [plot.Own], 34, -2, "start");
        Lines(svg, [plot.Middle is { } middle ? $"{plot.Range}, черта{Russian.NoBreakSpace}— {middle}" : plot.Range], 34, 18, "start");
        var y = 46.0;
        var head = y - 4;
        foreach (var entry in plot.Rows)
        {
            var lines = Wrap(entry.Title, 29);
            var height = Math.Max(row, lines.Count * LineHeight + Padding);
            Lines(svg, lines, left - 10, y + (height - lines.Count * LineHeight) / 2, "end");
            var centre = y + height / 2;
            if (entry is { Low: { } low, High: { } high })
                svg.Append(CultureInfo.InvariantCulture, $"<path class=\"range\" d=\"M{N(X(low))} {N(centre)}H{N(X(high))}\"/>");
            if (entry.Middle is { } median)
                svg.Append(CultureInfo.InvariantCulture, $"<path class=\"tick\" d=\"M{N(X(median))} {N(centre - 9)}V{N(centre + 9)}\"/>");
            if (entry.Own is { } own)
                svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"own\" cx=\"{N(X(own))}\" cy=\"{N(centre)}\" r=\"6\"/>");
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text text-anchor=\"end\" x=\"{N(Width)}\" "
                    + $"y=\"{N(centre + 5)}\">{(entry.Own is { } share ? Russian.Percent(share) : entry.Absent)}</text>"
            );
            y += height;
        }
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{N(left)} {N(head)}V{N(y)}M{N(X(1))} {N(head)}V{N(y)}\"/>");
        Lines(svg, ["0"], left, y, "middle");
        Lines(svg, [$"100\u00A0%"], X(1), y, "middle");
        return y + LineHeight + 4;
    }

    private static double Legend(Chart chart, StringBuilder svg, double y)
    {
        foreach (var series in chart.Series)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect {Fill(series.Color)} x=\"0\" y=\"{N(y)}\" width=\"14\" height=\"14\"/>");
            Lines(svg, [series.Title], 20, y - 2, "start");
            y += LineHeight + 2;
        }
        return y + 4;
    }

    private static void Lines(StringBuilder svg, List<string> lines, double x, double top, string anchor)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text text-anchor=\"{anchor}\">");
        for (var line = 0; line < lines.Count; line++)
            svg.Append(CultureInfo.InvariantCulture, $"<tspan x=\"{N(x)}\" y=\"{N(top + line * LineHeight + 13)}\">")
                .Append(Html.Escape(lines[line]))
                .Append("</tspan>");
        svg.Append("</text>");
    }

    // SVG text does not wrap; a width in characters is near enough at one size of one font.
    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }
            if (line.Length > 0)
                line.Append(' ');
            line.Append(word);
        }
        lines.Add(line.ToString());
        return lines;
    }

    // The accent follows the theme; colours of data stay what they are.
    private static string Fill(string color) => color == Palette.Accent ? "class=\"bar\"" : $"fill=\"#{color}\"";

    private static string InkOn(string color) => Ink.On(color) == "FFFFFF" ? "on-dark" : "on-light";

    private static string N(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
