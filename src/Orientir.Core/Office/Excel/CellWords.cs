using System.Globalization;

namespace Orientir.Core.Office;

/// <summary>Values of cells in words, the same whatever kind of workbook they come from.</summary>
internal static class CellWords
{
    /// <summary>A number as its format shows it: a date, per cent, or its shortest form.</summary>
    public static string Of(double number, NumberKind kind, bool since1904 = false) =>
        kind switch
        {
            NumberKind.Date => DateOf(number, since1904),
            NumberKind.Percent => PercentOf(number),
            _ => Of(number),
        };

    /// <summary>A number as it is written shortest: 1.1000000000000001 is 1.1.</summary>
    public static string Of(double number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool value) => value ? "ИСТИНА" : "ЛОЖЬ";

    /// <summary>A date, with its time where it has one, or a time alone.</summary>
    public static string Of(DateTime date) =>
        date.ToString(
            date.Year is 1 or 1899 ? "HH:mm:ss"
                : date.TimeOfDay == TimeSpan.Zero ? "dd.MM.yyyy"
                : "dd.MM.yyyy HH:mm",
            CultureInfo.InvariantCulture
        );

    // 0.85 is 85 %, to the digits of the number as it is written.
    private static string PercentOf(double number) =>
        Math.Abs(number) < 1e12
            ? ((decimal)number * 100).ToString("0.################", CultureInfo.InvariantCulture) + "%"
            : (number * 100).ToString(CultureInfo.InvariantCulture) + "%";

    private static string DateOf(double serial, bool since1904)
    {
        if (since1904 && serial >= 0)
            serial += 1462;
        if (serial is not (>= 0 and < 2_958_465.9999)) // after 31.12.9999
            return serial.ToString(CultureInfo.InvariantCulture);
        // Excel's 1900 has a 29 February.
        return Of(DateTime.FromOADate(serial < 61 && serial >= 1 ? serial + 1 : serial));
    }
}
