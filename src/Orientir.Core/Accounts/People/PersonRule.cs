using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>How a person may be called and where it may be written to.</summary>
internal static class PersonRule
{
    private const int LongestName = 200;

    /// <summary>Every fault of a name and an address, at the fields «Name» and «Email».</summary>
    public static List<FieldError> FaultsOf(string name, string email) => [.. FaultsOfName(name), .. FaultsOfEmail(email)];

    /// <summary>Every fault of a name.</summary>
    public static IEnumerable<FieldError> FaultsOfName(string name)
    {
        if (name.Length is 0 or > LongestName)
            yield return new("Name", "Укажите фамилию, имя, отчество: до 200 знаков.");
        else if (LookAlikes.FaultIn(name) is { } mixed)
            yield return new("Name", $"{Russian.Capital(mixed)}: {LookAlikes.Remedy}.");
    }

    /// <summary>Every fault of an address.</summary>
    public static IEnumerable<FieldError> FaultsOfEmail(string email)
    {
        if (!EmailAddress.IsOne(email))
            yield return new("Email", "Адрес электронной почты записан неверно. Впишите один адрес вида name@example.ru.");
    }
}
