namespace Orientir.Core.Accounts;

/// <summary>
/// What the roles of an actor give of one ability at one set of stages: <see cref="Permissions.ReachOf"/> makes it of the table of rights,
/// and each area makes the condition of its queries of it.
/// </summary>
/// <param name="Stages">The stages of a campaign at which it holds, in order.</param>
/// <param name="WholeRegion">Everything in the region.</param>
/// <param name="Territories">What lies in these territories.</param>
/// <param name="Assigned">What is assigned to the actor as an expert.</param>
public sealed record Reach(IReadOnlyList<CampaignState> Stages, bool WholeRegion, IReadOnlyCollection<int> Territories, bool Assigned)
{
    /// <summary>Whether it holds at every stage, so that none need be asked.</summary>
    public bool AtEveryStage => Stages.Count == Accounts.Stages.All.Count;
}
