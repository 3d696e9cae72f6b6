using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>How invitations stand, in words.</summary>
/// <param name="Letters">How the letters of those that are open stand, by key.</param>
/// <param name="Now">UTC.</param>
public sealed record InvitationStates(IReadOnlyDictionary<int, LetterState> Letters, DateTime Now)
{
    public const string Accepted = "принято",
        Expired = "истекло",
        Sent = "письмо отправлено",
        Waiting = "письмо ждёт отправки",
        Failed = "письмо не ушло";

    /// <summary>«письмо ждёт отправки».</summary>
    public string Of(Invitation row) =>
        row.UsedAt is not null ? Accepted
        : row.RevokedAt is not null ? "отозвано"
        : row.ExpiresAt <= Now ? Expired
        : row.SentAt is not null ? Sent
        : row.LetterId is not { } id || !Letters.TryGetValue(id, out var letter) ? "по почте не отправлено"
        : letter switch
        {
            LetterState.Sent => Sent,
            LetterState.Waiting => Waiting,
            LetterState.Failed => Failed,
            LetterState.Cancelled => "письмо отменено",
            LetterState.ToPrint => "письмо для печати",
            _ => "письмо напечатано",
        };
}

/// <summary>Reads what is known of the letters of open invitations.</summary>
/// <param name="visible">What the actor sees.</param>
/// <param name="time">The clock.</param>
public sealed class ReadInvitationStates(Visible visible, TimeProvider time)
{
    /// <summary>Reads it of all invitations the actor sees.</summary>
    public Task<InvitationStates> RunAsync(CancellationToken cancel = default) => RunAsync(visible.Invitations, cancel);

    /// <summary>Reads it of some.</summary>
    public async Task<InvitationStates> RunAsync(IQueryable<Invitation> invitations, CancellationToken cancel = default)
    {
        var open = invitations.Where(row => row.UsedAt == null && row.RevokedAt == null && row.SentAt == null);
        // How far a letter is belongs to its invitation: it is told to who sees that, in whatever region its writer worked.
        var context = visible.Context;
        var states = await context.OverAllRegionsAsync(() =>
            context
                .Letters.Where(letter => open.Any(row => row.LetterId == letter.Id))
                .Select(letter => new { letter.Id, letter.State })
                .ToDictionaryAsync(letter => letter.Id, letter => letter.State, cancel)
        );
        return new(states, time.GetUtcNow().UtcDateTime);
    }
}
