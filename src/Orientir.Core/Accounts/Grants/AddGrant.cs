using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>A role to be added to an account.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Grant">The role.</param>
public sealed record GrantToAdd(int UserId, NewGrant Grant);

/// <summary>Adds a role to an account there is.</summary>
public sealed class AddGrant(OrientirContext context, TimeProvider time)
{
    /// <summary>Adds it; a role held already changes nothing.</summary>
    /// <exception cref="RefusedException">No right to give it, or it lacks what it needs.</exception>
    public async Task RunAsync(Actor actor, GrantToAdd input, CancellationToken cancel = default)
    {
        var given = input.Grant;
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.LockRightsAsync(given.RegionId, cancel);
        var user = await GrantRule.AccountAsync(context, time, actor, input.UserId, cancel);
        if (user.Id == actor.UserId)
            throw RefusedException.Conflict("Себе роль не добавляют: попросите другого оператора или администратора.");
        if (!Permissions.MayGrant(actor, given.Role, given.RegionId))
            throw RefusedException.Forbidden();
        var territory = given.TerritoryId is { } id
            ? await context.Territories.SingleOrDefaultAsync(
                row => row.Id == id && row.RegionId == given.RegionId && row.ArchivedAt == null,
                cancel
            )
            : null;
        var errors = new List<FieldError>();
        if (given.TerritoryId is not null && territory is null)
            errors.Add(new(nameof(given.TerritoryId), "Выберите территорию из списка."));
        if (given.TerritoryId is null && given.Role is (Role.Coordinator or Role.Executor or Role.Publisher or Role.Organisation))
            errors.Add(new(nameof(given.TerritoryId), "Для этой роли выберите муниципалитет или организацию."));
        if (given.TerritoryId is not null && given.Role is (Role.Administrator or Role.Expert))
            errors.Add(new(nameof(given.TerritoryId), "Эта роль — на весь регион: территория не нужна."));
        var directions = given.Role == Role.Executor ? NamedDirections.Of(given.Directions) : null;
        if (directions is not null)
        {
            var published = await context.PublishedDirectionsAsync(cancel);
            if (!directions.Uids.All(uid => published.Any(one => one.Uid == uid)))
                errors.Add(new(nameof(given.Directions), "Отметьте направления из списка: других в методиках региона нет."));
        }
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);
        if (
            user.Grants.Exists(grant =>
                grant.Role == given.Role
                && grant.RegionId == given.RegionId
                && grant.TerritoryId == given.TerritoryId
                && Equals(grant.Directions, directions)
            )
        )
            return;
        context.Grants.Add(Grant.Of(user.Id, given with { Directions = directions?.Uids }));
        new AuditTrail(context, time).Add(
            actor,
            "account.grant",
            "user",
            user.Id,
            null,
            new
            {
                Role = given.Role.ToString(),
                given.RegionId,
                given.TerritoryId,
                Directions = directions?.ToString(),
            }
        );
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
