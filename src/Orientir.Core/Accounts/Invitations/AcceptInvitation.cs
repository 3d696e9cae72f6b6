using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;

namespace Orientir.Core.Accounts;

/// <summary>A one-time link to be used.</summary>
/// <param name="Secret">The secret of the link.</param>
/// <param name="Name">How the person wants to be shown; of a new account.</param>
/// <param name="Password">The password; of a new account, or the new one.</param>
public sealed record Acceptance(string Secret, string Name, string Password);

/// <summary>
/// Uses a one-time link: makes the account with its roles, adds the roles to the account of who is signed in, or sets a new password.
/// </summary>
public sealed class AcceptInvitation(OrientirContext context, UserManager<User> users, TimeProvider time)
{
    /// <summary>Uses it and gives the key of the account.</summary>
    /// <param name="actor">Who is signed in; <see cref="Actor.UserId"/> is 0 for nobody. The secret is the right to it.</param>
    /// <param name="input">The link and what was entered.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="RefusedException">The link works no more, fields are wrong, or somebody else is signed in.</exception>
    public async Task<int> RunAsync(Actor actor, Acceptance input, CancellationToken cancel = default)
    {
        var hash = OneTimeLink.HashOf(input.Secret);
        var link = await OpenAsync(hash, cancel);
        // What is written belongs to the region of the link, whatever region who is signed in works in.
        var region = context.RegionId;
        context.RegionId = link.RegionId;
        try
        {
            var password = await HashAsync(link, input, cancel);
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            await context.LockRightsAsync(link.RegionId, cancel);
            // Judged again now that nobody changes it: hashing took its time, and it may be used, taken back or replaced.
            var userId = await UseAsync(actor, await OpenAsync(hash, cancel), input, password, cancel);
            await context.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return userId;
        }
        finally
        {
            context.RegionId = region;
        }
    }

    private async Task<Invitation> OpenAsync(string hash, CancellationToken cancel)
    {
        var link = await context.Invitations.AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash, cancel);
        return link?.StateAt(time.GetUtcNow().UtcDateTime) == LinkState.Open ? link : throw Dead();
    }

    private async Task<int> UseAsync(Actor actor, Invitation link, Acceptance input, string? password, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        // Links of new passwords are issued without the lock of the rights: of two at once one changes the row.
        if (
            await context
                .Invitations.Where(row =>
                    row.Id == link.Id
                    && row.TokenHash == link.TokenHash
                    && row.UsedAt == null
                    && row.RevokedAt == null
                    && row.ExpiresAt > now
                )
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.UsedAt, now), cancel) == 0
        )
            throw Dead();
        return link.Role is null
            ? await SetPasswordAsync(actor, link, password!, cancel)
            : await TakeRolesAsync(actor, link, input, password, now, cancel);
    }

    /// <summary>
    /// The hash of the password entered, ahead of the transaction; null where the account has one and keeps it.
    /// </summary>
    private async Task<string?> HashAsync(Invitation link, Acceptance input, CancellationToken cancel)
    {
        var email = link.Email.ToUpperInvariant();
        if (link.Role is not null && await context.Users.AnyAsync(row => row.NormalizedEmail == email, cancel))
            return null;
        if (link.Role is not null && CleanText.Line(input.Name).Length is 0 or > 200)
            throw RefusedException.Invalid(
                new FieldError(nameof(input.Name), "Укажите, как вас называть: фамилия, имя, отчество, до 200 знаков.")
            );
        var passwords = new Passwords(users);
        AccountRules.Accepted(
            await passwords.CheckAsync(new User { DisplayName = "", Email = link.Email }, input.Password),
            nameof(input.Password),
            nameof(input.Password)
        );
        return await passwords.HashAsync(input.Password, cancel);
    }

    private async Task<int> TakeRolesAsync(
        Actor actor,
        Invitation link,
        Acceptance input,
        string? password,
        DateTime now,
        CancellationToken cancel
    )
    {
        var email = link.Email.ToUpperInvariant();
        var user = await context.Users.Include(row => row.Grants).SingleOrDefaultAsync(row => row.NormalizedEmail == email, cancel);
        if (user is not null && user.Id != actor.UserId)
            throw RefusedException.Conflict($"Учётная запись с адресом {link.Email} уже есть. Войдите под ней и откройте ссылку ещё раз.");
        var made = user is null;
        if (user is null)
        {
            user = new User
            {
                DisplayName = input.Name,
                UserName = link.Email,
                Email = link.Email,
                EmailConfirmed = true,
                // An account that was there a moment ago and is no more: no password was asked for.
                PasswordHash = password ?? throw Dead(),
            };
            AccountRules.Accepted(await users.CreateAsync(user), nameof(input.Password), nameof(input.Password));
        }
        var letter = await context.Invitations.Where(link.OfOneLetter(now)).ToListAsync(cancel);
        foreach (var one in letter)
            one.Use(now);
        foreach (var one in letter.Prepend(link))
            if (!user.Grants.Exists(grant => grant.Granted == one.Offered))
                user.Grants.Add(Grant.Of(user.Id, one.Offered!));
        new AuditTrail(context, time).Add(
            actor with
            {
                UserId = user.Id,
                RegionId = link.RegionId,
            },
            made ? "invitation.accept" : "invitation.accept-role",
            "user",
            user.Id,
            null,
            letter.Prepend(link).Select(one => one.Offered!.Shown)
        );
        return user.Id;
    }

    private async Task<int> SetPasswordAsync(Actor actor, Invitation link, string password, CancellationToken cancel)
    {
        var user = await context.Users.Include(row => row.Grants).SingleAsync(row => row.Id == link.UserId, cancel);
        // A role of another region taken since then is beyond the operator who gave the link.
        if (link.RegionId is { } region && !user.Grants.TrueForAll(grant => grant.RegionId == region))
            throw Dead();
        user.PasswordHash = password;
        AccountRules.Accepted(await users.UpdateSecurityStampAsync(user), nameof(Acceptance.Password), nameof(Acceptance.Password));
        await AttemptCounts.ForgetAsync(context, user.UserName!, cancel);
        new AuditTrail(context, time).Add(
            actor with
            {
                UserId = user.Id,
                RegionId = link.RegionId,
            },
            "account.new-password",
            "user",
            user.Id
        );
        return user.Id;
    }

    private static RefusedException Dead() =>
        RefusedException.Conflict("Ссылка больше не действует. Попросите новую у того, кто вас пригласил.");
}
