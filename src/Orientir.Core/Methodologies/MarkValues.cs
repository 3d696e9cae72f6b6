using Orientir.Core.Office;
using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Methodologies;

/// <summary>Where a value is written: what is wrong is said in the words of that place.</summary>
internal enum ValuePlace
{
    /// <summary>A mark in a cell of a table.</summary>
    Cell,

    /// <summary>A mark typed into a field of a page.</summary>
    MarkField,

    /// <summary>An answer in a cell of a form.</summary>
    AnswerCell,

    /// <summary>An answer typed into a field of a page.</summary>
    AnswerField,
}

/// <summary>Reads the values of marks and says what is allowed where.</summary>
internal sealed class MarkValues
{
    /// <summary>How forms write that an indicator does not apply.</summary>
    public const string NotApplicable = "не применимо";

    private static readonly string[] StateWords = ["absent", "claimed", "confirmed"]; // in the order of ComponentState

    private readonly Methodology methodology;
    private readonly ValuePlace place;
    private readonly string?[] allowed;

    // Whole values 0 … 63 a node is known to accept: most marks are small and repeat.
    private readonly ulong[] accepted;

    public MarkValues(Methodology methodology, ValuePlace place = ValuePlace.Cell)
    {
        (this.methodology, this.place) = (methodology, place);
        allowed = new string?[methodology.Nodes.Count];
        accepted = new ulong[methodology.Nodes.Count];
    }

    /// <summary>The value of a mark, NaN for «не применимо»; or what is wrong with it.</summary>
    public bool TryRead(ReadOnlySpan<char> text, int node, out double value, out string found)
    {
        found = "";
        var scale = methodology.Nodes[node].Scale;
        if (WrittenNumber.TryParse(text, out value))
        {
            if (IsAccepted(value, node))
                return true;
            found = scale is null
                ? $"сумма {WrittenNumber.Show(value)} вне допустимого"
                : $"значения {WrittenNumber.Show(value)} нет на шкале";
            return false;
        }
        if (IsNotApplicable(text))
        {
            value = double.NaN;
            found = scale is null ? "«не применимо» у узла, в котором есть другие узлы" : "";
            return scale is not null;
        }
        if (WrittenNumber.TryParsePercent(text, out var percent))
        {
            value = percent;
            if (scale is MeasureScale measure && IsPercent(measure.Unit))
                return true;
            found = NotInPercent(percent);
            return false;
        }
        switch (scale)
        {
            case ChecklistScale checklist:
                return TryReadItems(text, checklist, out value, out found);
            case ComponentsScale components when text.Contains('='):
                return TryReadStates(text, components, out value, out found);
            default:
                found = Describe(text.ToString());
                return false;
        }
    }

    /// <summary>What a mark at the node may be, in words.</summary>
    public string AllowedAt(int node) =>
        allowed[node] ??=
            Allowed(node)
            + place switch
            {
                ValuePlace.Cell => "; пустая ячейка — нет оценки",
                ValuePlace.MarkField => "; пустое поле — нет оценки",
                ValuePlace.AnswerCell => "; пустая ячейка — нет ответа",
                _ => "; пустое поле — нет ответа",
            }
            + (
                methodology.Nodes[node].Scale is null
                    ? ""
                    : place switch
                    {
                        ValuePlace.Cell => ", NA — не применимо",
                        ValuePlace.MarkField => ", н/п — не применимо",
                        _ => "", // said by a choice of its own
                    }
            );

