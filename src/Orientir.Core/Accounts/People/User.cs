using Microsoft.AspNetCore.Identity;

namespace Orientir.Core.Accounts;

/// <summary>An account of a person. The e-mail address is the user name.</summary>
public sealed class User : IdentityUser<int>
{
    /// <summary>How the person is shown to others.</summary>
    public required string DisplayName
    {
        get;
        set => (field, FoldedName) = (CleanText.Line(value), Language.FoldedName.Of(value));
    }

    /// <summary>The name folded for search and order: <see cref="Language.FoldedName.Of"/>.</summary>
    public string FoldedName { get; private set; } = "";

    /// <summary>«light», «dark» or null for the device's choice.</summary>
    public string? Theme { get; set; }

    /// <summary>«Версия для слабовидящих»: large text and high contrast.</summary>
    public bool LowVision { get; set; }

    /// <summary>A disabled account cannot sign in; its records stay.</summary>
    public DateTime? DisabledAt { get; set; }

    /// <summary>UTC; null before the first time.</summary>
    public DateTime? LastSignInAt { get; set; }

    /// <summary>The half-minute since 1970 whose code of the telephone was taken last; no code works twice.</summary>
    public long? LastCodeStep { get; set; }

    /// <summary>The roles held.</summary>
    public List<Grant> Grants { get; } = [];
}
