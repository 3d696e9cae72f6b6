using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>
/// Lets an account sign in again at once after too many wrong passwords; not from a network that is closed to all strangers for what was
/// tried there at any account: <see cref="Visible.ClosedNetworkAsync"/>.
/// </summary>
public sealed class LiftLockout(OrientirContext context, TimeProvider time)
{
    /// <summary>Lifts the lockout.</summary>
    /// <exception cref="RefusedException">No right to it, or no such account.</exception>
    public async Task RunAsync(Actor actor, int userId, CancellationToken cancel = default)
    {
        var user = await GrantRule.AccountAsync(context, time, actor, userId, cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await AttemptCounts.ForgetAsync(context, user.UserName!, cancel);
        new AuditTrail(context, time).Add(actor, "account.lift-lockout", "user", user.Id);
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
