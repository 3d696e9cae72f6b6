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
    public string? Theme { get; private set; }

    /// <summary>«Версия для слабовидящих»: large text and high contrast.</summary>
    public bool LowVision { get; private set; }

    /// <summary>A disabled account cannot sign in; its records stay.</summary>
    public DateTime? DisabledAt { get; private set; }

    /// <summary>UTC; null before the first time.</summary>
    public DateTime? LastSignInAt { get; private set; }

    /// <summary>The half-minute since 1970 whose code of the telephone was taken last; no code works twice.</summary>
    public long? LastCodeStep { get; private set; }

    /// <summary>The roles held.</summary>
    public List<Grant> Grants { get; } = [];

    /// <summary>Whether a text is a theme; null is the device's choice.</summary>
    internal static bool IsTheme(string? theme) => theme is null or "light" or "dark";

    /// <summary>Changes how pages look.</summary>
    internal void ChangeLook(string? theme, bool lowVision)
    {
        if (!IsTheme(theme))
            throw new ArgumentOutOfRangeException(nameof(theme), theme, "Not a theme.");
        (Theme, LowVision) = (theme, lowVision);
    }

    /// <summary>Closes the account; one that is closed already stays so from when it was.</summary>
    internal void Disable(DateTime now) => DisabledAt ??= now;

    /// <summary>Opens the account again.</summary>
    internal void Enable() => DisabledAt = null;

    /// <summary>Takes the code of a half-minute, unless it or a newer one was taken before.</summary>
    /// <returns>Whether it is taken.</returns>
    internal bool TakeCode(long step)
    {
        if (step <= LastCodeStep)
            return false;
        LastCodeStep = step;
        return true;
    }

    /// <summary>The telephone gets a new key: what was taken of the old one says nothing of it.</summary>
    internal void ForgetCodes() => LastCodeStep = null;
}
