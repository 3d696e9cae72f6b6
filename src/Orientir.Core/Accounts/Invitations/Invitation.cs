using System.Linq.Expressions;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>What a one-time link is good for.</summary>
public enum LinkState
{
    /// <summary>There is no such link.</summary>
    Unknown,

    /// <summary>It works.</summary>
    Open,

    /// <summary>It was used.</summary>
    Used,

    /// <summary>Its term ran out.</summary>
    Expired,

    /// <summary>It was taken back or replaced.</summary>
    Revoked,
}

/// <summary>A link that works once: makes an account with a role, or sets a new password of an account there is.</summary>
public sealed class Invitation
{
    private readonly List<NamedDirection> directionRows = [];
    private string tokenHash = "";
    private DateTime expiresAt;

    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <summary>SHA-256 of the secret in the link, hex; the secret itself is never stored.</summary>
    public required string TokenHash
    {
        get => tokenHash;
        init => tokenHash = value;
    }

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

    /// <summary>
    /// The coordinator who gave it; null where who manages accounts did. A link opens what its giver may give, and nothing that others
    /// invited the same address to.
    /// </summary>
    public int? InvitedBy { get; private set; }

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

    /// <summary>What it offers; of a new password nothing.</summary>
    internal GrantedRole? Offered => Role is { } role ? new(role, RegionId, TerritoryId, Directions) : null;

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC; the link is dead afterwards.</summary>
    public required DateTime ExpiresAt
    {
        get => expiresAt;
        init => expiresAt = value;
    }

    /// <summary>The last letter with the link; null where it was written before letters were kept.</summary>
    public int? LetterId { get; private set; }

    /// <summary>The same.</summary>
    public Letter? Letter { get; private set; }

    /// <summary>UTC, when the letter went out; null where it was printed or still waits.</summary>
    public DateTime? SentAt { get; private set; }

    /// <summary>UTC, when it was used; it works once.</summary>
    public DateTime? UsedAt { get; private set; }

    /// <summary>UTC, when it was taken back.</summary>
    public DateTime? RevokedAt { get; private set; }

    /// <summary>What the link is good for at a moment (UTC).</summary>
    public LinkState StateAt(DateTime now) =>
        UsedAt is not null ? LinkState.Used
        : RevokedAt is not null ? LinkState.Revoked
        : ExpiresAt <= now ? LinkState.Expired
        : LinkState.Open;

    /// <summary>Its link stands in a letter.</summary>
    internal void SendBy(Letter letter)
    {
        RequireOpen();
        Letter = letter;
    }

    /// <summary>Its link is in the hands of a coordinator, or of none where who manages accounts gave it.</summary>
    internal void InviteBy(int? coordinator)
    {
        RequireOpen();
        InvitedBy = coordinator;
    }

    /// <summary>The letter with its link went out.</summary>
    public void GoOut(DateTime now) => SentAt = now;

    /// <summary>It is used.</summary>
    public void Use(DateTime now)
    {
        RequireOpen();
        UsedAt = now;
    }

    /// <summary>It is taken back.</summary>
    public void Revoke(DateTime now)
    {
        RequireOpen();
        RevokedAt = now;
    }

    /// <summary>A new link takes the place of the one before, which dies.</summary>
    /// <param name="secret">The secret of the link.</param>
    /// <param name="until">UTC, its new term; null for the one it has.</param>
    public void GetLink(string secret, DateTime? until = null)
    {
        RequireOpen();
        (tokenHash, expiresAt, SentAt) = (OneTimeLink.HashOf(secret), until ?? expiresAt, null);
    }

    /// <summary>The link of one taken back, which the person has or gets by the same letter, opens this one from now on.</summary>
    internal void TakeLinkOf(Invitation revoked)
    {
        if (revoked.RevokedAt is null)
            throw new InvalidOperationException($"Invitation {revoked.Id} is not taken back: it has its link.");
        RequireOpen();
        (tokenHash, revoked.tokenHash) = (revoked.tokenHash, OneTimeLink.HashOf(OneTimeLink.NewSecret()));
    }

    private void RequireOpen()
    {
        if (UsedAt is not null || RevokedAt is not null)
            throw new InvalidOperationException($"Invitation {Id} is used or taken back.");
    }

    /// <summary>All invitations one gave the person in the region that are open at a moment (UTC): one letter, one link.</summary>
    internal Expression<Func<Invitation, bool>> OfOneLetter(DateTime now)
    {
        var (email, region, by) = (Email, RegionId, InvitedBy);
        return row =>
            row.Role != null
            && row.Email == email
            && row.RegionId == region
            && row.InvitedBy == by
            && row.UsedAt == null
            && row.RevokedAt == null
            && row.ExpiresAt > now;
    }
}
