using Microsoft.AspNetCore.Identity;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>An account of a person. The e-mail address is the user name.</summary>
public sealed class User : IdentityUser<int>
{
    /// <summary>How the person is shown to others.</summary>
    public required string DisplayName
    {
        get;
        set => (field, FoldedName) = (value, Language.FoldedName.Of(value));
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

/// <summary>A role held by a user for a territory of a region and below it.</summary>
public sealed class Grant
{
    private readonly List<NamedDirection> directionRows = [];

    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <summary>Who holds it.</summary>
    public required int UserId { get; init; }

    /// <summary>The role.</summary>
    public required Role Role { get; init; }

    /// <summary>The region; null for <see cref="Role.Administrator"/> only.</summary>
    public int? RegionId { get; init; }

    /// <summary>The territory at the top of what the role covers; null for the whole region.</summary>
    public int? TerritoryId { get; init; }

    /// <summary>Whether it is held to named directions: kept beside them, so that what is read without them opens nothing.</summary>
    public bool IsHeldToDirections { get; private init; }

    /// <summary>The rows of its directions.</summary>
    public IReadOnlyList<NamedDirection> DirectionRows => directionRows;

    /// <summary>The directions of an executor; null for all.</summary>
    public NamedDirections? Directions
    {
        get => NamedDirections.Kept(IsHeldToDirections, directionRows);
        init
        {
            IsHeldToDirections = value is not null;
            directionRows = [.. (value?.Uids ?? []).Select(uid => new NamedDirection { Uid = uid })];
        }
    }

    /// <summary>UTC: the operator of the region closed it to the account; null while it holds.</summary>
    public DateTime? SuspendedAt { get; set; }
}

/// <summary>A link that works once: makes an account with a role, or sets a new password of an account there is.</summary>
public sealed class Invitation
{
    private readonly List<NamedDirection> directionRows = [];

    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <summary>SHA-256 of the secret in the link, hex; the secret itself is never stored.</summary>
    public required string TokenHash { get; set; }

    /// <summary>E-mail address, the user name to be.</summary>
    public required string Email { get; init; }

    /// <summary>How the person is shown to others.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The role to be granted; null for a new password of <see cref="UserId"/>.</summary>
    public required Role? Role { get; init; }

    /// <summary>The account a new password is for; null for an invitation.</summary>
    public int? UserId { get; init; }

    /// <summary>The region it was issued in; null where by an administrator for none.</summary>
    public int? RegionId { get; init; }

    /// <summary>The territory of the grant.</summary>
    public int? TerritoryId { get; init; }

    /// <summary>Whether it is held to named directions: kept beside them, so that what is read without them opens nothing.</summary>
    public bool IsHeldToDirections { get; private init; }

    /// <summary>The rows of its directions.</summary>
    public IReadOnlyList<NamedDirection> DirectionRows => directionRows;

    /// <summary>Directions of an executor, as in <see cref="Grant.Directions"/>.</summary>
    public NamedDirections? Directions
    {
        get => NamedDirections.Kept(IsHeldToDirections, directionRows);
        init
        {
            IsHeldToDirections = value is not null;
            directionRows = [.. (value?.Uids ?? []).Select(uid => new NamedDirection { Uid = uid })];
        }
    }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC; the link is dead afterwards.</summary>
    public required DateTime ExpiresAt { get; set; }

    /// <summary>The last letter with the link; null where it was written before letters were kept.</summary>
    public int? LetterId { get; private set; }

    /// <summary>The same.</summary>
    public Letter? Letter { get; set; }

    /// <summary>UTC, when the letter went out; null where it was printed or still waits.</summary>
    public DateTime? SentAt { get; set; }

    /// <summary>UTC, when it was used; it works once.</summary>
    public DateTime? UsedAt { get; set; }

    /// <summary>UTC, when it was taken back.</summary>
    public DateTime? RevokedAt { get; set; }
}

/// <summary>A key of cookie protection, shared by all nodes.</summary>
public sealed class ProtectionKey
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <summary>Name of the key element.</summary>
    public required string Name { get; init; }

    /// <summary>The key element.</summary>
    public required string Xml { get; init; }
}
