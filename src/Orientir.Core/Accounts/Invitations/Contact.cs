namespace Orientir.Core.Accounts;

/// <summary>What becomes of a contact.</summary>
public enum ContactOutcome
{
    /// <summary>Gets a link.</summary>
    Invited,

    /// <summary>The link ran out: gets a new one.</summary>
    Renewed,

    /// <summary>Has an account in the region: the role is added at once.</summary>
    Granted,

    /// <summary>Was invited, and the link is still open: nothing happens.</summary>
    AlreadyInvited,

    /// <summary>Has the role: nothing happens.</summary>
    AlreadyHeld,
}

/// <summary>A contact understood.</summary>
/// <param name="Name">Whom.</param>
/// <param name="Email">Address, in lower case.</param>
/// <param name="Role">The role.</param>
/// <param name="TerritoryId">Its territory; null for the region.</param>
/// <param name="Territory">Name of the territory; null for the region.</param>
/// <param name="Directions">The directions of an executor; null for all.</param>
/// <param name="Outcome">What becomes of it.</param>
public sealed record Contact(
    string Name,
    string Email,
    Role Role,
    int? TerritoryId,
    string? Territory,
    NamedDirections? Directions,
    ContactOutcome Outcome
);
