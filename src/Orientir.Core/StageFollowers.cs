using Orientir.Core.Campaigns;
using Orientir.Core.Results;
using Orientir.Core.Submissions;

namespace Orientir.Core;

/// <summary>The areas that follow the stages of a campaign: the one list of them, for the site, the demonstration and tests.</summary>
public static class StageFollowers
{
    /// <summary>Those of a unit of work.</summary>
    public static IEnumerable<IStageFollower> Of(OrientirContext context) => [new SubmissionsAtStages(context), new RunsAtStages(context)];
}
