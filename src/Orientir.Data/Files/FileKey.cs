namespace Orientir.Data.Files;

/// <summary>The name of a file in a store.</summary>
internal static class FileKey
{
    public const int Length = 64;

    /// <summary>Whether a text is a SHA-256 as it is written here.</summary>
    public static bool IsHash(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    /// <summary>«ab/cdef…».</summary>
    public static string Of(string hash) => $"{hash[..2]}/{hash[2..]}";
}
