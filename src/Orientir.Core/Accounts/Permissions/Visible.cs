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
    /// Accounts: all for an administrator, those with a role in the region for who manages or observes it, otherwise one's own.
    /// </summary>
    public IQueryable<User> Users =>
        Actor.Is(Role.Administrator) ? Context.Users
        : Actor.RegionId is { } region && (Permissions.Allows(Actor, Ability.ManageAccounts) || Permissions.Allows(Actor, Ability.SeeBoard))
            ? Context.Users.Where(user => user.Grants.Any(grant => grant.RegionId == region))
        : Context.Users.Where(user => user.Id == Actor.UserId);

    /// <summary>Roles of those accounts: in the region at hand, in all for an administrator.</summary>
    public IQueryable<Grant> Grants =>
        Actor.Is(Role.Administrator)
            ? Context.Grants
            : Context.Grants.Where(grant => grant.RegionId == Actor.RegionId && Users.Any(user => user.Id == grant.UserId));

    /// <summary>The actor's own roles in all regions, as far as they hold.</summary>
    internal IQueryable<Grant> OwnGrants => Context.Grants.Where(grant => grant.UserId == Actor.UserId && grant.SuspendedAt == null);

    /// <summary>Invitations for who manages accounts: of the region, all for an administrator.</summary>
    public IQueryable<Invitation> Invitations =>
        Actor.Is(Role.Administrator)
            ? Context.Invitations
            : Context.Invitations.Where(row => row.RegionId == Actor.RegionId && Permissions.Allows(Actor, Ability.ManageAccounts));

    /// <summary>Names of accounts behind keys seen in history: of the region's people only.</summary>
    public IQueryable<User> People =>
        Actor.RegionId is { } region
            ? Context.Users.Where(user => user.Grants.Any(grant => grant.RegionId == region))
            : Context.Users.Where(user => Actor.Is(Role.Administrator) || user.Id == Actor.UserId);

    /// <summary>
    /// Whether every role of an account is one the actor decides over: its password and second factor are changed by nobody else.
    /// </summary>
    public async Task<bool> HoldsWholeAsync(int userId, CancellationToken cancel = default) =>
        Actor.Is(Role.Administrator)
        || !await Context.Grants.AnyAsync(grant => grant.UserId == userId && grant.RegionId != Actor.RegionId, cancel);
}
