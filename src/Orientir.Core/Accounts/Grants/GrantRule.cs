using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>Whose accounts an actor may change, and what a role must be given with.</summary>
internal static class GrantRule
{
    /// <summary>What is wrong with a role to be given in the region the context stands in: every wrong field.</summary>
    public static async Task<List<FieldError>> FaultsAsync(OrientirContext context, NewGrant given, CancellationToken cancel)
    {
        var kind = given.TerritoryId is { } id
            ? await context
                .Territories.Where(row => row.Id == id && row.RegionId == given.RegionId && row.ArchivedAt == null)
                .Select(row => row.Kind)
                .SingleOrDefaultAsync(cancel)
            : null;
        var errors = new List<FieldError>();
        if (given.TerritoryId is not null && kind is null)
            errors.Add(new(nameof(given.TerritoryId), "Выберите территорию из списка."));
        else if (GrantedRole.TerritoryFault(given.Role, kind) is { } misplaced)
            errors.Add(new(nameof(given.TerritoryId), misplaced));
        if (GrantedRole.DirectionsFault(given.Role, given.Directions) is { } unnamed)
            errors.Add(new(nameof(given.Directions), unnamed));
        else if (given.Granted.Directions is { } directions)
        {
            var published = await context.PublishedDirectionsAsync(cancel);
            if (!directions.Uids.All(uid => published.Any(one => one.Uid == uid)))
                errors.Add(new(nameof(given.Directions), "Отметьте направления из списка: других в методиках региона нет."));
        }
        return errors;
    }

    /// <summary>An account the actor manages, with its grants.</summary>
    public static async Task<User> AccountAsync(
        OrientirContext context,
        TimeProvider time,
        Actor actor,
        int userId,
        CancellationToken cancel
    )
    {
        Permissions.Require(actor, Ability.ManageAccounts);
        return await new Visible(context, actor, time)
                .Users.Include(user => user.Grants)
                .SingleOrDefaultAsync(user => user.Id == userId, cancel)
            ?? throw RefusedException.NotFound("Учётная запись", "а");
    }

    /// <summary>
    /// What opens the account itself — a new password, the second factor — takes a right over every role it has: an operator could
    /// enter another region as that person otherwise.
    /// </summary>
    /// <exception cref="RefusedException">The actor decides over a part of its roles.</exception>
    public static async Task RequireWholeAsync(OrientirContext context, TimeProvider time, Actor actor, User user, CancellationToken cancel)
    {
        if (!await new Visible(context, actor, time).HoldsWholeAsync(user.Id, cancel))
            throw RefusedException.Forbidden(
                "У этого человека есть права и вне вашего региона, поэтому его вход меняет администратор системы. Обратитесь к нему."
            );
    }
}
