using Microsoft.AspNetCore.Identity;

namespace Orientir.Core.Accounts;

/// <summary>
/// Hashes and proves passwords, two at a time in the whole process and on threads of their own: a hash takes a processor for a tenth of a
/// second by intent, and everybody else's pages must not wait for those who sign in. Never within a transaction: who waits here holds
/// nothing.
/// </summary>
internal sealed class Passwords(UserManager<User> users)
{
    // Who would wait two minutes is told to come again.
    private static readonly Turns Turns = new(places: 2, mostWaiting: 2_000);
    private static readonly User Nobody = new() { DisplayName = "" };

    /// <summary>Whether it is the password of an account. For nobody it takes as long, so that the time tells nothing.</summary>
    /// <param name="user">The account; null for nobody.</param>
    /// <param name="password">What was entered.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="RefusedException">Too many wait already.</exception>
    public async Task<bool> ProveAsync(User? user, string password, CancellationToken cancel)
    {
        if (user?.PasswordHash is not { } hash)
        {
            await HashAsync(password, cancel);
            return false;
        }
        var found = await InTurnAsync(() => users.PasswordHasher.VerifyHashedPassword(user, hash, password), cancel);
        if (found == PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.PasswordHash = await HashAsync(password, cancel);
            await users.UpdateAsync(user);
        }
        return found != PasswordVerificationResult.Failed;
    }

    /// <summary>The hash of a password.</summary>
    /// <exception cref="RefusedException">Too many wait already.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancel) =>
        InTurnAsync(() => users.PasswordHasher.HashPassword(Nobody, password), cancel);

    /// <summary>What the rules have against a password for an account.</summary>
    public async Task<IdentityResult> CheckAsync(User user, string password)
    {
        var errors = new List<IdentityError>();
        foreach (var rule in users.PasswordValidators)
            errors.AddRange((await rule.ValidateAsync(users, user, password)).Errors);
        return errors.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. errors]);
    }

    // A thread of its own: those of the pool answer everybody, and take what was queued last on them first.
    private static async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancel)
    {
        using (await Turns.TakeAsync("", cancel))
            return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
