namespace Orientir.Core.Language;

/// <summary>
/// Rows and columns of totals, as people keep them in their tables: no entry of any. Where one stands it is named as such, once, and
/// nothing else is said of it.
/// </summary>
internal static class TotalsRow
{
    /// <summary>What to do with it.</summary>
    public const string Remedy = "удалите её: итоги программа считает сама";

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
        "школ",
        "организаций",
        "учреждений",
        "муниципалитетов",
        "муниципальных",
        "районов",
        "округов",
    ];

    /// <summary>What is found.</summary>
    /// <param name="name">The name that stands there.</param>
    /// <param name="expected">What should stand there: «объект оценки», «запись реестра».</param>
    public static string Found(string name, string expected) => $"«{name}» — строка итогов, а не {expected}";

    /// <summary>Whether a name is one of totals: «Итого», «Среднее по области».</summary>
    public static bool Is(string name)
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
