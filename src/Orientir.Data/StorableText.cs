using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orientir.Data;

/// <summary>
/// Leaves the zero character out of every text that goes to a database: PostgreSQL can neither keep nor compare it, an address or
/// a file may hold it all the same, and what is kept must be the same in both.
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
            string text when HasZero(text) => Without(text),
            string[] texts when texts.Any(HasZero) => Array.ConvertAll(texts, Without),
            List<string> texts when texts.Exists(HasZero) => texts.ConvertAll(Without),
            _ => null,
        };

    private static bool HasZero(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;

    private static string Without(string text) => text?.Replace("\0", "", StringComparison.Ordinal)!;
}
