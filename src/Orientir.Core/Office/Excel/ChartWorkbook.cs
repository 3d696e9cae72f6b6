namespace Orientir.Core.Office;

/// <summary>
/// The workbook inside a Word chart that «Изменить данные» opens: one sheet, categories downwards, a column per series, as
/// <see cref="ChartRanges.Block"/> refers to it.
/// </summary>
internal static class ChartWorkbook
{
    public static byte[] Write(Chart chart, string sheet)
    {
        var style = new CellStyle { Format = chart.Unit == "%" ? CellFormat.Percent : CellFormat.General };
        using var file = new MemoryStream(8192);
        using (var workbook = new WorkbookWriter(file, chart.Title))
        {
            var cells = workbook.AddSheet(sheet, new SheetLayout { Widths = [48] });
            cells.Row().Skip();
            foreach (var series in chart.Series)
                cells.Text(series.Title);
            for (var category = 0; category < chart.Categories.Count; category++)
            {
                cells.Row().Text(chart.Categories[category]);
                foreach (var series in chart.Series)
                    cells.Number(series.Values[category], style);
            }
        }
        return file.ToArray();
    }
}
