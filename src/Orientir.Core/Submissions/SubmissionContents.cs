using Microsoft.EntityFrameworkCore;
using Orientir.Core.Evidence;

namespace Orientir.Core.Submissions;

/// <summary>Answers and evidence of submissions, in the order they were made.</summary>
internal static class SubmissionContents
{
    /// <summary>The form of a submission as it is in the database; empty where nothing was ever answered.</summary>
    public static async Task<SubmissionForm> FormAsync(OrientirContext context, SubmissionContext at, CancellationToken cancel)
    {
        if (at.Submission is not { } submission)
            return new(at, [], []);
        var answers = await context
            .Answers.AsNoTracking()
            .Where(row => row.SubmissionId == submission.Id)
            .OrderBy(row => row.Id)
            .ToListAsync(cancel);
        return new(at, answers, await EvidenceAsync(context, submission.Id, cancel));
    }

    /// <summary>Everything of many submissions: two queries.</summary>
    public static async Task<(ILookup<int, Answer> Answers, ILookup<int, FormEvidence> Evidence)> AllAsync(
        OrientirContext context,
        IReadOnlyList<int> ids,
        CancellationToken cancel
    )
    {
        var answers = await context
            .Answers.AsNoTracking()
            .Where(row => ids.Contains(row.SubmissionId))
            .OrderBy(row => row.Id)
            .ToListAsync(cancel);
        var evidence = await WithFilesAsync(context, context.EvidenceItems.Where(row => ids.Contains(row.SubmissionId)), cancel);
        return (answers.ToLookup(answer => answer.SubmissionId), evidence.ToLookup(one => one.Item.SubmissionId));
    }

    /// <summary>The evidence of a submission with the files behind it: one query.</summary>
    public static Task<IReadOnlyList<FormEvidence>> EvidenceAsync(OrientirContext context, int submissionId, CancellationToken cancel) =>
        WithFilesAsync(context, context.EvidenceItems.Where(row => row.SubmissionId == submissionId), cancel);

    private static async Task<IReadOnlyList<FormEvidence>> WithFilesAsync(
        OrientirContext context,
        IQueryable<EvidenceItem> items,
        CancellationToken cancel
    ) =>
        [
            .. (
                await (
                    from item in items.AsNoTracking().Include(row => row.Places)
                    join file in context.StoredFiles on item.FileId equals file.Id into files
                    from file in files.DefaultIfEmpty()
                    orderby item.Id
                    select new
                    {
                        Item = item,
                        file.Name,
                        Length = (long?)file.Length,
                        file.Hash,
                    }
                ).ToListAsync(cancel)
            ).Select(row => new FormEvidence(row.Item, row.Name, row.Length ?? 0, row.Hash)),
        ];

    /// <summary>
    /// What lists of forms count, of many submissions: the answers without their texts, and where evidence stands. Two queries.
    /// </summary>
    public static async Task<(ILookup<int, Answer> Answers, ILookup<int, FormEvidence> Evidence)> CountedAsync(
        OrientirContext context,
        IReadOnlyList<int> ids,
        CancellationToken cancel
    )
    {
        var answers = await context
            .Answers.Where(row => ids.Contains(row.SubmissionId) && (row.Value != null || row.NoDocument || row.NotApplicable))
            .OrderBy(row => row.Id)
            .Select(row => new Answer
            {
                RegionId = row.RegionId,
                SubmissionId = row.SubmissionId,
                Uid = row.Uid,
                ItemId = row.ItemId,
                Value = row.Value,
                NoDocument = row.NoDocument,
                NotApplicable = row.NotApplicable,
            })
            .ToListAsync(cancel);
        var evidence = await context
            .EvidenceItems.AsNoTracking()
            .Include(row => row.Places)
            .Where(row => ids.Contains(row.SubmissionId))
            .OrderBy(row => row.Id)
            .ToListAsync(cancel);
        return (
            answers.ToLookup(answer => answer.SubmissionId),
            evidence.ToLookup(item => item.SubmissionId, item => new FormEvidence(item, null, 0, null))
        );
    }
}
