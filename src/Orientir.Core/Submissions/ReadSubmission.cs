using Orientir.Core.Accounts;

namespace Orientir.Core.Submissions;

/// <summary>Reads the form of a subject.</summary>
public sealed class ReadSubmission(OrientirContext context, TimeProvider time)
{
    /// <summary>Reads it as the actor sees it now.</summary>
    /// <exception cref="RefusedException">It is not the actor's to see.</exception>
    public async Task<SubmissionForm> RunAsync(Actor actor, int campaignSubjectId, CancellationToken cancel = default) =>
        await SubmissionContents.FormAsync(
            context,
            await SubmissionContext.LoadAsync(context, time, actor, campaignSubjectId, cancel),
            cancel
        );
}
