using Orientir.Core.Accounts;

namespace Orientir.Core.Jobs;

/// <summary>The jobs an actor has to do with: every one for an administrator, those of the region for its operator.</summary>
internal static class ActorJobs
{
    /// <summary>Opens a context that sees these jobs.</summary>
    /// <exception cref="RefusedException">The actor has to do with none.</exception>
    public static OrientirContext Open(Func<OrientirContext> open, Actor actor)
    {
        Permissions.Require(actor, Ability.ManageJobs);
        var context = open();
        (context.RegionId, context.AllRegions) = (actor.RegionId, actor.Is(Role.Administrator));
        return context;
    }
}
