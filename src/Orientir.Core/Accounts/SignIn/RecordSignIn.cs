using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>Writes down that the actor signed in.</summary>
public sealed class RecordSignIn(OrientirContext context, TimeProvider time)
{
    /// <summary>Writes it down.</summary>
    public async Task RunAsync(Actor actor, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        // Past the stamp of the row: a wrong password entered elsewhere at the same moment must not turn this sign-in away.
        await context
            .Users.Where(row => row.Id == actor.UserId)
            .ExecuteUpdateAsync(row => row.SetProperty(user => user.LastSignInAt, now), cancel);
        new AuditTrail(context, time).Add(actor, "account.sign-in", "user", actor.UserId);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
