using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>Ends every session of the actor, with the next click there.</summary>
public sealed class SignOutEverywhere(OrientirContext context, UserManager<User> users, TimeProvider time)
{
    /// <summary>Ends them.</summary>
    public async Task RunAsync(Actor actor, CancellationToken cancel = default)
    {
        var user =
            await users.FindByIdAsync(actor.UserId.ToString(CultureInfo.InvariantCulture))
            ?? throw RefusedException.NotFound("Учётная запись", "а");
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await users.UpdateSecurityStampAsync(user);
        new AuditTrail(context, time).Add(actor, "account.sign-out-everywhere", "user", user.Id);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
