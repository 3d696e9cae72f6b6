using System.Globalization;

namespace Orientir.Core;

/// <summary>Whole numbers among the settings: each has its range, and whoever leaves it is told which.</summary>
internal static class SettingNumber
{
    /// <summary>The number of a setting; what it usually is where it is not set or wrong.</summary>
    /// <param name="setting">The value of a setting by its name; null or empty where it is not set.</param>
    /// <param name="name">Its name.</param>
    /// <param name="usual">Where it is not set.</param>
    /// <param name="range">The least and the most it may be.</param>
    /// <param name="unit">Of what it is the number: «мегабайт».</param>
    /// <param name="errors">Takes what is wrong with it.</param>
    public static int Read(
        Func<string, string?> setting,
        string name,
        int usual,
        (int Least, int Most) range,
        string unit,
        List<InputError> errors
    )
    {
        if (setting(name)?.Trim() is not { Length: > 0 } text)
            return usual;
        if (
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= range.Least
            && number <= range.Most
        )
            return number;
        var isNumber = text.TrimStart('-', '+') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);
        errors.Add(
            new(
                KnownSettings.InEnvironment(name),
                $"«{text}» — {(isNumber ? "недопустимое" : "не")} число {unit}",
                string.Create(CultureInfo.InvariantCulture, $"укажите целое от {range.Least} до {range.Most}")
            )
        );
        return usual;
    }
}
