using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>An account to be opened or closed.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Open">Whether it may be used.</param>
public sealed record Access(int UserId, bool Open);

/// <summary>
/// Disables and enables: an administrator the account as a whole, an operator its roles in the own region, so that one region never
/// decides over another. It works from the next click.
/// </summary>
public sealed class ChangeAccess(OrientirContext context, TimeProvider time)
{
    /// <summary>Disables or enables.</summary>
    /// <exception cref="RefusedException">No right to it, or one's own account.</exception>
    public async Task RunAsync(Actor actor, Access input, CancellationToken cancel = default)
    {
        var user = await GrantRule.AccountAsync(context, time, actor, input.UserId, cancel);
        if (user.Id == actor.UserId)
            throw RefusedException.Conflict("Свою учётную запись отключить нельзя. Попросите другого администратора или оператора.");
        var now = time.GetUtcNow().UtcDateTime;
        if (Permissions.Allows(actor, Ability.ManageRegions))
            if (input.Open)
                user.Enable();
            else
                user.Disable(now);
        else if (input.Open && user.DisabledAt is not null)
            throw RefusedException.Conflict("Эту учётную запись отключил администратор системы; включает её тоже он.");
        else
            foreach (var grant in user.Grants.Where(grant => grant.RegionId == actor.RegionId))
                if (input.Open)
                    grant.Resume();
                else
                    grant.Suspend(now);
        new AuditTrail(context, time).Add(actor, input.Open ? "account.enable" : "account.disable", "user", user.Id);
        await context.SaveChangesAsync(cancel);
    }
}
