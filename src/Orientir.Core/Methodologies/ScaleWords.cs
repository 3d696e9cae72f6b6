using Orientir.Measurement.Scoring;

namespace Orientir.Core.Methodologies;

/// <summary>A scale in words, for those who answer and mark.</summary>
public static class ScaleWords
{
    /// <summary>One line: «да — 1 балл, нет — 0».</summary>
    public static string Of(Scale scale) =>
        scale switch
        {
            BinaryScale binary => $"да — {Points(binary.Points)}, нет — 0",
            OrdinalScale ordinal => $"{Russian.Count(ordinal.Steps.Count, "ступень", "ступени", "ступеней")}, от "
                + $"{Russian.Number(ordinal.Steps.Min(step => step.Points))} до {PointsOf(ordinal.Maximum)}",
            ChecklistScale list => $"{Russian.Count(list.Items.Count, "условие", "условия", "условий")}, {Points(list.Points)} за каждое"
                + (list.Max is { } most ? $", не больше {PointsOf(most)}" : ""),
            PointsScale points => $"от 0 до {PointsOf(points.Max)}"
                + (points.Step == 1 ? "" : $" с шагом {Russian.Number(points.Step, 9)}"),
            ComponentsScale parts =>
                $"{Russian.Count(parts.Items.Count, "составляющая", "составляющие", "составляющих")}: подтверждены все — 3 балла, "
                    + "часть — 2, только заявлены — 1, ничего — 0",
            MeasureScale measure => $"измеряемая величина, {measure.Unit}"
                + (measure.Bands.Count == 0 ? ": показывается, баллов не даёт" : $": до {PointsOf(measure.Maximum)}"),
            _ => throw new NotSupportedException($"No words for the scale {scale.GetType().Name}."),
        };

    /// <summary>
    /// What one can choose from or is counted: steps, items or bounds, each with its points; empty where the line says it all.
    /// </summary>
    public static IReadOnlyList<(string Title, string Points)> PartsOf(Scale scale) =>
        scale switch
        {
            OrdinalScale ordinal => [.. ordinal.Steps.Select(step => (step.Title, Points(step.Points)))],
            ChecklistScale list => [.. list.Items.Select(item => (item.Title, Points(list.Points)))],
            ComponentsScale parts => [.. parts.Items.Select(item => (item.Title, ""))],
            MeasureScale measure => [.. measure.Bands.Select((band, at) => (RangeOf(measure, at), Points(band.Points)))],
            _ => [],
        };

    /// <summary>What the items of a leaf give, for those who answer them one by one; null for scales without items.</summary>
    public static string? PointsOfItems(Node leaf)
    {
        double Given(double value) => leaf.Scale!.PointsOf(value) * leaf.Weight;
        return leaf.Scale switch
        {
            ChecklistScale list => $"По {Russian.Apiece(list.Points * leaf.Weight, Nouns.Point)} за каждый пункт"
                + (
                    list.Max is null
                        ? "."
                        : $", всего не больше {Russian.Count(list.Maximum * leaf.Weight, Nouns.Point, GrammaticalCase.Genitive)}."
                ),
            ComponentsScale parts =>
                $"Отметьте, что есть. {Points(Given(ValueOf(parts, ComponentState.Confirmed, parts.Items.Count)))} — подтверждено всё, "
                    + $"{Russian.Number(Given(ValueOf(parts, ComponentState.Confirmed, 1)), 9)} — часть, "
                    + $"{Russian.Number(Given(ValueOf(parts, ComponentState.Claimed, 1)), 9)} — только заявлено.",
            _ => null,
        };
    }

    private static double ValueOf(ComponentsScale parts, ComponentState state, int count) =>
        ComponentsScale.ValueOf([.. Enumerable.Range(0, parts.Items.Count).Select(item => item < count ? state : ComponentState.Absent)]);

    /// <summary>How a measured quantity is computed; null where the methodology does not say.</summary>
    public static string? FormulaOf(Scale scale) =>
        scale is not MeasureScale measure || measure.Numerator.Length == 0 ? null
        : measure.Denominator.Length == 0 ? measure.Numerator
        : $"{measure.Numerator} ÷ {measure.Denominator}";

    private static string RangeOf(MeasureScale measure, int at)
    {
        var from = Russian.Number(measure.Bands[at].From, 9);
        return at + 1 < measure.Bands.Count ? $"от {from}, но меньше {Russian.Number(measure.Bands[at + 1].From, 9)}" : $"от {from}";
    }

    private static string Points(double points) => Russian.Count(points, Nouns.Point);

    private static string PointsOf(double points) => Russian.Count(points, Nouns.Point, GrammaticalCase.Genitive);
}
