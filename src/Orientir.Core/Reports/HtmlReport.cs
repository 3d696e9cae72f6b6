using System.Globalization;
using System.Text;
using Orientir.Core.Office;

namespace Orientir.Core.Reports;

/// <summary>
/// The analytic report as one HTML file that needs nothing beside it: no script, no font, no picture from elsewhere. It is
/// well-formed XML too, reads in light, dark and print, and says the same as report.docx, in the same order.
/// </summary>
public sealed class HtmlReport
{
    /// <summary>Writes the report as UTF-8.</summary>
    /// <param name="facts">What to say.</param>
    /// <param name="stream">Where to.</param>
    public void Write(ReportFacts facts, Stream stream) => stream.Write(Encoding.UTF8.GetBytes(Compose(facts, ReportText.Of(facts))));

    private static string Compose(ReportFacts facts, IReadOnlyList<Section> sections)
    {
        var html = new StringBuilder(64 * 1024);
        html.Append(
                "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
                    + "content=\"width=device-width, initial-scale=1\"/>\n"
            )
            .Append("<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>")
            .Append(Html.Escape($"{facts.Campaign}: аналитический отчёт"))
            .Append("</title>\n<style>\n")
            .Append(Style())
            .Append("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">К содержанию отчёта</a>\n");
        html.Append("<header>\n<h1>")
            .Append(Html.Escape(facts.Campaign))
            .Append("</h1>\n<p class=\"lead\">Аналитический отчёт. Методика ")
            .Append(Html.Escape($"{Russian.Quote(facts.Methodology.Title)}, {facts.Edition}"))
            .Append("</p>\n");
        if (facts.MarkSource is { } source)
            html.Append("<p class=\"source\">").Append(Html.Escape(source)).Append("</p>\n");
        html.Append("</header>\n");

        html.Append("<nav aria-label=\"Разделы отчёта\">\n<ol>\n");
        foreach (var section in sections.Where(section => section.Level == 1))
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{section.Id}\">")
                .Append(Html.Escape(section.Title))
                .Append("</a></li>\n");
        html.Append("</ol>\n</nav>\n<main id=\"main\">\n");

        var open = false;
        foreach (var section in sections)
        {
            if (section.Level == 1)
            {
                if (open)
                    html.Append("</section>\n");
                // Not a landmark: a table's scrolling frame may bear the same name, and headings lead through the report.
                html.Append("<section>\n");
                open = true;
            }
            var heading = section.Level == 1 ? "h2" : "h3";
            html.Append(CultureInfo.InvariantCulture, $"<{heading} id=\"{section.Id}\">")
                .Append(Html.Escape(section.Title))
                .Append(CultureInfo.InvariantCulture, $"</{heading}>\n");
            for (var index = 0; index < section.Blocks.Count; index++)
                // The header has said where the marks come from.
                if (!(section.Blocks[index] is TextBlock text && text.Text == facts.MarkSource))
                    WriteBlock(html, section.Blocks[index], $"{section.Id}-{index + 1}");
        }
        if (open)
            html.Append("</section>\n");
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void WriteBlock(StringBuilder html, Block block, string id)
    {
        switch (block)
        {
            case TextBlock text:
                html.Append(text.Strong ? "<p class=\"strong\">" : "<p>").Append(Html.Escape(text.Text)).Append("</p>\n");
                break;
            case ListBlock list:
                var tag = list.Numbered ? "ol" : "ul";
                html.Append(CultureInfo.InvariantCulture, $"<{tag}>\n");
                foreach (var item in list.Items)
                    html.Append("<li>").Append(Html.Escape(item)).Append("</li>\n");
                html.Append(CultureInfo.InvariantCulture, $"</{tag}>\n");
                break;
            case TableBlock table:
                WriteTable(html, table, id);
                break;
            case ChartBlock { Chart: var chart }:
                html.Append("<figure>\n<figcaption>").Append(Html.Escape(chart.Title)).Append("</figcaption>\n");
                html.Append(SvgChart.Markup(chart, id));
                html.Append("<details>\n<summary>Данные диаграммы таблицей</summary>\n");
                WriteTable(html, SvgChart.TableOf(chart), id);
                html.Append("</details>\n</figure>\n");
                break;
            default:
                throw new NotSupportedException($"No markup for {block.GetType().Name}.");
        }
    }

    private static void WriteTable(StringBuilder html, TableBlock table, string id)
    {
        // The frame scrolls sideways on a narrow screen, so it can be reached and scrolled from the keyboard.
        html.Append(
                CultureInfo.InvariantCulture,
                $"<div class=\"frame\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{id}-c\">\n<table>\n<caption id=\"{id}-c\">"
            )
            .Append(Html.Escape(table.Caption))
            .Append("</caption>\n<thead>\n<tr>");
        for (var column = 0; column < table.Columns.Count; column++)
            html.Append("<th scope=\"col\"")
                .Append(Class(table.Columns[column].Numeric ? "n" : "", column == table.RowHeader ? "row" : ""))
                .Append('>')
                .Append(Html.Escape(table.Columns[column].Title))
                .Append("</th>");
        html.Append("</tr>\n</thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append(row.Total ? "<tr class=\"total\">" : "<tr>");
            for (var column = 0; column < row.Cells.Count; column++)
            {
                var cell = row.Cells[column];
                var css = Class(
                    cell.Heat is { } heat ? $"h{heat}" : "",
                    cell.Strong ? "s" : "",
                    column == table.RowHeader ? "row" : "",
                    table.Columns[column].Numeric && column != table.RowHeader ? "n" : ""
                );
                var header = column == table.RowHeader;
                html.Append(header ? "<th scope=\"row\"" : "<td")
                    .Append(css)
                    .Append('>')
                    .Append(Html.Escape(cell.Text))
                    .Append(header ? "</th>" : "</td>");
            }
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table>\n</div>\n");
        if (table.Note is { } note)
            html.Append("<p class=\"note\">").Append(Html.Escape(note)).Append("</p>\n");
    }

    private static string Class(params ReadOnlySpan<string> names)
    {
        var joined = "";
        foreach (var name in names)
            if (name.Length > 0)
                joined += joined.Length == 0 ? name : " " + name;
        return joined.Length == 0 ? "" : $" class=\"{joined}\"";
    }

    private static string Style()
    {
        var heat = new StringBuilder();
        for (var step = 0; step < Palette.Heat.Count; step++)
            heat.Append(CultureInfo.InvariantCulture, $"td.h{step}{{background:#{Palette.Heat[step]};color:#{Palette.InkOnHeat(step)}}}\n");
        return $$$"""
            :root{--surface:#fff;--ground:#f4f7f7;--text:#{{{Palette.Ink}}};--soft:#4b585e;--line:#{{{Palette.Line}}};--accent:#{{{Palette.Accent}}};--focus:#b35900}
            @media (prefers-color-scheme:dark){:root{--surface:#12191c;--ground:#1b2529;--text:#e8edee;--soft:#aebabf;--line:#3d4b50;--accent:#6cc5bf;--focus:#ffb54d}}
            *{box-sizing:border-box}
            html{-webkit-text-size-adjust:100%}
            body{margin:0 auto;padding:16px 24px 48px;max-width:1120px;background:var(--surface);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
            h1{font-size:32px;line-height:1.2;margin:24px 0 8px;max-width:30ch}
            h2{font-size:24px;line-height:1.25;margin:48px 0 12px;padding-top:12px;border-top:2px solid var(--accent)}
            h3{font-size:19px;line-height:1.3;margin:32px 0 8px}
            p,li{max-width:66ch;margin:0 0 8px}
            ol,ul{margin:0 0 16px;padding-left:28px}
            .lead{color:var(--soft)}
            .strong{font-size:19px;line-height:1.4;margin-bottom:12px}
            .source{display:inline-block;font-weight:600;padding:8px 12px;border:2px solid var(--focus);border-radius:4px}
            .note{font-size:14px;color:var(--soft);margin-top:4px;max-width:none}
            a{color:var(--accent)}
            a:focus-visible,summary:focus-visible,.frame:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
            .skip{position:absolute;left:-9999px}
            .skip:focus{left:16px;top:8px;z-index:3;background:var(--surface);padding:8px 12px}
            nav{margin:24px 0;padding:12px 16px;background:var(--ground);border-radius:4px}
            nav ol{margin:0;columns:3 220px}
            nav li{margin:0;padding:2px 0;break-inside:avoid}
            figure{margin:16px 0 24px}
            figcaption,caption{font-weight:600;text-align:left;margin-bottom:8px}
            caption{padding:4px 0}
            .chart{display:block;width:100%;max-width:860px;height:auto}
            .chart text{fill:var(--text);font-size:14px}
            .chart .bar{fill:var(--accent)}
            .chart .on-dark{fill:#fff}
            .chart .on-light{fill:#{{{Palette.Ink}}}}
            .chart .part{stroke:var(--surface);stroke-width:2}
            .chart .axis{stroke:var(--line);fill:none}
            summary{cursor:pointer;color:var(--accent);padding:4px 0}
            .frame{overflow:auto;max-height:90vh;margin:16px 0 4px}
            table{border-collapse:separate;border-spacing:0;width:100%;font-size:14px;line-height:1.35}
            th,td{padding:6px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
            thead th{position:sticky;top:0;z-index:1;background:var(--ground);vertical-align:bottom;font-weight:600}
            tbody th{font-weight:400}
            .row{position:sticky;left:0;background:var(--surface);min-width:9em}
            thead .row{z-index:2;background:var(--ground)}
            .n{text-align:right}
            td.n{white-space:nowrap}
            .s{font-weight:700}
            .total td,.total th{font-weight:600;background:var(--ground)}
            {{{heat}}}td.s[class*=h]{outline:2px solid var(--focus);outline-offset:-2px}
            @media (max-width:640px){body{padding:8px 16px 32px}h1{font-size:24px}h2{font-size:19px}h3{font-size:16px}.strong{font-size:16px;font-weight:600}nav ol{columns:1}table{font-size:13px}.row{min-width:8.5em;max-width:11em;hyphens:auto}figure{overflow-x:auto}.chart{min-width:600px}}
            @media print{@page{size:A4;margin:15mm 12mm}:root{--surface:#fff;--ground:#f0f0f0;--text:#000;--soft:#333;--line:#999;--accent:#{{{Palette.Accent}}};--focus:#{{{Palette.Brick}}} }
            body{max-width:none;padding:0;font-size:11pt}.skip,details,nav{display:none}h1{font-size:20pt}h2{font-size:15pt;margin-top:18pt;break-after:avoid}h3{font-size:12pt;break-after:avoid}
            p,li{max-width:none;orphans:3;widows:3}a{color:inherit;text-decoration:none}.frame{overflow:visible;max-height:none}table{font-size:9pt}thead{display:table-header-group}thead th,.row{position:static}tbody .row{background:none}
            tr,figure,li{break-inside:avoid}caption,figcaption{break-after:avoid}td,th,rect{-webkit-print-color-adjust:exact;print-color-adjust:exact}}

            """;
    }
}

/// <summary>Text inside markup.</summary>
internal static class Html
{
    /// <summary>The text with everything that markup could take for its own replaced; what XML cannot hold becomes «�».</summary>
    public static string Escape(string text)
    {
        if (
            text.AsSpan().IndexOfAny("&<>\"'") < 0
            && !text.AsSpan().ContainsAnyInRange('\0', '\u001F')
            && !text.AsSpan().ContainsAnyInRange('\uD800', '\uFFFF')
        )
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            switch (rune.Value)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '"':
                    escaped.Append("&quot;");
                    break;
                case '\'':
                    escaped.Append("&#39;");
                    break;
                case '\t' or '\n' or '\r':
                    escaped.Append(' ');
                    break;
                case < 0x20 or 0xFFFE or 0xFFFF:
                    escaped.Append('\uFFFD');
                    break;
                default:
                    escaped.Append(rune.ToString());
                    break;
            }
        return escaped.ToString();
    }
}
