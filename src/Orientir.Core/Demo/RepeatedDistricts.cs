using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Evidence;
using Orientir.Core.Submissions;

namespace Orientir.Core.Demo;

/// <summary>
/// Districts beyond the reconstructed ones, for measuring: each has the answers, the evidence and the history of one of those, copied row
/// by row. The ways people go would take two thousand of them minutes.
/// </summary>
/// <param name="work">Opens units of work.</param>
/// <param name="actor">Who sees the whole region.</param>
internal sealed class RepeatedDistricts(DemonstrationWork work, Actor actor)
{
    // Rows at once in memory: some 5,000.
    private const int AtOnce = 25;

    /// <summary>Copies.</summary>
    /// <param name="districts">Subjects of the campaign: which one is like which, and whose coordinator answers.</param>
    /// <param name="cancel">Stops.</param>
    public async Task FillAsync(IEnumerable<(int Subject, int Like, Actor Coordinator)> districts, CancellationToken cancel)
    {
        foreach (var part in districts.Chunk(AtOnce))
            await work.InAsync(actor, context => CopyAsync(context, part, cancel));
    }

    private static async Task CopyAsync(
        OrientirContext context,
        (int Subject, int Like, Actor Coordinator)[] districts,
        CancellationToken cancel
    )
    {
        var subjects = districts.SelectMany(one => new[] { one.Subject, one.Like }).ToHashSet();
        var submissions = await context
            .Submissions.AsNoTracking()
            .Where(row => subjects.Contains(row.CampaignSubjectId))
            .ToDictionaryAsync(row => row.CampaignSubjectId, row => row.Id, cancel);
        var sources = districts.Select(one => submissions[one.Like]).ToHashSet();
        var answers = (
            await context.Answers.AsNoTracking().Where(row => sources.Contains(row.SubmissionId)).OrderBy(row => row.Id).ToListAsync(cancel)
        ).ToLookup(row => row.SubmissionId);
        var evidence = (
            await context
                .EvidenceItems.AsNoTracking()
                .Where(row => sources.Contains(row.SubmissionId))
                .OrderBy(row => row.Id)
                .ToListAsync(cancel)
        ).ToLookup(row => row.SubmissionId);
        // What has no place, as sending, is not copied: it is done.
        var history = (
            await context
                .AuditEntries.AsNoTracking()
                .Where(row => row.CampaignSubjectId != null && subjects.Contains(row.CampaignSubjectId.Value) && row.Place != null)
                .OrderBy(row => row.Id)
                .ToListAsync(cancel)
        ).ToLookup(row => row.CampaignSubjectId!.Value);

        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var items = new Dictionary<(int Subject, int Item), EvidenceItem>();
        foreach (var (subject, like, coordinator) in districts)
        {
            foreach (var answer in answers[submissions[like]])
                Copy(context, answer, (nameof(Answer.SubmissionId), submissions[subject]), (nameof(Answer.ChangedBy), coordinator.UserId));
            foreach (var item in evidence[submissions[like]])
                items[(subject, item.Id)] = Copy(context, item, (nameof(EvidenceItem.SubmissionId), submissions[subject]));
        }
        // Places and history name evidence by its key.
        await new ManyRows(context).NumberAsync(cancel);
        foreach (var (subject, like, coordinator) in districts)
        {
            foreach (var item in evidence[submissions[like]])
            foreach (var place in item.Places)
                Copy(context, place, (nameof(EvidencePlace.EvidenceItemId), items[(subject, item.Id)].Id));
            foreach (var entry in history[like])
                Copy(
                    context,
                    entry,
                    (nameof(AuditEntry.UserId), coordinator.UserId),
                    (nameof(AuditEntry.CampaignSubjectId), subject),
                    (
                        nameof(AuditEntry.ObjectId),
                        items.TryGetValue((subject, entry.ObjectId), out var own) && entry.ObjectKind == "evidence"
                            ? own.Id
                            : submissions[subject]
                    )
                );
        }
        await context.SaveManyAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static T Copy<T>(OrientirContext context, T row, params ReadOnlySpan<(string Property, object Value)> other)
        where T : class
    {
        var values = context.Entry(row).CurrentValues.Clone();
        foreach (var (property, value) in other)
            values[property] = value;
        var copy = (T)values.ToObject();
        var entry = context.Entry(copy);
        // A key of its own comes with the saving.
        var key = entry.Metadata.FindPrimaryKey()!.Properties.Single();
        entry.Property(key).CurrentValue = key.Sentinel;
        entry.State = EntityState.Added;
        return copy;
    }
}
