using System.Globalization;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Office;

/// <summary>Writes a <see cref="Chart"/> as the chart part of a Word or Excel file (ECMA-376 part 1, 21.2): native and editable.</summary>
internal static class ChartXml
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
    public const string RelationshipType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart";

    /// <summary>The chart part, UTF-8.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="ranges">The cells behind it.</param>
    /// <param name="titled">Whether the title stands over the chart; a Word chart is titled by its caption instead.</param>
    /// <param name="workbook">In Word, the id of the chart part's relationship to the embedded workbook with the data; null in
    /// Excel.</param>
    public static byte[] Write(Chart chart, ChartRanges ranges, bool titled, string? workbook)
    {
        var xml = new XmlBuffer(8192);
        var format = FormatOf(chart);
        var horizontal = chart.Kind != ChartKind.Columns;
        var stacked = chart.Kind == ChartKind.StackedBars;

        xml.Raw(
            """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:date1904 val="0"/><c:lang val="ru-RU"/><c:roundedCorners val="0"/><c:chart>
            """u8
        );
        if (titled)
            Title(xml, chart.Title, size: 1200, bold: true);
        xml.Raw(titled ? "<c:autoTitleDeleted val=\"0\"/>"u8 : "<c:autoTitleDeleted val=\"1\"/>"u8)
            .Raw("<c:plotArea><c:layout/><c:barChart>"u8)
            .Raw(horizontal ? "<c:barDir val=\"bar\"/>"u8 : "<c:barDir val=\"col\"/>"u8)
            .Raw(stacked ? "<c:grouping val=\"stacked\"/>"u8 : "<c:grouping val=\"clustered\"/>"u8)
            .Raw("<c:varyColors val=\"0\"/>"u8);

        for (var index = 0; index < chart.Series.Count; index++)
            Series(xml, chart, index, ranges, format);

        xml.Raw(
                stacked ? "<c:gapWidth val=\"40\"/><c:overlap val=\"100\"/>"u8
                : chart.Series.Count > 1 ? "<c:gapWidth val=\"60\"/><c:overlap val=\"0\"/>"u8
                : "<c:gapWidth val=\"50\"/>"u8
            )
            .Raw("<c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:barChart><c:catAx><c:axId val=\"1001\"/><c:scaling>"u8)
            // A horizontal chart reads from the top, as its table does.
            .Raw(horizontal ? "<c:orientation val=\"maxMin\"/>"u8 : "<c:orientation val=\"minMax\"/>"u8)
            .Raw("</c:scaling><c:delete val=\"0\"/>"u8)
            .Raw(horizontal ? "<c:axPos val=\"l\"/>"u8 : "<c:axPos val=\"b\"/>"u8)
            .Raw(
                """
                <c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></a:ln></c:spPr><c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="0"/></c:catAx><c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/>
                """u8
            );
        xml.Raw(AxisMaximum(chart))
            .Raw("<c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/>"u8)
            .Raw(horizontal ? "<c:axPos val=\"b\"/>"u8 : "<c:axPos val=\"l\"/>"u8)
            .Raw(
                "<c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr "u8
                    + "val=\"D9D9D9\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>"u8
            );
        if (chart.Unit != "%")
            Title(xml, chart.Unit, size: 1000, bold: false);
        xml.Raw("<c:numFmt formatCode=\""u8)
            .Text(AxisFormatOf(chart))
            .Raw(
                """
            " sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="1001"/>
            """u8
            )
            .Raw(horizontal ? "<c:crosses val=\"max\"/>"u8 : "<c:crosses val=\"autoZero\"/>"u8)
            .Raw("<c:crossBetween val=\"between\"/>"u8);
        if (chart.Unit == "%" && !stacked)
            xml.Raw("<c:majorUnit val=\"0.2\"/>"u8);
        else if (chart.Series.All(series => series.Values.All(value => value is null or <= 5)) && !stacked)
            xml.Raw("<c:majorUnit val=\"1\"/>"u8);
        xml.Raw("</c:valAx><c:spPr><a:noFill/></c:spPr></c:plotArea>"u8);
        if (chart.Series.Count > 1)
            xml.Raw("<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>"u8);
        xml.Raw(
            """
            <c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1000"><a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:latin typeface="Times New Roman"/><a:cs typeface="Times New Roman"/></a:defRPr></a:pPr><a:endParaRPr lang="ru-RU"/></a:p></c:txPr>
            """u8
        );
        if (workbook is not null)
            xml.Raw("<c:externalData r:id=\""u8).Text(workbook).Raw("\"><c:autoUpdate val=\"0\"/></c:externalData>"u8);
        return xml.Raw("</c:chartSpace>"u8).ToArray();
    }

    private static void Series(XmlBuffer xml, Chart chart, int index, ChartRanges ranges, string format)
    {
        var (series, range) = (chart.Series[index], ranges.Series[index]);
        var stacked = chart.Kind == ChartKind.StackedBars;
        xml.Raw("<c:ser><c:idx val=\""u8)
            .Number(index)
            .Raw("\"/><c:order val=\""u8)
            .Number(index)
            .Raw("\"/><c:tx><c:strRef><c:f>"u8)
            .Text(range.Title)
            .Raw("</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>"u8)
            .Text(series.Title)
            .Raw("</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val=\""u8)
            .Text(series.Color)
            .Raw("\"/></a:solidFill>"u8);
        if (stacked) // A line between the parts: colour alone must not carry the border.
            xml.Raw("<a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill></a:ln>"u8);
        xml.Raw("</c:spPr><c:invertIfNegative val=\"0\"/><c:dLbls><c:numFmt formatCode=\""u8)
            .Text(stacked ? format + ";;" : format)
            .Raw(
                "\" sourceLinked=\"0\"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/>"u8
                    + "<a:p><a:pPr><a:defRPr sz=\"1000\"><a:solidFill><a:srgbClr val=\""u8
            )
            .Text(stacked ? Ink.On(series.Color) : "000000")
            .Raw("\"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang=\"ru-RU\"/></a:p></c:txPr>"u8)
            .Raw(stacked ? "<c:dLblPos val=\"ctr\"/>"u8 : "<c:dLblPos val=\"outEnd\"/>"u8)
            .Raw(
                "<c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent "u8
                    + "val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>"u8
            )
            .Raw("<c:cat><c:strRef><c:f>"u8)
            .Text(ranges.Categories)
            .Raw("</c:f><c:strCache><c:ptCount val=\""u8)
            .Number(chart.Categories.Count)
            .Raw("\"/>"u8);
        for (var at = 0; at < chart.Categories.Count; at++)
            xml.Raw("<c:pt idx=\""u8).Number(at).Raw("\"><c:v>"u8).Text(chart.Categories[at]).Raw("</c:v></c:pt>"u8);
        xml.Raw("</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>"u8)
            .Text(range.Values)
            .Raw("</c:f><c:numCache><c:formatCode>"u8)
            .Text(format)
            .Raw("</c:formatCode><c:ptCount val=\""u8)
            .Number(series.Values.Count)
            .Raw("\"/>"u8);
        for (var at = 0; at < series.Values.Count; at++)
            if (series.Values[at] is { } value)
                xml.Raw("<c:pt idx=\""u8).Number(at).Raw("\"><c:v>"u8).Number(value).Raw("</c:v></c:pt>"u8);
        xml.Raw("</c:numCache></c:numRef></c:val></c:ser>"u8);
    }

    private static void Title(XmlBuffer xml, string text, int size, bool bold) =>
        xml.Raw("<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\""u8)
            .Number(size)
            .Raw(bold ? "\" b=\"1\"/></a:pPr>"u8 : "\" b=\"0\"/></a:pPr>"u8)
            .Raw("<a:r><a:rPr lang=\"ru-RU\" sz=\""u8)
            .Number(size)
            .Raw(bold ? "\" b=\"1\"/><a:t>"u8 : "\" b=\"0\"/><a:t>"u8)
            .Text(text)
            .Raw("</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>"u8);

    /// <summary>The number format of the values: per cent for shares; one decimal only where some value has decimals.</summary>
    public static string FormatOf(Chart chart)
    {
        var scale = chart.Unit == "%" ? 100 : 1;
        var whole = chart.Series.All(series =>
            series.Values.All(value => value is not { } number || Tolerance.AreEqual(number * scale, Math.Round(number * scale)))
        );
        return chart.Unit == "%" ? (whole ? "0\"\u00A0\"%" : "0.0\"\u00A0\"%")
            : whole ? "0"
            : "0.0";
    }

    private static string AxisFormatOf(Chart chart) => chart.Unit == "%" ? "0\"\u00A0\"%" : "General";

    // A share is read against the whole: the axis ends at 100 %. Stacked counts end at the largest sum, not at the next round number.
    private static string AxisMaximum(Chart chart)
    {
        if (chart.Kind == ChartKind.StackedBars)
        {
            var sum = Enumerable
                .Range(0, chart.Categories.Count)
                .Select(at => chart.Series.Sum(series => series.Values[at] ?? 0))
                .DefaultIfEmpty(0)
                .Max();
            return sum > 0 ? $"<c:max val=\"{sum.ToString(CultureInfo.InvariantCulture)}\"/>" : "";
        }
        return chart.Unit == "%" ? "<c:max val=\"1\"/>" : "";
    }
}
