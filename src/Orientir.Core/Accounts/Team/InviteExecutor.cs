using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>An executor to be invited.</summary>
/// <param name="Name">How the person is shown until it says so itself.</param>
/// <param name="Email">Address.</param>
/// <param name="TerritoryId">A territory of the coordinator.</param>
/// <param name="Directions">Uids of directions; null for all, which is never left to an empty list.</param>
/// <param name="Site">Where the letter leads.</param>
public sealed record NewExecutor(string Name, string Email, int TerritoryId, IReadOnlyList<string>? Directions, LetterAddresses Site);

/// <summary>What was done.</summary>
/// <param name="Outcome">A link, or the role at once where there is an account in the region.</param>
/// <param name="Letters">The letter.</param>
public sealed record InvitedExecutor(ContactOutcome Outcome, WrittenLetters Letters);

/// <summary>Invites an executor of a territory one coordinates, held to directions.</summary>
/// <param name="context">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="byMail">Whether mail is set up; letters are printed otherwise.</param>
public sealed class InviteExecutor(OrientirContext context, TimeProvider time, bool byMail = false)
{
    /// <summary>Invites it.</summary>
    /// <exception cref="RefusedException">Another's territory, or fields are wrong.</exception>
    public async Task<InvitedExecutor> RunAsync(Actor actor, NewExecutor input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.InviteExecutors, input.TerritoryId);
        var (name, email) = (CleanText.Line(input.Name), input.Email.Trim().ToLowerInvariant());
        var given = new NewGrant(Role.Executor, actor.RegionId, input.TerritoryId, input.Directions);
        var errors = PersonRule.FaultsOf(name, email);
        errors.AddRange(await GrantRule.FaultsAsync(context, given, cancel));
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);
        var territory = await context.Territories.Where(row => row.Id == input.TerritoryId).Select(row => row.Name).SingleAsync(cancel);
        List<Contact> wanted =
        [
            new(name, email, Role.Executor, input.TerritoryId, territory, given.Granted.Directions, ContactOutcome.Invited),
        ];
        var invitations = new MakeInvitations(context, time, byMail);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.LockRightsAsync(actor.RegionId, cancel);
        var known = await invitations.KnownAsync(actor.RegionId, wanted, cancel);
        Check(input.TerritoryId, email, known);
        var contacts = invitations.OutcomesOf(actor.RegionId, wanted, known);
        var letters = await invitations.MakeAsync(actor, new(actor.RegionId, contacts, known, input.Site, actor.UserId), cancel);
        await transaction.CommitAsync(cancel);
        return new(contacts[0].Outcome, letters);
    }

    // Directions of an executor there is are changed; a second role beside the first would only widen it.
    private void Check(int territoryId, string email, KnownPeople known)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (
            known.Accounts.TryGetValue(email, out var user)
            && user.Grants.Exists(grant => grant is { Role: Role.Executor } && grant.TerritoryId == territoryId)
        )
            throw RefusedException.Invalid(
                new FieldError(nameof(NewExecutor.Email), "Этот человек уже исполнитель здесь: измените его направления в списке.")
            );
        if (known.Invitations[email].Any(row => row.Role == Role.Executor && row.TerritoryId == territoryId && row.ExpiresAt > now))
            throw RefusedException.Invalid(
                new FieldError(
                    nameof(NewExecutor.Email),
                    "Этот человек уже приглашён сюда исполнителем. Чтобы дать другие направления, отзовите приглашение и пригласите снова."
                )
            );
    }
}
