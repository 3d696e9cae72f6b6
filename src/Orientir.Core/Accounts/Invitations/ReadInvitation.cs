using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

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
        var (now, hash) = (time.GetUtcNow().UtcDateTime, OneTimeLink.HashOf(secret));
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
            foreach (
                var one in await context.Invitations.AsNoTracking().Where(link.OfOneLetter(now)).OrderBy(row => row.Id).ToListAsync(cancel)
            )
            {
                var place = one.TerritoryId is { } territory
                    ? await context.Territories.Where(row => row.Id == territory).Select(row => row.Name).SingleAsync(cancel)
                    : await context.Regions.Where(row => row.Id == one.RegionId).Select(row => row.Title).SingleOrDefaultAsync(cancel);
                roles.Add(place is null ? Permissions.NameOf(one.Role!.Value) : $"{Permissions.NameOf(one.Role!.Value)}, {place}");
            }
            if (roles.Count == 0)
                roles.Add(Permissions.NameOf(link.Role.Value));
        }
        return new(link.StateAt(now), link.Email, link.DisplayName, roles, account, link.RegionId);
    }
}
