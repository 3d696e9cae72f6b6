using Orientir.Core.Accounts;

namespace Orientir.Core.Submissions;

/// <summary>Shows what a filled Excel form would change; nothing is changed.</summary>
public sealed class PreviewForm(OrientirContext context, TimeProvider time)
{
    /// <summary>What it would change, with its faults.</summary>
    /// <exception cref="InputException">It is no workbook, or a damaged one.</exception>
    /// <exception cref="RefusedException">It is another's form, or the submission is not the actor's.</exception>
    public async Task<FormReading> RunAsync(Actor actor, FilledForm input, CancellationToken cancel = default)
    {
        input.RequireSize();
        var form = await new ReadSubmission(context, time).RunAsync(actor, input.CampaignSubjectId, cancel);
        return new ReadForm().Read(input.Content, input.FileName, form);
    }
}
