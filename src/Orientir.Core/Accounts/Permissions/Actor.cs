namespace Orientir.Core.Accounts;

/// <summary>
/// A grant of the acting user in the region at hand: the role, the territories it covers (null for all) and, of an executor, its
/// directions.
/// </summary>
public sealed record ActorGrant(Role Role, IReadOnlySet<int>? Territories, IReadOnlySet<string>? Directions);

/// <summary>What of an account decides how pages look to it.</summary>
/// <param name="Theme">«light», «dark» or null for the device's choice.</param>
/// <param name="LowVision">«Версия для слабовидящих».</param>
/// <param name="SecondFactor">Whether the account has a second factor.</param>
public sealed record AccountLook(string? Theme, bool LowVision, bool SecondFactor);

/// <summary>
/// Who acts, in which region and from where: what every operation takes first and every record of the audit names.
/// </summary>
/// <param name="UserId">The account.</param>
/// <param name="Name">How it is shown.</param>
/// <param name="RegionId">The region at hand; null for an administrator outside regions.</param>
/// <param name="Grants">Its grants in that region.</param>
/// <param name="Address">Network address the request came from.</param>
public sealed record Actor(int UserId, string Name, int? RegionId, IReadOnlyList<ActorGrant> Grants, string Address)
{
    /// <summary>How the person wants pages to look; null for the installation.</summary>
    public AccountLook? Look { get; init; }

    /// <summary>The installation itself, where nobody is signed in: first start, demonstration, commands on the machine.</summary>
    /// <param name="regionId">The region it works in, with every right; null for accounts and regions only.</param>
    public static Actor Installation(int? regionId = null) =>
        new(
            0,
            "Система",
            regionId,
            regionId is null
                ? [new(Role.Administrator, null, null)]
                : [new(Role.Administrator, null, null), new(Role.Operator, null, null)],
            ""
        );

    /// <summary>Whether the actor holds a role, anywhere in the region.</summary>
    public bool Is(Role role) => Grants.Any(grant => grant.Role == role);

    /// <summary>Whether the actor holds one of the roles over a territory.</summary>
    public bool Holds(int territoryId, params ReadOnlySpan<Role> roles)
    {
        foreach (var grant in Grants)
            if (roles.Contains(grant.Role) && grant.Territories?.Contains(territoryId) != false)
                return true;
        return false;
    }
}
