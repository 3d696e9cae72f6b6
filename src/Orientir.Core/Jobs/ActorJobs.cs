using Orientir.Core.Accounts;

namespace Orientir.Core.Jobs;

/// <summary>The jobs an actor has to do with: those of the region at hand, or every one.</summary>
/// <remarks>
/// Not a source of <see cref="Visible"/>: that stands in one region, and so does the context of a request, on PostgreSQL by the database
/// itself, where an administrator has to do with the jobs of every region and with those of none. Jobs have no territory or direction, so
/// that the region of the context is the whole condition: every query has it, counts and sorts too.
/// </remarks>
internal static class ActorJobs
{
    /// <summary>Opens a context that sees these jobs.</summary>
    /// <exception cref="RefusedException">The actor has to do with none.</exception>
    public static OrientirContext Open(Func<OrientirContext> open, Actor actor)
    {
        Permissions.Require(actor, Ability.ManageJobs);
        var context = open();
        (context.RegionId, context.AllRegions) = (actor.RegionId, Permissions.Allows(actor, Ability.ManageInstallationJobs));
        return context;
    }
}
