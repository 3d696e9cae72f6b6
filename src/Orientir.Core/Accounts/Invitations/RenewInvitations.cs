using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>Invitations to get new links.</summary>
/// <param name="Ids">Their keys.</param>
/// <param name="Site">Where the letters lead.</param>
public sealed record Renewal(IReadOnlyCollection<int> Ids, LetterAddresses Site);

/// <summary>
/// Gives invitations not yet used new links and a new term; the old links die. A coordinator renews its own: the link of another's letter
/// may open more than a coordinator gives.
/// </summary>
/// <param name="context">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="byMail">Whether mail is set up; letters are printed otherwise.</param>
public sealed class RenewInvitations(OrientirContext context, TimeProvider time, bool byMail = false)
{
    /// <summary>Renews them and writes the letters.</summary>
    /// <exception cref="RefusedException">No right to it, or none chosen.</exception>
    public async Task<WrittenLetters> RunAsync(Actor actor, Renewal input, CancellationToken cancel = default)
    {
        Permissions.RequireInviting(actor);
        var (ids, every) = (input.Ids.ToList(), Permissions.Allows(actor, Ability.ManageAccounts));
        var open = new Visible(context, actor, time)
            .Invitations.Where(row => EF.Parameter(ids).Contains(row.Id) && row.Role != null && row.UsedAt == null && row.RevokedAt == null)
            .Where(row => every || row.InvitedBy == actor.UserId)
            .OrderBy(row => row.Id);
        // A role is named with its territory, which lies in another region than an administrator works in.
        return await context.OverAllRegionsAsync(() => RenewAsync(actor, open, input.Site, cancel));
    }

    private async Task<WrittenLetters> RenewAsync(Actor actor, IQueryable<Invitation> open, LetterAddresses site, CancellationToken cancel)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        // Always in one order, that of none last: two who renew in several regions do not wait for one another.
        foreach (var region in (await open.Select(row => row.RegionId).Distinct().ToListAsync(cancel)).OrderBy(id => id ?? int.MaxValue))
            await context.LockRightsAsync(region, cancel);
        var chosen = await open.ToListAsync(cancel);
        if (chosen.Count == 0)
            throw RefusedException.Invalid(new FieldError("Chosen", "Отметьте приглашения, которым нужны новые ссылки."));
        var (audit, now) = (new AuditTrail(context, time), time.GetUtcNow().UtcDateTime);
        var places = chosen.Select(row => (row.RegionId, row.TerritoryId));
        var writing = await AccountLetters.OfAsync(context, actor, places, cancel);
        var outbox = new Outbox(context, actor, now, byMail);
        foreach (var person in chosen.GroupBy(row => (row.Email, row.RegionId, row.InvitedBy)))
        {
            var (links, secret) = (person.ToList(), OneTimeLink.NewSecret());
            foreach (var link in links)
            {
                link.GetLink(link == links[0] ? secret : OneTimeLink.NewSecret(), now + OneTimeLink.Lifetime);
                audit.Add(actor, "invitation.renew", "invitation", link.Id);
            }
            var letter = outbox.Put(writing.Invite(links, site.OneTimeLink(secret)), links[0].Id);
            foreach (var link in links)
                link.SendBy(letter);
        }
        await context.SaveManyAsync(cancel);
        await outbox.OrderJobAsync(cancel);
        await transaction.CommitAsync(cancel);
        return outbox.Written;
    }
}
