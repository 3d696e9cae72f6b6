using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orientir.Data;

/// <summary>
/// Makes every text that goes to a database one that both can keep and compare, whatever way it came: PostgreSQL takes neither the zero
/// character nor half a surrogate pair. What people enter was cleaned before, by <see cref="CleanText"/>.
/// </summary>
internal sealed class StorableText : DbCommandInterceptor
{
    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        // Only what changes is set: a parameter whose value is set finds its type anew.
        foreach (DbParameter parameter in result.Parameters)
            if (Changed(parameter.Value) is { } changed)
                parameter.Value = changed;
        return result;
    }

    private static object? Changed(object? value) =>
        value switch
        {
            string text when IsBroken(text) => CleanText.WellFormed(text),
            string[] texts when texts.Any(IsBroken) => Array.ConvertAll(texts, WellFormed),
            List<string> texts when texts.Exists(IsBroken) => texts.ConvertAll(WellFormed),
            _ => null,
        };

    private static string WellFormed(string? text) => text is null ? null! : CleanText.WellFormed(text);

    private static bool IsBroken(string? text) =>
        text is not null && (text.Contains('\0', StringComparison.Ordinal) || !CleanText.IsWellFormed(text));
}
