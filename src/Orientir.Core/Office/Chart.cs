namespace Orientir.Core.Office;

/// <summary>How the series of a chart are drawn.</summary>
public enum ChartKind
{
    /// <summary>Horizontal bars, side by side.</summary>
    Bars,

    /// <summary>Vertical columns, side by side.</summary>
    Columns,

    /// <summary>Horizontal bars, one part after another.</summary>
    StackedBars,
}

/// <summary>One series: a value a category; null is «нет данных» and draws nothing.</summary>
/// <param name="Title">Name in the legend.</param>
/// <param name="Values">One value a category of the chart.</param>
/// <param name="Color">RRGGBB.</param>
public sealed record ChartSeries(string Title, IReadOnlyList<double?> Values, string Color);

/// <summary>
/// A chart as data: Word and Excel write it as a native editable chart, HTML draws it as SVG with a table alternative.
/// </summary>
/// <param name="Title">Title over the chart.</param>
/// <param name="Description">What the chart shows in words: the alternative text.</param>
/// <param name="Kind">How the series are drawn.</param>
/// <param name="Unit">Unit of the values: «баллы», «муниципалитеты»; «%» shows shares 0 … 1 as per cent.</param>
/// <param name="Categories">Names along the axis.</param>
/// <param name="Series">At least one.</param>
public sealed record Chart(
    string Title,
    string Description,
    ChartKind Kind,
    string Unit,
    IReadOnlyList<string> Categories,
    IReadOnlyList<ChartSeries> Series
);
