namespace Orientir.Core.Office;

/// <summary>Looks a conditional format gives.</summary>
internal sealed record ConditionalStyle(string? Fill, string? Color = null, bool Bold = false);

/// <summary>Collects the styles of a workbook and writes its styles part.</summary>
internal sealed class WorkbookStyles
{
    private const int FirstCustomFormat = 164;

    private readonly Dictionary<CellStyle, int> byReference = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CellStyle, int> byValue = [];
    private readonly List<CellStyle> cells = [];
    private readonly List<ConditionalStyle> conditions = [];

    public WorkbookStyles() => IndexOf(CellStyle.Plain);

    /// <summary>Index of the style for cells.</summary>
    public int IndexOf(CellStyle style)
    {
        if (byReference.TryGetValue(style, out var index))
            return index;
        if (!byValue.TryGetValue(style, out index))
        {
            index = cells.Count;
            cells.Add(style);
            byValue.Add(style, index);
        }
        byReference.Add(style, index);
        return index;
    }

    /// <summary>Index of the style for conditional formats.</summary>
    public int IndexOf(ConditionalStyle style)
    {
        var index = conditions.IndexOf(style);
        if (index >= 0)
            return index;
        conditions.Add(style);
        return conditions.Count - 1;
    }

    public void Write(XmlBuffer xml)
    {
        var formats = cells.Select(style => style.CustomFormat).OfType<string>().Distinct().ToList();
        var fonts = cells.Select(FontOf).Distinct().ToList();
        var fills = cells.Select(style => style.Fill).OfType<string>().Distinct().ToList();

        xml.Raw(
            """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"""u8
        );
        // Number 164 is «0.0», which Excel has no number of its own for.
        xml.Raw("<numFmts count=\""u8)
            .Number(formats.Count + 2)
            .Raw("\"><numFmt numFmtId=\"164\" formatCode=\"0.0\"/><numFmt numFmtId=\"165\" formatCode=\"0.0%\"/>"u8);
        for (var index = 0; index < formats.Count; index++)
            xml.Raw("<numFmt numFmtId=\""u8)
                .Number(FirstCustomFormat + 2 + index)
                .Raw("\" formatCode=\""u8)
                .Text(formats[index])
                .Raw("\"/>"u8);
        xml.Raw("</numFmts><fonts count=\""u8).Number(fonts.Count).Raw("\">"u8);
        foreach (var font in fonts)
        {
            xml.Raw("<font>"u8);
            if (font.Bold)
                xml.Raw("<b/>"u8);
            if (font.Italic)
                xml.Raw("<i/>"u8);
            if (font.Underline)
                xml.Raw("<u/>"u8);
            xml.Raw("<sz val=\""u8)
                .Number(font.Size)
                .Raw("\"/><color rgb=\"FF"u8)
                .Text(font.Color)
                .Raw("\"/><name val=\"Arial\"/><family val=\"2\"/><charset val=\"204\"/></font>"u8);
        }
        xml.Raw("</fonts><fills count=\""u8)
            .Number(fills.Count + 2)
            .Raw("\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"u8);
        foreach (var fill in fills)
            xml.Raw("<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF"u8)
                .Text(fill)
                .Raw("\"/><bgColor indexed=\"64\"/></patternFill></fill>"u8);
        xml.Raw("</fills><borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border><border>"u8);
        foreach (var side in (ReadOnlySpan<string>)["left", "right", "top", "bottom"])
            xml.Raw("<"u8).Raw(side).Raw(" style=\"thin\"><color rgb=\"FF9AA5AD\"/></"u8).Raw(side).Raw(">"u8);
        xml.Raw(
                "<diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "u8
                    + "borderId=\"0\"/></cellStyleXfs><cellXfs count=\""u8
            )
            .Number(cells.Count)
            .Raw("\">"u8);
        foreach (var style in cells)
        {
            xml.Raw("<xf numFmtId=\""u8)
                .Number(FormatId(style, formats))
                .Raw("\" fontId=\""u8)
                .Number(fonts.IndexOf(FontOf(style)))
                .Raw("\" fillId=\""u8)
                .Number(style.Fill is null ? 0 : fills.IndexOf(style.Fill) + 2)
                .Raw("\" borderId=\""u8)
                .Number(style.Border ? 1 : 0)
                .Raw(
                    "\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\" "u8
                        + "applyProtection=\"1\"><alignment"u8
                );
            if (style.Align != CellAlignment.Auto)
                xml.Raw(
                    style.Align switch
                    {
                        CellAlignment.Left => " horizontal=\"left\""u8,
                        CellAlignment.Center => " horizontal=\"center\""u8,
                        _ => " horizontal=\"right\""u8,
                    }
                );
            xml.Raw(style.Middle ? " vertical=\"center\""u8 : " vertical=\"top\""u8);
            if (style.Rotation != 0)
                xml.Raw(" textRotation=\""u8).Number(style.Rotation).Raw("\""u8);
            if (style.Wrap)
                xml.Raw(" wrapText=\"1\""u8);
            if (style.Indent != 0)
                xml.Raw(" indent=\""u8).Number(style.Indent).Raw("\""u8);
            xml.Raw(style.Unlocked ? "/><protection locked=\"0\"/></xf>"u8 : "/></xf>"u8);
        }
        xml.Raw("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles><dxfs count=\""u8)
            .Number(conditions.Count)
            .Raw("\">"u8);
        foreach (var style in conditions)
        {
            xml.Raw("<dxf>"u8);
            if (style.Bold || style.Color is not null)
            {
                xml.Raw(style.Bold ? "<font><b/>"u8 : "<font>"u8);
                if (style.Color is not null)
                    xml.Raw("<color rgb=\"FF"u8).Text(style.Color).Raw("\"/>"u8);
                xml.Raw("</font>"u8);
            }
            if (style.Fill is not null)
                xml.Raw("<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF"u8)
                    .Text(style.Fill)
                    .Raw("\"/><bgColor rgb=\"FF"u8)
                    .Text(style.Fill)
                    .Raw("\"/></patternFill></fill>"u8);
            xml.Raw("</dxf>"u8);
        }
        xml.Raw("</dxfs></styleSheet>"u8);
    }

    private static (bool Bold, bool Italic, bool Underline, double Size, string Color) FontOf(CellStyle style) =>
        (style.Bold, style.Italic, style.Underline, style.Size, style.Color ?? "000000");

    private static int FormatId(CellStyle style, List<string> formats) =>
        style.CustomFormat is { } custom
            ? FirstCustomFormat + 2 + formats.IndexOf(custom)
            : style.Format switch
            {
                CellFormat.Whole => 1,
                CellFormat.Hundredth => 2,
                CellFormat.Tenth => FirstCustomFormat,
                CellFormat.Percent => FirstCustomFormat + 1,
                CellFormat.Text => 49,
                _ => 0,
            };
}
