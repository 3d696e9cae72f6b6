using System.Globalization;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Submissions;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reviews;

/// <summary>A value to choose on a scale, and what it means.</summary>
/// <param name="Value">As it is stored.</param>
/// <param name="Title">In words.</param>
/// <param name="Points">The points it gives, «2 балла»; empty for «не применимо».</param>
public sealed record MarkChoice(string Value, string Title, string Points);

/// <summary>Scales, marks and what stands behind them in words, for those who mark and those who read marks.</summary>
public static class MarkWords
{
    private const int MostChoices = 12;

    /// <summary>
    /// The values to choose from, «не применимо» last; empty where the scale takes too many for that and a number is typed.
    /// </summary>
    public static IReadOnlyList<MarkChoice> ChoicesOf(Scale scale, double weight = 1)
    {
        IReadOnlyList<(double Value, string Title)> values = scale switch
        {
            BinaryScale => [(0, "нет"), (1, "да")],
            OrdinalScale ordinal => [.. ordinal.Steps.Select(step => (step.Points, step.Title))],
            ChecklistScale list =>
            [
                .. Enumerable
                    .Range(0, list.Items.Count + 1)
                    .Select(count =>
                        (
                            (double)count,
                            count == 0 ? "не выполнено ничего" : $"выполнено {Russian.Count(count, "пункт", "пункта", "пунктов")}"
                        )
                    ),
            ],
            ComponentsScale => [(0, "ничего нет"), (1, "заявлено, но не подтверждено"), (2, "подтверждена часть"), (3, "подтверждено всё")],
            PointsScale points when scale.AttainablePoints.Count <= MostChoices =>
            [
                .. points.AttainablePoints.Select(value => (value, Russian.Number(value))),
            ],
            _ => [],
        };
        if (values.Count is 0 or > MostChoices + 1)
            return [];
        return
        [
            .. values.Select(choice => new MarkChoice(
                choice.Value.ToString(CultureInfo.InvariantCulture),
                choice.Title,
                Russian.Count(scale.PointsOf(choice.Value) * weight, Nouns.Point)
            )),
            new("NA", "не применимо", ""),
        ];
    }

    /// <summary>What is allowed at a node, in one sentence.</summary>
    public static string AllowedAt(Methodology methodology, Node node) =>
        Russian.Capital(new MarkValues(methodology, ValuePlace.MarkField).AllowedAt(methodology.Tree.IndexOf(node))) + ".";

    /// <summary>A value read from a text, as it is stored: the items named by a checklist stay named.</summary>
    internal static string Canonical(string text, double value) =>
        double.IsNaN(value) ? "NA"
        : WrittenNumber.TryParse(text, out _) || WrittenNumber.TryParsePercent(text, out _) ? value.ToString(CultureInfo.InvariantCulture)
        : text;

    /// <summary>A stored value as people read it, in the words of its scale.</summary>
    public static string OfValue(string? value, Scale? scale = null) =>
        value switch
        {
            null or "" => "нет оценки",
            "NA" => "не применимо",
            _ when scale is BinaryScale or OrdinalScale && ChoicesOf(scale).FirstOrDefault(choice => choice.Value == value) is { } choice =>
                choice.Title,
            _ when WrittenNumber.TryParse(value, out var number) => Russian.Number(number),
            _ when scale?.Items is { Count: > 0 } items => string.Join(
                "; ",
                value.Split('|').Select(id => items.FirstOrDefault(item => item.Id == id)?.Title ?? id)
            ),
            _ => value,
        };

    /// <summary>An answer of the subject in words, of an item with its title; empty where nothing was answered.</summary>
    public static string OfAnswer(Answer answer, Scale scale)
    {
        var item = answer.ItemId.Length == 0 ? null : scale.Items.FirstOrDefault(item => item.Id == answer.ItemId)?.Title ?? answer.ItemId;
        var value =
            answer.Value is not { Length: > 0 } given ? null
            : item is null ? OfValue(given, scale)
            : given == "1" ? "да"
            : "нет";
        // One denying another is the subject's to settle: all of it is shown.
        string?[] all = [value, answer.NoDocument ? "документа нет" : null, answer.NotApplicable ? "не применимо" : null];
        var said = string.Join("; ", all.OfType<string>());
        return said.Length == 0 || item is null ? said : $"{item}: {said}";
    }
}
