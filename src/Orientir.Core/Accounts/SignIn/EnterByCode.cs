using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>The second step of signing in.</summary>
/// <param name="UserId">Whose password was proved.</param>
/// <param name="Code">Six digits of the telephone, or a recovery code.</param>
/// <param name="Address">Network address it comes from.</param>
public sealed record EnteredCode(int UserId, string Code, string Address);

/// <summary>
/// Proves the second factor. Wrong codes are counted as wrong passwords are and stand in the audit: somebody knows the password. While the
/// account is closed to the network no code opens it, neither of the telephone nor for recovery.
/// </summary>
/// <param name="context">The store.</param>
/// <param name="users">Accounts.</param>
/// <param name="time">The clock.</param>
/// <param name="limits">How often a network may try; null for the usual.</param>
public sealed class EnterByCode(OrientirContext context, UserManager<User> users, TimeProvider time, SignInLimits? limits = null)
{
    private const int TelephoneDigits = 6;

    /// <summary>Proves it.</summary>
    public async Task<Entry> RunAsync(EnteredCode input, CancellationToken cancel = default)
    {
        var user = await users.FindByIdAsync(input.UserId.ToString(CultureInfo.InvariantCulture));
        if (user is not { DisabledAt: null })
            return new(null, input.UserId, null);
        var counts = new AttemptCounts(context, time, limits ?? SignInLimits.Usual);
        var attempt = await counts.BeginAsync(user.UserName!, user.Id, input.Address, cancel);
        if (attempt.IsLetTry && await FitsAsync(user, input.Code))
        {
            await counts.EnterAsync(attempt, cancel);
            return new(user, user.Id, null);
        }
        // Of two that entered one code at once the later one's change of the account is void.
        context.ChangeTracker.Clear();
        await counts.ErrAsync(attempt, cancel);
        // A closed account is tried as often as somebody likes; the audit has those that closed it.
        if (attempt.IsLetTry && await new FindActor(context).RunAsync(user.Id, null, input.Address, cancel: cancel) is { } actor)
        {
            new AuditTrail(context, time).Add(actor, "account.wrong-code", "user", user.Id);
            await context.SaveChangesAsync(cancel);
        }
        return new(null, user.Id, attempt.Wait);
    }

    private async Task<bool> FitsAsync(User user, string entered)
    {
        var code = string.Concat(entered.Where(letter => !char.IsWhiteSpace(letter)));
        return code.Length == TelephoneDigits && code.All(char.IsAsciiDigit)
            ? await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code)
            : (await users.RedeemTwoFactorRecoveryCodeAsync(user, code)).Succeeded;
    }
}
