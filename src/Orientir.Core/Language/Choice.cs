namespace Orientir.Core.Language;

/// <summary>What is chosen of a list by name, as pages and scripts send it.</summary>
public static class Choice
{
    /// <summary>Reads the name; the framework's own reader takes numbers and lists of names too.</summary>
    public static bool TryRead<T>(string? name, out T chosen)
        where T : struct, Enum => Enum.TryParse(name, out chosen) && Enum.IsDefined(chosen) && chosen.ToString() == name;
}
