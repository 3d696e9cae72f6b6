using Microsoft.AspNetCore.Identity;
using Orientir.Core.Audit;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>A role to be granted.</summary>
/// <param name="Role">The role.</param>
/// <param name="RegionId">The region; null for an administrator only.</param>
/// <param name="TerritoryId">Top of what it covers; null for the whole region.</param>
/// <param name="Directions">Uids of directions of an executor; null for all, which is never left to an empty list.</param>
public sealed record NewGrant(Role Role, int? RegionId, int? TerritoryId = null, IReadOnlyList<string>? Directions = null)
{
    internal GrantedRole Granted => new(Role, RegionId, TerritoryId, Role == Role.Executor ? NamedDirections.Of(Directions) : null);
}

/// <summary>An account to be made at once, without invitation.</summary>
public sealed record NewAccount(string Email, string DisplayName, string Password, IReadOnlyList<NewGrant> Grants);

/// <summary>Makes an account with a password: for the first administrator and for demonstrations. People are invited instead.</summary>
public sealed class AddAccount(OrientirContext context, UserManager<User> users, TimeProvider time)
{
    /// <summary>Makes it and gives its key.</summary>
    /// <exception cref="RefusedException">Forbidden, or fields are wrong.</exception>
    public async Task<int> RunAsync(Actor actor, NewAccount input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageRegions);
        if (!EmailAddress.IsOne(input.Email.Trim()))
            throw RefusedException.Invalid(
                new FieldError(nameof(input.Email), "Адрес электронной почты записан неверно. Пример: ivanova@example.org.")
            );
        await CheckAsync(input.Grants, cancel);
        var user = new User
        {
            DisplayName = input.DisplayName.Trim(),
            UserName = input.Email.Trim(),
            Email = input.Email.Trim(),
            EmailConfirmed = true,
        };
        var passwords = new Passwords(users);
        AccountRules.Accepted(await passwords.CheckAsync(user, input.Password), nameof(input.Password), nameof(input.Email));
        user.PasswordHash = await passwords.HashAsync(input.Password, cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        AccountRules.Accepted(await users.CreateAsync(user), nameof(input.Password), nameof(input.Email));
        context.Grants.AddRange(input.Grants.Select(grant => Grant.Of(user.Id, grant.Granted)));
        new AuditTrail(context, time).Add(actor, "account.add", "user", user.Id, null, input.Grants.Select(grant => grant.Granted.Shown));
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return user.Id;
    }

    // The installation gives roles of any region.
    private async Task CheckAsync(IReadOnlyList<NewGrant> grants, CancellationToken cancel)
    {
        var region = context.RegionId;
        try
        {
            foreach (var grant in grants)
            {
                if (!Enum.IsDefined(grant.Role) || (grant.Role == Role.Administrator) != (grant.RegionId is null))
                    throw RefusedException.Invalid(
                        new FieldError(nameof(grant.RegionId), "Роли нужен регион; без региона — только администратор системы.")
                    );
                context.RegionId = grant.RegionId;
                if (await GrantRule.FaultsAsync(context, grant, cancel) is { Count: > 0 } errors)
                    throw RefusedException.Invalid(errors);
            }
        }
        finally
        {
            context.RegionId = region;
        }
    }
}
