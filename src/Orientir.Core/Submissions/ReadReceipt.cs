using Orientir.Core.Accounts;

namespace Orientir.Core.Submissions;

/// <summary>Reads the receipt of the last sending of a submission.</summary>
public sealed class ReadReceipt(OrientirContext context, TimeProvider time)
{
    /// <summary>Reads it; null where it was never sent.</summary>
    /// <exception cref="RefusedException">It is not the actor's to see.</exception>
    public async Task<Receipt?> RunAsync(Actor actor, int campaignSubjectId, CancellationToken cancel = default) =>
        Receipt.Of(await SubmissionContext.LoadAsync(context, time, actor, campaignSubjectId, cancel));
}
