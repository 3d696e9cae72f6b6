using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>Accounts and open invitations there are of contacts, by address.</summary>
internal sealed record KnownPeople(Dictionary<string, User> Accounts, ILookup<string, Invitation> Invitations);

/// <summary>Contacts to be invited.</summary>
/// <param name="RegionId">The region.</param>
/// <param name="Contacts">Whom, with what becomes of each.</param>
/// <param name="Known">What there is of them.</param>
/// <param name="Site">Where the letters lead.</param>
/// <param name="By">The coordinator who invites; null for who manages accounts.</param>
internal sealed record ToInvite(int? RegionId, List<Contact> Contacts, KnownPeople Known, LetterAddresses Site, int? By = null);

/// <summary>Makes accounts and roles of contacts understood: the same for a list and for one executor.</summary>
/// <param name="context">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="byMail">Whether mail is set up; letters are printed otherwise.</param>
internal sealed class MakeInvitations(OrientirContext context, TimeProvider time, bool byMail)
{
    /// <summary>What becomes of each.</summary>
    public List<Contact> OutcomesOf(int? regionId, List<Contact> contacts, KnownPeople known)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return contacts.ConvertAll(one => one with { Outcome = OutcomeOf(one) });

        ContactOutcome OutcomeOf(Contact one)
        {
            var wanted = RoleOf(one, regionId);
            if (
                known.Accounts.TryGetValue(one.Email, out var user)
                && user.Grants.Exists(grant => grant.RegionId == wanted.RegionId || grant.RegionId == regionId)
                // An account of executors' roles alone may have been made by a link a coordinator printed: what reaches further is taken
                // by a link of who gives it.
                && (wanted.Role == Role.Executor || user.Grants.Exists(grant => grant.Role != Role.Executor))
            )
                return user.Grants.Exists(grant => grant.Granted == wanted) ? ContactOutcome.AlreadyHeld : ContactOutcome.Granted;
            var open = known.Invitations[one.Email].FirstOrDefault(invitation => invitation.Offered == wanted);
            return open is null ? ContactOutcome.Invited
                : open.ExpiresAt > now ? ContactOutcome.AlreadyInvited
                : ContactOutcome.Renewed;
        }
    }

    private static GrantedRole RoleOf(Contact one, int? regionId) =>
        new(one.Role, one.Role == Role.Administrator ? null : regionId, one.TerritoryId, one.Directions);

    /// <summary>Accounts and open invitations there are of the contacts.</summary>
    public async Task<KnownPeople> KnownAsync(int? regionId, List<Contact> contacts, CancellationToken cancel)
    {
        var emails = contacts.Select(one => one.Email).Distinct().ToList();
        var normalized = emails.ConvertAll(email => email.ToUpperInvariant());
        // One parameter for all of them: of one each the statement itself would be the longest work.
        return new(
            await context
                .Users.Include(user => user.Grants)
                .Where(user => EF.Parameter(normalized).Contains(user.NormalizedEmail!))
                .ToDictionaryAsync(user => user.NormalizedEmail!.ToLowerInvariant(), StringComparer.Ordinal, cancel),
            (
                await context
                    .Invitations.Where(row =>
                        EF.Parameter(emails).Contains(row.Email)
                        && row.Role != null
                        && row.UsedAt == null
                        && row.RevokedAt == null
                        && (row.RegionId == regionId || row.RegionId == null)
                    )
                    .OrderBy(row => row.Id)
                    .ToListAsync(cancel)
            ).ToLookup(row => row.Email, StringComparer.Ordinal)
        );
    }

    /// <summary>Makes them, each as its outcome says, with their letters; whoever calls commits.</summary>
    public async Task<WrittenLetters> MakeAsync(Actor actor, ToInvite input, CancellationToken cancel)
    {
        var (regionId, contacts, known, site, by) = input;
        var (audit, now) = (new AuditTrail(context, time), time.GetUtcNow().UtcDateTime);
        var added = new List<(Invitation Invitation, Contact Contact)>();
        var people = new List<(string Email, List<Invitation> Links, string Secret, List<Grant> Grants)>();
        foreach (var person in contacts.GroupBy(one => one.Email))
        {
            var (links, grants, secret) = (new List<Invitation>(), new List<Grant>(), OneTimeLink.NewSecret());
            foreach (var one in person)
            {
                var wanted = RoleOf(one, regionId);
                if (one.Outcome == ContactOutcome.Granted)
                {
                    var grant = Grant.Of(known.Accounts[one.Email].Id, wanted);
                    context.Grants.Add(grant);
                    grants.Add(grant);
                    audit.Add(actor, "account.grant", "user", grant.UserId, null, wanted.Shown);
                }
                else if (one.Outcome is ContactOutcome.Invited or ContactOutcome.Renewed)
                {
                    // One letter with one link for all roles of a person: the others' secrets are told to nobody.
                    var own = links.Count == 0 ? secret : OneTimeLink.NewSecret();
                    var link =
                        one.Outcome == ContactOutcome.Renewed
                            ? known.Invitations[one.Email].FirstOrDefault(row => row.Offered == wanted)
                            : null;
                    if (link is null)
                    {
                        link = new Invitation
                        {
                            TokenHash = OneTimeLink.HashOf(own),
                            Email = one.Email,
                            DisplayName = one.Name,
                            Role = one.Role,
                            RegionId = wanted.RegionId,
                            TerritoryId = one.TerritoryId,
                            Directions = one.Directions,
                            CreatedAt = now,
                            ExpiresAt = now + OneTimeLink.Lifetime,
                        };
                        context.Invitations.Add(link);
                    }
                    else
                        link.GetLink(own, now + OneTimeLink.Lifetime);
                    link.InviteBy(by);
                    added.Add((link, one));
                    links.Add(link);
                }
            }
            people.Add((person.Key, links, secret, grants));
        }
        await new ManyRows(context).NumberAsync(cancel);
        foreach (var (invitation, one) in added)
            audit.Add(
                actor,
                one.Outcome == ContactOutcome.Renewed ? "invitation.renew" : "invitation.create",
                "invitation",
                invitation.Id,
                null,
                RoleOf(one, regionId).Shown
            );
        var places = contacts.Select(one => (one.Role == Role.Administrator ? null : regionId, one.TerritoryId));
        var writing = await AccountLetters.OfAsync(context, actor, places, cancel);
        var outbox = new Outbox(context, actor, now, byMail);
        foreach (var (email, links, secret, grants) in people)
        {
            if (links.Count > 0)
            {
                var letter = outbox.Put(writing.Invite(links, site.OneTimeLink(secret)), links[0].Id);
                foreach (var link in links)
                    link.SendBy(letter);
            }
            if (grants.Count > 0)
            {
                var letter = outbox.Put(writing.Granted(known.Accounts[email], grants, site.Home), grants[0].Id);
                foreach (var grant in grants)
                    grant.AnnounceBy(letter);
            }
        }
        await context.SaveManyAsync(cancel);
        await outbox.OrderJobAsync(cancel);
        return outbox.Written;
    }
}
