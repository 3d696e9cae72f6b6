using Microsoft.EntityFrameworkCore;

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

/// <summary>A one-time link as its holder sees it.</summary>
/// <param name="State">What it is good for.</param>
/// <param name="Email">Whom it is for.</param>
/// <param name="Name">How the person was called by who invited.</param>
/// <param name="Roles">The roles, in words; empty for a new password.</param>
/// <param name="Account">Key of the account there is already; null where the link makes one.</param>
/// <param name="RegionId">The region of the roles; null for none.</param>
public sealed record CheckedLink(
    LinkState State,
    string Email,
    string Name,
    IReadOnlyList<string> Roles,
    int? Account,
    int? RegionId = null
)
{
    /// <summary>Whether it sets a new password of an account there is.</summary>
    public bool IsNewPassword => Roles.Count == 0;
}

/// <summary>Reads a one-time link: whoever holds the secret may see what it is for.</summary>
public sealed class ReadInvitation(OrientirContext context, TimeProvider time)
{
    /// <summary>The link of a secret.</summary>
    public async Task<CheckedLink> RunAsync(string secret, CancellationToken cancel = default)
    {
        var hash = OneTimeLink.HashOf(secret);
        var link = await context.Invitations.AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash, cancel);
        if (link is null)
            return new(LinkState.Unknown, "", "", [], null);
        var email = link.Email.ToUpperInvariant();
        var account =
            link.UserId
            ?? await context.Users.Where(user => user.NormalizedEmail == email).Select(user => (int?)user.Id).SingleOrDefaultAsync(cancel);
        var roles = new List<string>();
        if (link.Role is not null)
        {
            (context.AllRegions, context.RegionId) = (false, link.RegionId);
            foreach (var one in await OfOneLetter(context, link, time).AsNoTracking().OrderBy(row => row.Id).ToListAsync(cancel))
            {
                var place = one.TerritoryId is { } territory
                    ? await context.Territories.Where(row => row.Id == territory).Select(row => row.Name).SingleAsync(cancel)
                    : await context.Regions.Where(row => row.Id == one.RegionId).Select(row => row.Title).SingleOrDefaultAsync(cancel);
                roles.Add(place is null ? Permissions.NameOf(one.Role!.Value) : $"{Permissions.NameOf(one.Role!.Value)}, {place}");
            }
            if (roles.Count == 0)
                roles.Add(Permissions.NameOf(link.Role.Value));
        }
        return new(StateOf(link, time), link.Email, link.DisplayName, roles, account, link.RegionId);
    }

    internal static LinkState StateOf(Invitation link, TimeProvider time) =>
        link.UsedAt is not null ? LinkState.Used
        : link.RevokedAt is not null ? LinkState.Revoked
        : link.ExpiresAt <= time.GetUtcNow().UtcDateTime ? LinkState.Expired
        : LinkState.Open;

    /// <summary>All open invitations of the person in the region: one letter, one link.</summary>
    internal static IQueryable<Invitation> OfOneLetter(OrientirContext context, Invitation link, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return context.Invitations.Where(row =>
            row.Role != null
            && row.Email == link.Email
            && row.RegionId == link.RegionId
            && row.UsedAt == null
            && row.RevokedAt == null
            && row.ExpiresAt > now
        );
    }
}
