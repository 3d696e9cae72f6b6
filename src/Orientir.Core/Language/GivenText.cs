namespace Orientir.Core.Language;

/// <summary>Texts that may be left out: what is stored is never empty.</summary>
internal static class GivenText
{
    /// <summary>The text; null for none.</summary>
    public static string? Of(string? text) => text is { Length: > 0 } ? text : null;
}
