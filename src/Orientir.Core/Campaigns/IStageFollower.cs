namespace Orientir.Core.Campaigns;

/// <summary>
/// What an area that stands on campaigns has to say to their moves, and what it does about them. Campaigns knows no such area.
/// </summary>
public interface IStageFollower
{
    /// <summary>Why a campaign may not take a transition at a moment (UTC) as far as this area goes; null where it may.</summary>
    Task<string?> WhyNotAsync(Transition transition, Campaign campaign, DateTime now, CancellationToken cancel);

    /// <summary>Adds what follows of a transition; it is saved with the move.</summary>
    Task FollowAsync(Transition transition, Campaign campaign, CancellationToken cancel);
}
