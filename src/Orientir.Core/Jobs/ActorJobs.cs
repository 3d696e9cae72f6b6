using Orientir.Core.Accounts;

namespace Orientir.Core.Jobs;

/// <summary>The jobs an actor has to do with: those of the region at hand, or every one.</summary>
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
