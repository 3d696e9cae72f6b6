using CsvHelper;

namespace Orientir.Core.Office;

/// <summary>A CSV file people open in a spreadsheet: no text in it is taken for a formula, and numbers stay numbers.</summary>
internal sealed class GuardedCsv(CsvWriter csv) : IDisposable
{
    /// <summary>Writes a row of texts.</summary>
    public void Record(params IEnumerable<string?> texts)
    {
        foreach (var text in texts)
            Text(text);
        End();
    }

    public void Text(string? text)
    {
        var written = FormulaGuard.Of(text);
        csv.WriteField(written, written == text ? CsvQuoting.WhenNeeded : CsvQuoting.Always);
    }

    /// <summary>Writes a number; an empty field where there is none.</summary>
    public void Number<T>(T? number, IFormatProvider signs)
        where T : struct, IFormattable => csv.WriteField(number?.ToString(null, signs));

    /// <summary>Writes several numbers in one field; an empty one where there is none.</summary>
    public void Numbers(IReadOnlyList<double> numbers, char between, IFormatProvider signs) =>
        csv.WriteField(string.Join(between, numbers.Select(number => number.ToString(signs))));

    /// <summary>Ends the row.</summary>
    public void End() => csv.EndRecord();

    public void Dispose() => csv.Dispose();
}
