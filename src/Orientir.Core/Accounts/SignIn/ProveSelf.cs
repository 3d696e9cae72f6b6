using Microsoft.AspNetCore.Identity;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>
/// Proves once more that who is signed in is the owner, before the account itself is changed. Wrong proofs are counted as at sign-in: a
/// session left open is no place to guess the password at.
/// </summary>
internal sealed class ProveSelf(OrientirContext context, UserManager<User> users, TimeProvider time, SignInLimits limits)
{
    /// <summary>Proves it by the password.</summary>
    /// <exception cref="RefusedException">It is wrong, or nothing is let try now.</exception>
    public Task ByPasswordAsync(Actor actor, User user, string password, FieldError wrong, CancellationToken cancel) =>
        ByAsync(actor, user, wrong, "account.wrong-password", () => new Passwords(users).ProveAsync(user, password, cancel), cancel);

    /// <summary>Proves it by a code of the telephone.</summary>
    /// <exception cref="RefusedException">It is wrong, or nothing is let try now.</exception>
    public Task ByCodeAsync(Actor actor, User user, string code, FieldError wrong, CancellationToken cancel) =>
        ByAsync(
            actor,
            user,
            wrong,
            "account.wrong-code",
            () => users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code),
            cancel
        );

    private async Task ByAsync(Actor actor, User user, FieldError wrong, string action, Func<Task<bool>> proves, CancellationToken cancel)
    {
        var counts = new AttemptCounts(context, time, limits);
        var attempt = await counts.BeginAsync(user.UserName!, user.Id, actor.Address, cancel);
        if (attempt.Wait is { } wait)
            throw RefusedException.TooMany($"Слишком много неверных попыток. Повторите через {MinutesOf(wait)}.", wait);
        if (await proves())
        {
            await counts.EnterAsync(attempt, cancel);
            return;
        }
        // Of two that entered one code at once the later one's change of the account is void.
        context.ChangeTracker.Clear();
        await counts.ErrAsync(attempt, cancel);
        new AuditTrail(context, time).Add(actor, action, "user", user.Id);
        await context.SaveChangesAsync(cancel);
        throw RefusedException.Invalid(wrong);
    }

    private static string MinutesOf(TimeSpan wait) => Russian.Count((int)Math.Ceiling(wait.TotalMinutes), "минуту", "минуты", "минут");
}
