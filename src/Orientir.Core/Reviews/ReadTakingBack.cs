using Orientir.Core.Accounts;
using Orientir.Core.Submissions;

namespace Orientir.Core.Reviews;

/// <summary>Reads whether a submission may be taken back now.</summary>
public sealed class ReadTakingBack(OrientirContext context, TimeProvider time)
{
    /// <summary>Why the actor may not; null where it may.</summary>
    /// <exception cref="RefusedException">It is not the actor's to see.</exception>
    public async Task<string?> RunAsync(Actor actor, int campaignSubjectId, CancellationToken cancel = default) =>
        await TakingBack.WhyNotAsync(context, await SubmissionContext.LoadAsync(context, time, actor, campaignSubjectId, cancel), cancel);
}
