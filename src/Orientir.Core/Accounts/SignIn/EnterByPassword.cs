using Microsoft.AspNetCore.Identity;

namespace Orientir.Core.Accounts;

/// <summary>What is entered to sign in.</summary>
/// <param name="Email">The address.</param>
/// <param name="Password">The password.</param>
/// <param name="Address">Network address it comes from.</param>
public sealed record EnteredPassword(string Email, string Password, string Address);

/// <summary>What came of an entry.</summary>
/// <param name="User">Whose account is open, or waits for its second factor; null where it was refused.</param>
/// <param name="UserId">The account tried, for the log; null for an unknown one.</param>
/// <param name="Wait">How long nothing more is let try; null where the entry itself was wrong or right.</param>
public sealed record Entry(User? User, int? UserId, TimeSpan? Wait);

/// <summary>
/// Proves by address and password who signs in. Unknown, disabled, closed and known accounts take the same work, so that neither words nor
/// time tell which it is.
/// </summary>
/// <param name="context">The store.</param>
/// <param name="users">Accounts.</param>
/// <param name="time">The clock.</param>
/// <param name="limits">How often a network may try; null for the usual.</param>
public sealed class EnterByPassword(OrientirContext context, UserManager<User> users, TimeProvider time, SignInLimits? limits = null)
{
    // Two prove a password (Passwords) while two others ask and write; a crowd waits here, holding nothing.
    private static readonly Turns Turns = new(places: 4, mostWaiting: 2_000);

    /// <summary>Proves it when its turn has come.</summary>
    /// <exception cref="RefusedException">Too many sign in at this moment.</exception>
    public async Task<Entry> RunAsync(EnteredPassword input, CancellationToken cancel = default)
    {
        using (await Turns.TakeAsync(Network.Of(input.Address), cancel))
            return await EnterAsync(input, cancel);
    }

    private async Task<Entry> EnterAsync(EnteredPassword input, CancellationToken cancel)
    {
        var counts = new AttemptCounts(context, time, limits ?? SignInLimits.Usual);
        var user = await users.FindByNameAsync(input.Email.Trim());
        var attempt = await counts.BeginAsync(input.Email, user?.Id, input.Address, cancel);
        var open = attempt.IsLetTry && user is { DisabledAt: null } ? user : null;
        if (!await new Passwords(users).ProveAsync(open, input.Password, cancel))
        {
            await counts.ErrAsync(attempt, cancel);
            return new(null, user?.Id, attempt.Wait);
        }
        if (open!.TwoFactorEnabled)
            await counts.TakeBackAsync(attempt, cancel);
        else
            await counts.EnterAsync(attempt, cancel);
        return new(open, open.Id, null);
    }
}
