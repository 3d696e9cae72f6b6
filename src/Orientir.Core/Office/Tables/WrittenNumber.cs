using System.Globalization;

namespace Orientir.Core.Office;

/// <summary>Numbers as people write them.</summary>
internal static class WrittenNumber
{
    /// <summary>
    /// A finite number with a decimal point or comma, a hyphen or a minus sign, an exponent, and spaces between groups of
    /// three digits. Anything else is no number.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        if (text.Length == 1 && char.IsAsciiDigit(text[0]))
        {
            number = text[0] - '0';
            return true;
        }
        number = 0;
        Span<char> plain = stackalloc char[64];
        if (text.IsEmpty || text.Length > plain.Length)
            return false;
        var length = 0;
        var group = -1; // digits since the last group space; −1 before the first
        var digits = 0;
        var fraction = false;
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter))
            {
                digits++;
                if (group >= 0 && !fraction)
                    group++;
                plain[length++] = letter;
            }
            else if (letter is ' ' or '\u00A0' or '\u202F')
            {
                if (fraction || digits == 0 || (group < 0 ? digits > 3 : group != 3))
                    return false;
                group = 0;
            }
            else if (letter is '-' or '+' or '\u2212')
            {
                plain[length++] = letter == '\u2212' ? '-' : letter;
            }
            else if (letter is ',' or '.' or 'e' or 'E')
            {
                if (group >= 0 && group != 3 && !fraction)
                    return false;
                fraction = true;
                plain[length++] = letter == ',' ? '.' : letter;
            }
            else
            {
                return false;
            }
        }
        if (digits == 0 || (group >= 0 && group != 3 && !fraction))
            return false;
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(plain[..length], Styles, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>A number with the sign «%» after it: 85 of «85 %».</summary>
    public static bool TryParsePercent(ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        return text is [.., '%'] && TryParse(text[..^1].TrimEnd(), out number);
    }

    /// <summary>The shortest form with a decimal comma.</summary>
    public static string Show(double number) => number.ToString(CultureInfo.InvariantCulture).Replace('.', ',');
}
