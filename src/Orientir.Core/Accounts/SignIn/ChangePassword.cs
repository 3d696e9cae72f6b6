using Microsoft.AspNetCore.Identity;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>The password so far and the one to be.</summary>
public sealed record NewPassword(string Current, string Password);

/// <summary>Changes the password of the actor; other devices are signed out with their next click.</summary>
public sealed class ChangePassword(OrientirContext context, UserManager<User> users, TimeProvider time)
{
    /// <summary>Changes it.</summary>
    /// <exception cref="RefusedException">The current one is wrong, or the new one breaks a rule.</exception>
    public async Task RunAsync(Actor actor, NewPassword input, CancellationToken cancel = default)
    {
        var user =
            await users.FindByIdAsync(actor.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture))
            ?? throw RefusedException.NotFound("Учётная запись", "а");
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var result = await users.ChangePasswordAsync(user, input.Current, input.Password);
        if (result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch)))
            throw RefusedException.Invalid(new FieldError(nameof(input.Current), "Нынешний пароль указан неверно."));
        AccountRules.Accepted(result, nameof(input.Password), nameof(input.Password));
        new AuditTrail(context, time).Add(actor, "account.password", "user", user.Id);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
