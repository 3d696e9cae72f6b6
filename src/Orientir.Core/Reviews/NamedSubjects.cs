namespace Orientir.Core.Reviews;

/// <summary>
/// Names of subjects in marks without a register, which nobody but the file itself vouches for: a name is refused that looks like another
/// and is not, and one that names a row of totals.
/// </summary>
internal sealed class NamedSubjects
{
    private static readonly string[] Totals =
    [
        "итого",
        "итог",
        "итоги",
        "всего",
        "сумма",
        "среднее",
        "средний",
        "средняя",
        "в среднем",
        "максимум",
        "максимальный",
        "максимально",
        "минимум",
        "минимальный",
        "медиана",
        "макс",
        "мин",
    ];

    private static readonly string[] Beginnings = ["итог", "всего", "сумма", "сред", "в сред", "макс", "мин", "медиана"];

    // Words that go on after one of those: «Итого по области», «Среднее значение», «Максимальный балл».
    private static readonly string[] GoOn =
    [
        "по",
        "за",
        "баллов",
        "балл",
        "значение",
        "возможный",
        "возможное",
        "процент",
        "доля",
        "показатель",
        "количество",
    ];

    private readonly Dictionary<string, string> byLook = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a name; null for nothing. A right one is remembered.</summary>
    public (string Found, string Allowed)? FaultOf(string name)
    {
        if (TotalsFault(name) is { } totals)
            return totals;
        if (LookAlikes.FaultIn(name) is { } mixed)
            return (mixed, LookAlikes.Remedy);
        var look = LookAlikes.KeyOf(name);
        if (byLook.TryAdd(look, name) || byLook[look] == name)
            return null;
        return (
            $"{Russian.Quote(name)} и {Russian.Quote(byLook[look])} выглядят одинаково, но набраны буквами разных алфавитов",
            "наберите имя везде одинаково"
        );
    }

    /// <summary>Why a name is a row of totals; null where it is none.</summary>
    public static (string Found, string Allowed)? TotalsFault(string name) =>
        IsTotals(name) ? ($"«{name}» — строка итогов, а не объект оценки", "удалите её: итоги программа считает сама") : null;

    private static bool IsTotals(string name)
    {
        // «Средняя школа» goes on to be looked at, «Лужский район» does not.
        if (!Array.Exists(Beginnings, beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)))
            return false;
        var words = name.ToLowerInvariant().Split([' ', '\u00A0', ':', '.', ',', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        var plain = string.Join(' ', words);
        return Array.Exists(
            Totals,
            total =>
                plain == total
                || plain.StartsWith(total + " ", StringComparison.Ordinal) && GoOn.Contains(words[total.Count(letter => letter == ' ') + 1])
        );
    }
}
