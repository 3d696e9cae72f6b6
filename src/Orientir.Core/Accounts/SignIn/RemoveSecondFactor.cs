using Microsoft.AspNetCore.Identity;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>Switches the second factor of somebody off who lost the telephone and the recovery codes.</summary>
public sealed class RemoveSecondFactor(OrientirContext context, UserManager<User> users, TimeProvider time)
{
    /// <summary>Switches it off; the password stays.</summary>
    /// <exception cref="RefusedException">No right over the whole of the account.</exception>
    public async Task RunAsync(Actor actor, int userId, CancellationToken cancel = default)
    {
        var user = await GrantRule.AccountAsync(context, time, actor, userId, cancel);
        await GrantRule.RequireWholeAsync(context, time, actor, user, cancel);
        if (user.Id == actor.UserId)
            throw RefusedException.Conflict("Свой второй шаг входа отключают в своих настройках, с паролем.");
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await users.SetTwoFactorEnabledAsync(user, false);
        await users.ResetAuthenticatorKeyAsync(user);
        new AuditTrail(context, time).Add(actor, "account.remove-second-factor", "user", user.Id);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
