using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Letters;
using Orientir.Core.Office;

namespace Orientir.Core.Accounts;

/// <summary>People to be invited.</summary>
/// <param name="Site">Where the letters lead.</param>
/// <param name="Pasted">Rows pasted or typed; null where a file is given.</param>
/// <param name="Content">The file's bytes: CSV or xlsx.</param>
/// <param name="File">Its name.</param>
/// <param name="RegionId">The region, of an administrator; an operator invites into the own one.</param>
/// <param name="Confirmed">The <see cref="Invited.Fingerprint"/> of the preview agreed to; null for the preview alone.</param>
public sealed record ContactList(
    LetterAddresses Site,
    string? Pasted = null,
    ReadOnlyMemory<byte> Content = default,
    string File = "",
    int? RegionId = null,
    string? Confirmed = null
);

/// <summary>The preview of invitations, or what was done.</summary>
/// <param name="Contacts">In the order of the list.</param>
/// <param name="Rows">The list understood, to be posted again with the confirmation.</param>
/// <param name="Fingerprint">Names exactly these invitations.</param>
/// <param name="Letters">Letters written; null for the preview.</param>
public sealed record Invited(IReadOnlyList<Contact> Contacts, string Rows, string Fingerprint, WrittenLetters? Letters);

/// <summary>
/// Invites a list of contacts: first a preview with every fault of the list, then exactly what it showed. Who has an account in the region
/// gets the role at once; everybody else a link that works once. Inviting twice changes nothing.
/// </summary>
/// <param name="context">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="byMail">Whether mail is set up; letters are printed otherwise.</param>
public sealed class InvitePeople(OrientirContext context, TimeProvider time, bool byMail = false)
{
    private const int LargestFile = 2 << 20;
    private const int MostContacts = 2000;

    /// <summary>Previews the invitations, or makes them.</summary>
    /// <exception cref="InputException">The list has faults: every one.</exception>
    /// <exception cref="RefusedException">No right to it, an empty list, or it would not do what was agreed to.</exception>
    public async Task<Invited> RunAsync(Actor actor, ContactList input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageAccounts);
        if (string.IsNullOrWhiteSpace(input.Pasted) && input.Content.IsEmpty)
            throw RefusedException.Invalid(
                new FieldError(nameof(input.Pasted), "Вставьте список или выберите файл: по строке на человека.")
            );
        if (input.Content.Length > LargestFile)
            throw new InputException([new(input.File, "файл больше 2 МБ", "разделите список на несколько файлов")]);
        var regionId = Permissions.Allows(actor, Ability.ManageRegions) ? input.RegionId ?? actor.RegionId : actor.RegionId;
        var faults = new TableFaults();
        var written = input.Pasted is { } pasted
            ? ReadContacts.Pasted(pasted, faults)
            : ReadContacts.File(input.Content, input.File, faults);
        faults.ThrowIfAny();
        if (written.Count == 0)
            throw RefusedException.Invalid(new FieldError(nameof(input.Pasted), "В списке нет ни одной строки с человеком."));
        if (written.Count > MostContacts)
            throw new InputException([
                new(input.File, $"в списке {written.Count} человек", $"приглашайте не больше {MostContacts} за раз"),
            ]);
        var understood = await new UnderstoodContacts(context).OfAsync(actor, regionId, written, faults, cancel);
        faults.ThrowIfAny();
        // What is confirmed is looked at anew while nobody else invites: the same list sent twice at once is made once.
        await using var transaction = input.Confirmed is null ? null : await context.Database.BeginTransactionAsync(cancel);
        if (transaction is not null)
        {
            await context.LockRightsAsync(regionId, cancel);
            if (regionId is not null && understood.Exists(one => one.Role == Role.Administrator))
                await context.LockRightsAsync(null, cancel);
        }
        var known = await KnownAsync(regionId, understood, cancel);
        var contacts = OutcomesOf(regionId, understood, known);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(contacts)));
        var rows = new StringBuilder();
        foreach (var row in written)
            ReadContacts.Write(rows, row.Texts);
        if (transaction is null)
            return new(contacts, rows.ToString(), fingerprint, null);
        if (input.Confirmed != fingerprint && contacts.TrueForAll(one => one.Outcome >= ContactOutcome.AlreadyInvited))
            throw RefusedException.Conflict(
                "По этому списку уже всё сделано: приглашения созданы, роли выданы. Проверьте страницу «Приглашения»."
            );
        if (input.Confirmed != fingerprint)
            throw RefusedException.Conflict("Пока вы смотрели список, учётные записи или территории изменились. Проверьте список ещё раз.");
        var letters = await ApplyAsync(actor, regionId, contacts, known, input.Site, cancel);
        await transaction.CommitAsync(cancel);
        return new(contacts, rows.ToString(), fingerprint, letters);
    }

    private List<Contact> OutcomesOf(int? regionId, List<Contact> contacts, Known known)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return contacts.ConvertAll(one => one with { Outcome = OutcomeOf(one) });

        ContactOutcome OutcomeOf(Contact one)
        {
            var wanted = RoleOf(one, regionId);
            if (
                known.Accounts.TryGetValue(one.Email, out var user)
                && user.Grants.Exists(grant => grant.RegionId == wanted.RegionId || grant.RegionId == regionId)
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

    /// <summary>Accounts and open invitations there are of the contacts, by address.</summary>
    private sealed record Known(Dictionary<string, User> Accounts, ILookup<string, Invitation> Invitations);

    private async Task<Known> KnownAsync(int? regionId, List<Contact> contacts, CancellationToken cancel)
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

    private async Task<WrittenLetters> ApplyAsync(
        Actor actor,
        int? regionId,
        List<Contact> contacts,
        Known known,
        LetterAddresses site,
        CancellationToken cancel
    )
    {
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
