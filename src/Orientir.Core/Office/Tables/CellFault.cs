using System.Globalization;

namespace Orientir.Core.Office;

/// <summary>What makes a cell unreadable, whatever column it stands in.</summary>
internal static class CellFault
{
    /// <summary>What is said of a text that <see cref="HasLost"/>.</summary>
    public static readonly (string Found, string Allowed) Lost = (
        "буквы потеряны при прежнем сохранении: на их месте «\uFFFD»",
        "впишите их заново или возьмите файл, каким он был до того"
    );

    /// <summary>
    /// Letters that were lost, the error of a formula, a formula never computed, a logical value; null where the cell can be read.
    /// </summary>
    /// <param name="table">The table, standing on the row of the cell.</param>
    /// <param name="column">The column of the cell.</param>
    /// <param name="isProse">Whether people write there what they like, «#Н/Д» too.</param>
    public static (string Found, string Allowed)? Of(TableReader table, int column, bool isProse = false)
    {
        var text = table.Text(column);
        var kind = table.Kind(column);
        if (table.IsDoubted && HasLost(text))
            return Lost;
        // A workbook tells an error from a text; CSV does not, and what was kept once was none.
        if (kind == CellKind.Error || !isProse && IsFormulaError(text) && table is { IsDoubted: true, SheetName: null })
            return ($"ошибка формулы {text}", "исправьте формулу или впишите значение");
        if (table.IsUncomputed(column))
            return ("формула без вычисленного значения", "откройте файл в Excel, пересчитайте и сохраните или впишите значение");
        return kind == CellKind.Boolean ? ($"логическое значение {text}", "впишите текст или число") : null;
    }

    /// <summary>Whether a text holds «�», which stands for letters some program could not keep: nobody knows any more which.</summary>
    public static bool HasLost(ReadOnlySpan<char> text) => text.Contains('\uFFFD');

    /// <summary>
    /// What may have been typed where Excel made a date of it: « (похоже, вводили 18/9, 9/18 или 18.9)»; empty where it is a date of
    /// its own.
    /// </summary>
    public static string Typed(ReadOnlySpan<char> date)
    {
        if (!DateTime.TryParseExact(date, "dd.MM.yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return "";
        var (first, second) = (day.Day, day.Month);
        return string.Create(
            CultureInfo.InvariantCulture,
            $" (похоже, вводили {first}/{second}{(first == second ? "" : $", {second}/{first}")} или {first}.{second}, а Excel сделал дату)"
        );
    }

    /// <summary>
    /// Whether a text is what a formula that failed shows in English or in Russian Excel: «#REF!», «#ИМЯ?», a word in capitals. A row of
    /// number signs is a number that did not fit its column.
    /// </summary>
    private static bool IsFormulaError(ReadOnlySpan<char> text)
    {
        if (text is not ['#', _, ..])
            return false;
        if (text is "#N/A" or "#Н/Д" || text.TrimStart('#').IsEmpty)
            return true;
        if (text.Length < 4 || text[^1] is not ('!' or '?'))
            return false;
        foreach (var letter in text[1..^1])
            if (!char.IsUpper(letter) && letter is not ('/' or '_' or '0'))
                return false;
        return true;
    }
}
