using Microsoft.AspNetCore.Identity;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>The password so far and the one to be.</summary>
public sealed record NewPassword(string Current, string Password);

/// <summary>Changes the password of the actor; other devices are signed out with their next click.</summary>
public sealed class ChangePassword(OrientirContext context, UserManager<User> users, TimeProvider time, SignInLimits limits)
{
    /// <summary>Changes it.</summary>
    /// <exception cref="RefusedException">The current one is wrong, or was too often, or the new one breaks a rule.</exception>
    public async Task RunAsync(Actor actor, NewPassword input, CancellationToken cancel = default)
    {
        var user =
            await users.FindByIdAsync(actor.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture))
            ?? throw RefusedException.NotFound("Учётная запись", "а");
        await new ProveSelf(context, users, time, limits).ByPasswordAsync(
            actor,
            user,
            input.Current,
            new(nameof(input.Current), "Нынешний пароль указан неверно."),
            cancel
        );
        var passwords = new Passwords(users);
        AccountRules.Accepted(await passwords.CheckAsync(user, input.Password), nameof(input.Password), nameof(input.Password));
        user.PasswordHash = await passwords.HashAsync(input.Password, cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        AccountRules.Accepted(await users.UpdateSecurityStampAsync(user), nameof(input.Password), nameof(input.Password));
        new AuditTrail(context, time).Add(actor, "account.password", "user", user.Id);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
