using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>Writes down that the actor signed in.</summary>
public sealed class RecordSignIn(OrientirContext context, TimeProvider time)
{
    /// <summary>Writes it down.</summary>
    public async Task RunAsync(Actor actor, CancellationToken cancel = default)
    {
        var user = await context.Users.SingleAsync(row => row.Id == actor.UserId, cancel);
        user.LastSignInAt = time.GetUtcNow().UtcDateTime;
        new AuditTrail(context, time).Add(actor, "account.sign-in", "user", user.Id);
        await context.SaveChangesAsync(cancel);
    }
}
