using Orientir.Core.Campaigns;
using Orientir.Core.Results;
using Orientir.Core.Submissions;

namespace Orientir.TestSupport;

/// <summary>The areas that follow the stages of a campaign, as the site has them.</summary>
internal static class StageFollowers
{
    public static IReadOnlyList<IStageFollower> Of(OrientirContext context) =>
        [new SubmissionsAtStages(context), new RunsAtStages(context)];
}
