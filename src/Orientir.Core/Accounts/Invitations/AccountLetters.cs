using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>A letter about an account: sent where mail is configured, printed otherwise.</summary>
/// <param name="Name">Whom it is to.</param>
/// <param name="Email">Address.</param>
/// <param name="Subject">Heading.</param>
/// <param name="Text">The text before the link.</param>
/// <param name="Link">The link.</param>
/// <param name="After">The text after it.</param>
public sealed record AccountLetter(string Name, string Email, string Subject, string Text, string Link, string After)
{
    /// <summary>The whole of it, as mailed.</summary>
    public string Whole => $"{Text}\n\n{Link}\n\n{After}\n";
}

/// <summary>Letters written: those that went out, and those to be printed and handed over.</summary>
/// <param name="Sent">How many went out.</param>
/// <param name="ToPrint">The others.</param>
public sealed record WrittenLetters(int Sent, IReadOnlyList<AccountLetter> ToPrint);

/// <summary>Sends a letter and tells whether it went out.</summary>
public delegate Task<bool> SendLetter(AccountLetter letter, CancellationToken cancel);

/// <summary>Writes letters of invitations and of new passwords, and has them sent.</summary>
internal sealed class AccountLetters(OrientirContext context, TimeProvider time)
{
    /// <summary>A letter of invitation: one for all roles of a person, with the link of the first.</summary>
    public async Task<AccountLetter> InviteAsync(
        Actor actor,
        IReadOnlyList<Invitation> invitations,
        string site,
        string secret,
        CancellationToken cancel
    )
    {
        var first = invitations[0];
        var roles = await WordsAsync([.. invitations.Select(one => (one.Role!.Value, one.RegionId, one.TerritoryId))], cancel);
        return new(
            first.DisplayName,
            first.Email,
            "Приглашение в «Ориентир»",
            $"Здравствуйте, {first.DisplayName}!\n\n{actor.Name} приглашает вас в «Ориентир» — систему мониторинга муниципальных управленческих механизмов.\n"
                + $"{(roles.Count == 1 ? "Ваша роль" : "Ваши роли")}: {string.Join("; ", roles)}.\n\nОткройте ссылку и придумайте пароль; входить вы будете с адресом {first.Email}:",
            OneTimeLink.AddressOf(site, secret),
            await ExpiryAsync(first, cancel)
        );
    }

    /// <summary>A letter that a role was added to an account there is.</summary>
    public async Task<AccountLetter> GrantedAsync(
        Actor actor,
        User user,
        IReadOnlyList<Grant> grants,
        string site,
        CancellationToken cancel
    )
    {
        var roles = await WordsAsync([.. grants.Select(one => (one.Role, one.RegionId, one.TerritoryId))], cancel);
        return new(
            user.DisplayName,
            user.Email!,
            "Новая роль в «Ориентире»",
            $"Здравствуйте, {user.DisplayName}!\n\n{actor.Name} добавляет вам роль в «Ориентире»: {string.Join("; ", roles)}.\nВходите как прежде, с адресом {user.Email}:",
            site.TrimEnd('/') + "/",
            "Если роль вам не нужна, ответьте тому, кто её добавил."
        );
    }

    /// <summary>A letter with a link to set a new password.</summary>
    public async Task<AccountLetter> NewPasswordAsync(Actor actor, Invitation link, string site, string secret, CancellationToken cancel) =>
        new(
            link.DisplayName,
            link.Email,
            "Новый пароль в «Ориентире»",
            $"Здравствуйте, {link.DisplayName}!\n\n{actor.Name} открывает вам смену пароля в «Ориентире». Прежний пароль действует, пока вы не зададите новый.\n\nОткройте ссылку и придумайте пароль:",
            OneTimeLink.AddressOf(site, secret),
            await ExpiryAsync(link, cancel)
        );

    /// <summary>Sends letters one after another; what the server refuses is printed.</summary>
    public async Task<WrittenLetters> SendAsync(
        IReadOnlyList<(AccountLetter Letter, IReadOnlyList<Invitation> Of)> letters,
        SendLetter? send,
        CancellationToken cancel
    )
    {
        var toPrint = new List<AccountLetter>();
        foreach (var (letter, of) in letters)
        {
            if (send is null || !await send(letter, cancel))
            {
                toPrint.Add(letter);
                continue;
            }
            foreach (var invitation in of)
                invitation.SentAt = time.GetUtcNow().UtcDateTime;
        }
        await context.SaveChangesAsync(cancel);
        return new(letters.Count - toPrint.Count, toPrint);
    }

    private async Task<List<string>> WordsAsync(IReadOnlyList<(Role Role, int? RegionId, int? TerritoryId)> roles, CancellationToken cancel)
    {
        var territories = await context
            .Territories.Where(row => roles.Select(role => role.TerritoryId).Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        var regions = await context
            .Regions.Where(row => roles.Select(role => role.RegionId).Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Title, cancel);
        return
        [
            .. roles.Select(role =>
                string.Join(
                    ", ",
                    (
                        (string?[])
                            [
                                Permissions.NameOf(role.Role),
                                role.TerritoryId is { } territory ? territories.GetValueOrDefault(territory) : null,
                                role.RegionId is { } region ? regions.GetValueOrDefault(region) : null,
                            ]
                    ).OfType<string>()
                )
            ),
        ];
    }

    private async Task<string> ExpiryAsync(Invitation link, CancellationToken cancel)
    {
        var region = await context.Regions.SingleOrDefaultAsync(row => row.Id == link.RegionId, cancel);
        var day = region is null
            ? Russian.Date(DateOnly.FromDateTime(link.ExpiresAt))
            : new RegionTime(region.TimeZone).Date(link.ExpiresAt);
        return $"Ссылка действует до {day} и срабатывает один раз. Если она не открылась, попросите новую у того, кто вас пригласил. Никому её не передавайте: она открывает вашу учётную запись.";
    }
}
