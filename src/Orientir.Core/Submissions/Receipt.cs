using System.Globalization;

namespace Orientir.Core.Submissions;

/// <summary>Proof of a sending.</summary>
/// <param name="Number">«12-vsev-1»: campaign, subject and how often it was sent.</param>
/// <param name="At">UTC.</param>
/// <param name="Hash">SHA-256 of answers and evidence, hex.</param>
public sealed record Receipt(string Number, DateTime At, string Hash)
{
    /// <summary>That of the last sending; null where it was never sent.</summary>
    internal static Receipt? Of(SubmissionContext at) =>
        at.Submission is { SentAt: { } sentAt, SentHash: { } hash } submission
            ? new(string.Create(CultureInfo.InvariantCulture, $"{at.Campaign.Id}-{at.Subject.Code}-{submission.SentCount}"), sentAt, hash)
            : null;
}
