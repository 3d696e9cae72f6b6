using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>
/// What an actor may see, as sources of queries: the condition is part of whatever is asked, of counts and sorts too. Here stand the
/// accounts; each area adds its own sources (VisibleCampaigns, VisibleReviews …), made of what the table of rights gives by
/// <see cref="ReachOf"/>. Pages read through this and nothing else. Rows are tracked; a page that reads many says AsNoTracking or projects.
/// </summary>
public sealed class Visible
{
    /// <summary>The sources of an actor at this moment.</summary>
    /// <param name="context">The store.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="time">The clock: some rights follow the stage of a campaign.</param>
    /// <exception cref="ArgumentException">The context stands in another region than the actor.</exception>
    public Visible(OrientirContext context, Actor actor, TimeProvider time)
    {
        if (context.AllRegions || context.RegionId != actor.RegionId)
            throw new ArgumentException("The context must stand in the region of the actor.", nameof(context));
        (Context, Actor, Now) = (context, actor, time.GetUtcNow().UtcDateTime);
    }

    internal OrientirContext Context { get; }

    internal Actor Actor { get; }

    /// <summary>UTC: one for all questions, so that pages and their counts agree.</summary>
    internal DateTime Now { get; }

    /// <summary>What the actor's roles give of an ability: <see cref="Permissions.ReachOf"/>.</summary>
    internal IReadOnlyList<Reach> ReachOf(Ability ability, bool atAnyStage = false, bool everyDirection = false) =>
        Permissions.ReachOf(Actor, ability, atAnyStage, everyDirection);

    /// <summary>Whether the actor has an ability over the whole region at whatever stage.</summary>
    internal bool InWholeRegion(Ability ability) => Permissions.StatesInWholeRegion(Actor, ability).Count == Stages.All.Count;

    /// <summary>
    /// Accounts: all for an administrator, those with a role in the region for who manages or observes it, those with a role in a part for
    /// who observes that part, otherwise one's own.
    /// </summary>
    public IQueryable<User> Users
    {
        get
        {
            if (Actor.Is(Role.Administrator))
                return Context.Users;
            var grants = GrantsOfOthers;
            return Context.Users.Where(user => user.Id == Actor.UserId || grants.Any(grant => grant.UserId == user.Id));
        }
    }

    /// <summary>Roles of those accounts: in the region or the part of it at hand, in all for an administrator; and one's own.</summary>
    public IQueryable<Grant> Grants
    {
        get
        {
            if (Actor.Is(Role.Administrator))
                return Context.Grants;
            var shown = GrantsOfOthers.Select(grant => grant.Id);
            return Context.Grants.Where(grant =>
                grant.RegionId == Actor.RegionId && (grant.UserId == Actor.UserId || shown.Contains(grant.Id))
            );
        }
    }

    private IQueryable<Grant> GrantsOfOthers
    {
        get
        {
            if (Actor.RegionId is not { } region)
                return Context.Grants.Where(grant => false);
            var reaches = ReachOf(Ability.ManageAccounts).Concat(ReachOf(Ability.SeeBoard)).ToList();
            if (reaches.Exists(reach => reach.WholeRegion))
                return Context.Grants.Where(grant => grant.RegionId == region);
            var territories = reaches.SelectMany(reach => reach.Territories).Distinct().ToList();
            return Context.Grants.Where(grant =>
                grant.RegionId == region && grant.TerritoryId != null && territories.Contains(grant.TerritoryId.Value)
            );
        }
    }

    /// <summary>Accounts closed to some network now, and until when.</summary>
    public IQueryable<SignInAttempts> Lockouts
    {
        get
        {
            var users = Users;
            return Context.SignInAttempts.Where(row => row.LockedUntil > Now && users.Any(user => user.Id == row.UserId));
        }
    }

    /// <summary>
    /// Until when a network an account was tried from lets in only accounts that were entered from there before; null where none does.
    /// </summary>
    public async Task<DateTime?> ClosedNetworkAsync(int userId, SignInLimits limits, CancellationToken cancel)
    {
        var users = Users;
        var (known, hour) = (Now - SignInAttempts.Known, TimeSpan.FromHours(1));
        var since = Now - hour;
        return await (
                from own in Context.SignInAttempts
                where own.UserId == userId && users.Any(user => user.Id == userId) && (own.EnteredAt == null || own.EnteredAt <= known)
                join all in Context.SignInAttempts on own.Network equals all.Network
                where all.Account == SignInAttempts.Every && all.Wrong >= limits.WrongPerHour && all.WrongSince > since
                select all.WrongSince
            ).MaxAsync(cancel) + hour;
    }

    /// <summary>The actor's own roles in all regions, as far as they hold.</summary>
    internal IQueryable<Grant> OwnGrants => Context.Grants.Where(grant => grant.UserId == Actor.UserId && grant.SuspendedAt == null);

    /// <summary>
    /// Invitations for who manages accounts: of the region, all for an administrator; otherwise those of the executors one leads.
    /// </summary>
    public IQueryable<Invitation> Invitations =>
        Actor.Is(Role.Administrator) ? Context.Invitations
        : Permissions.Allows(Actor, Ability.ManageAccounts) ? Context.Invitations.Where(row => row.RegionId == Actor.RegionId)
        : TeamInvitations;

    /// <summary>Roles of the executors one leads: of the own territories.</summary>
    public IQueryable<Grant> Team
    {
        get
        {
            var (region, everywhere, territories) = LedTerritories;
            return Context.Grants.Where(row =>
                row.Role == Role.Executor
                && row.RegionId == region
                && row.TerritoryId != null
                && (everywhere || territories.Contains(row.TerritoryId.Value))
            );
        }
    }

    /// <summary>Invitations to become one of these executors.</summary>
    public IQueryable<Invitation> TeamInvitations
    {
        get
        {
            var (region, everywhere, territories) = LedTerritories;
            return Context.Invitations.Where(row =>
                row.Role == Role.Executor
                && row.RegionId == region
                && row.TerritoryId != null
                && (everywhere || territories.Contains(row.TerritoryId.Value))
            );
        }
    }

    // The region is never null here: no role with this ability is outside regions.
    private (int Region, bool Everywhere, List<int> Territories) LedTerritories
    {
        get
        {
            var reaches = ReachOf(Ability.InviteExecutors);
            return (
                Actor.RegionId ?? 0,
                reaches.Any(reach => reach.WholeRegion),
                [.. reaches.SelectMany(reach => reach.Territories).Distinct()]
            );
        }
    }

    /// <summary>Names of accounts behind keys seen in history: of the region's people only.</summary>
    public IQueryable<User> People =>
        Actor.RegionId is { } region
            ? Context.Users.Where(user => user.Grants.Any(grant => grant.RegionId == region))
            : Context.Users.Where(user => Actor.Is(Role.Administrator) || user.Id == Actor.UserId);

    /// <summary>
    /// Whether every role of an account is one the actor decides over: its password and second factor are changed by nobody else.
    /// </summary>
    public async Task<bool> HoldsWholeAsync(int userId, CancellationToken cancel = default) =>
        Permissions.Allows(Actor, Ability.ManageRegions)
        || !await Context.Grants.AnyAsync(grant => grant.UserId == userId && grant.RegionId != Actor.RegionId, cancel);
}