    /// <summary>«NA», «н/п», «не применимо»: as people and our own forms write it.</summary>
    public static bool IsNotApplicable(ReadOnlySpan<char> text) =>
        text.Equals("NA", StringComparison.OrdinalIgnoreCase)
        || text.Equals("н/п", StringComparison.OrdinalIgnoreCase)
        || text.Equals(NotApplicable, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is said of a percentage where none is measured.</summary>
    public static string NotInPercent(double percent) => $"«{WrittenNumber.Show(percent)}%» — проценты, а показатель измеряется не в них";

    private bool IsAccepted(double value, int node)
    {
        var bit = value is >= 0 and < 64 && value == Math.Floor(value) ? 1UL << (int)value : 0;
        if ((accepted[node] & bit) != 0)
            return true;
        var maximum = methodology.Specification.MaximumOf(node);
        var fits = methodology.Nodes[node].Scale is { } scale ? scale.Accepts(value) : value >= 0 && !Tolerance.IsAbove(value, maximum);
        if (fits)
            accepted[node] |= bit;
        return fits;
    }

    private static bool IsPercent(string unit) =>
        unit.AsSpan().Trim().StartsWith("%", StringComparison.Ordinal)
        || unit.AsSpan().Trim().StartsWith("процент", StringComparison.OrdinalIgnoreCase);

    private string Describe(string text)
    {
        var isAnswer = place is ValuePlace.AnswerCell or ValuePlace.AnswerField;
        if (!MarkCodes.LooksLikeDate().IsMatch(text))
            return $"«{text}» — не {(isAnswer ? "ответ на этот показатель" : "оценка")}";
        return $"вместо {(isAnswer ? "ответа" : "оценки")} дата «{text}»"
            + (place is ValuePlace.Cell or ValuePlace.AnswerCell ? ": её мог поставить Excel" : "");
    }

    private bool TryReadItems(ReadOnlySpan<char> text, ChecklistScale scale, out double value, out string found)
    {
        value = 0;
        found = "";
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var range in text.Split('|'))
        {
            var id = text[range].Trim().ToString();
            if (!scale.Items.Any(item => item.Id == id))
                found = text.Contains('|') ? $"пункта «{id}» нет в перечне" : Describe(text.ToString());
            else if (!met.Add(id))
                found = $"пункт «{id}» назван дважды";
            if (found.Length > 0)
                return false;
        }
        value = met.Count;
        return true;
    }

    private static bool TryReadStates(ReadOnlySpan<char> text, ComponentsScale scale, out double value, out string found)
    {
        value = 0;
        found = "";
        var states = new ComponentState[scale.Items.Count];
        var named = new bool[scale.Items.Count];
        foreach (var range in text.Split('|'))
        {
            var part = text[range].Trim().ToString();
            var sign = part.IndexOf('=', StringComparison.Ordinal);
            var id = sign < 0 ? part : part[..sign].TrimEnd();
            var item = scale.Items.TakeWhile(one => one.Id != id).Count();
            var state = sign < 0 ? -1 : Array.IndexOf(StateWords, part[(sign + 1)..].TrimStart().ToLowerInvariant());
            if (item == scale.Items.Count)
                found = $"пункта «{id}» нет в перечне";
            else if (state < 0)
                found = $"у пункта «{id}» неизвестное состояние «{part}»";
            else if (named[item])
                found = $"пункт «{id}» назван дважды";
            if (found.Length > 0)
                return false;
            (states[item], named[item]) = ((ComponentState)state, true);
        }
        value = ComponentsScale.ValueOf(states);
        return true;
    }

    private string Allowed(int node)
    {
        static string Ids(IEnumerable<ScaleItem> items) => string.Join(", ", items.Select(item => item.Id));
        return methodology.Nodes[node].Scale switch
        {
            null => $"сумма от 0 до {WrittenNumber.Show(methodology.Specification.MaximumOf(node))}",
            BinaryScale => "0 или 1",
            OrdinalScale ordinal => "одна из ступеней: "
                + string.Join(", ", ordinal.Steps.Select(step => $"{WrittenNumber.Show(step.Points)} («{step.Title}»)")),
            ChecklistScale list => $"число выполненных пунктов от 0 до {list.Items.Count} или их обозначения через «|»: {Ids(list.Items)}",
            PointsScale points => $"от 0 до {WrittenNumber.Show(points.Max)} с шагом {WrittenNumber.Show(points.Step)}",
            MeasureScale measure => $"число{(measure.Unit.Length > 0 ? $" ({measure.Unit})" : "")}",
            ComponentsScale parts =>
                $"0, 1, 2, 3 или состояния пунктов через «|» в виде пункт=состояние; пункты: {Ids(parts.Items)}; состояния: "
                    + $"{string.Join(", ", StateWords)}",
            var other => throw new NotSupportedException(other.GetType().Name),
        };
    }
}
