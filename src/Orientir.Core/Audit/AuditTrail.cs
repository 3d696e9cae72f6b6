using System.Linq.Expressions;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

namespace Orientir.Core.Audit;

/// <summary>
/// Writes what was done beside doing it: entries go into the same save, so that neither is there without the other.
/// What is passed as old and new must hold no personal data: no names, addresses or telephones of people.
/// </summary>
public sealed class AuditTrail(OrientirContext context, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds the record of a write to the context; the operation saves both at once.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="action">The operation: «campaign.open».</param>
    /// <param name="kind">Kind of the object: «campaign».</param>
    /// <param name="id">Key of the object.</param>
    /// <param name="old">Before: null, a text or an object to be written as JSON.</param>
    /// <param name="new">After, likewise.</param>
    /// <param name="campaignSubjectId">The subject of the campaign it belongs to.</param>
    /// <param name="place">Uid of the node, with «/» and the item.</param>
    public void Add(
        Actor actor,
        string action,
        string kind,
        int id,
        object? old = null,
        object? @new = null,
        int? campaignSubjectId = null,
        string? place = null
    ) =>
        context.AuditEntries.Add(
            new AuditEntry
            {
                RegionId = actor.RegionId,
                At = time.GetUtcNow().UtcDateTime,
                UserId = actor.UserId,
                Address = actor.Address,
                Action = action,
                ObjectKind = kind,
                ObjectId = id,
                CampaignSubjectId = campaignSubjectId,
                Place = place,
                Old = old is null ? null : JsonSerializer.Serialize(old, Json),
                New = @new is null ? null : JsonSerializer.Serialize(@new, Json),
            }
        );

    /// <summary>Who made the last of these entries, and when (UTC); null where there is none.</summary>
    public async Task<(int UserId, string? Who, DateTime At)?> LastAsync(
        Expression<Func<AuditEntry, bool>> which,
        CancellationToken cancel = default
    )
    {
        var last = await context
            .AuditEntries.AsNoTracking()
            .Where(which)
            .OrderByDescending(entry => entry.Id)
            .Select(entry => new
            {
                entry.At,
                entry.UserId,
                Who = context.Users.Where(user => user.Id == entry.UserId).Select(user => user.DisplayName).FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancel);
        return last is null ? null : (last.UserId, last.Who, last.At);
    }

    /// <summary>
    /// Saves rows that get their keys only now, then their records, in one transaction.
    /// </summary>
    /// <param name="record">Adds the records, by <see cref="Add"/>, once the keys are there.</param>
    /// <param name="cancel">Stops.</param>
    public async Task SaveNewAsync(Action record, CancellationToken cancel = default)
    {
        var outer = context.Database.CurrentTransaction;
        var own = outer is null ? await context.Database.BeginTransactionAsync(cancel) : null;
        try
        {
            await context.SaveChangesAsync(cancel);
            record();
            await context.SaveChangesAsync(cancel);
            if (own is not null)
                await own.CommitAsync(cancel);
        }
        finally
        {
            if (own is not null)
                await own.DisposeAsync();
        }
    }
}
