using System.Globalization;
using System.Text;
using Orientir.Core.Office;

namespace Orientir.Core.Reports;

/// <summary>
/// A chart as SVG: labels stand in the picture, colours come from the page's style sheet where they carry no data, so that
/// dark mode and print need no second drawing. Title and description are read aloud.
/// </summary>
internal static class SvgChart
{
    private const double Width = 720;
    private const double LineHeight = 17;
    private const double Padding = 6;

    /// <summary>Draws the chart.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="id">Prefix of the ids of title and description, unique on the page.</param>
    /// <param name="html">Where to.</param>
    public static void Write(Chart chart, string id, StringBuilder html)
    {
        var body = new StringBuilder();
        var height = chart.Kind == ChartKind.StackedBars ? Stacked(chart, body) : Bars(chart, body);
        html.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {N(Width)} {N(height)}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">")
            .Append(CultureInfo.InvariantCulture, $"<title id=\"{id}-t\">").Append(Html.Escape(chart.Title)).Append("</title>")
            .Append(CultureInfo.InvariantCulture, $"<desc id=\"{id}-d\">").Append(Html.Escape(chart.Description)).Append("</desc>")
            .Append(body).Append("</svg>\n");
    }

    /// <summary>A value as it is labelled: per cent of shares, or the number.</summary>
    public static string Label(Chart chart, double? value) => value is not { } number ? Russian.NoData
        : chart.Unit == "%" ? Russian.Percent(number) : Russian.Number(number);

    // Names on the left in as many lines as they need, bars from a common zero, the value at the end of the bar.
    private static double Bars(Chart chart, StringBuilder svg)
    {
        const double left = 270, right = 74;
        var top = chart.Unit == "%" ? 1 : Math.Max(1e-9, chart.Series.SelectMany(series => series.Values).Max() ?? 0);
        var (y, bar) = (2.0, 16.0);
        var several = chart.Series.Count > 1;
        if (several) y = Legend(chart, svg, y);
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
                    svg.Append(CultureInfo.InvariantCulture, $"<rect {Fill(series.Color)} x=\"{N(left)}\" y=\"{N(barY)}\" width=\"{N(Math.Max(length, 1))}\" height=\"{N(bar)}\"/>");
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"num\" x=\"{N(left + length + 6)}\" y=\"{N(barY + 13)}\">{Label(chart, series.Values[category])}</text>");
                barY += bar + 2;
            }
            y += rowHeight;
        }
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M{N(left)} 0V{N(y)}\"/>");
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
                if (series.Values[category] is not > 0) continue;
                var value = series.Values[category]!.Value;
                var width = value / sum * Width;
                svg.Append(CultureInfo.InvariantCulture, $"<rect {Fill(series.Color)} class=\"part\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"30\"/>");
                if (width >= 28)
                    svg.Append(CultureInfo.InvariantCulture, $"<text class=\"num\" style=\"fill:#{InkOn(series.Color)}\" text-anchor=\"middle\" x=\"{N(x + width / 2)}\" y=\"{N(y + 20)}\">{Label(chart, value)}</text>");
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
            svg.Append(CultureInfo.InvariantCulture, $"<tspan x=\"{N(x)}\" y=\"{N(top + line * LineHeight + 13)}\">").Append(Html.Escape(lines[line])).Append("</tspan>");
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
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        lines.Add(line.ToString());
        return lines;
    }

    // The accent follows the theme; colours of data stay what they are.
    private static string Fill(string color) => color == Palette.Accent ? "class=\"bar\"" : $"fill=\"#{color}\"";

    private static string InkOn(string color) => color is Palette.Teal or Palette.Brick or Palette.Accent ? "FFFFFF" : Palette.Ink;

    private static string N(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
