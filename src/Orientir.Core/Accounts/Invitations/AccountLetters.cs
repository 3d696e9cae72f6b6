using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>
/// Writes letters of invitations, new roles and new passwords. What their words need is read once, however many there are.
/// </summary>
internal sealed class AccountLetters
{
    private const string BeforeRoles = " добавляет вам роль в «Ориентире»: ";
    private const string AfterRoles = ".\nВходите как прежде";

    private readonly Actor actor;
    private readonly Dictionary<int, string> territories;
    private readonly Dictionary<int, (string Title, RegionTime Time)> regions;

    private AccountLetters(Actor actor, Dictionary<int, string> territories, Dictionary<int, (string Title, RegionTime Time)> regions) =>
        (this.actor, this.territories, this.regions) = (actor, territories, regions);

    /// <summary>Reads what letters of these regions and territories need.</summary>
    /// <param name="context">The store.</param>
    /// <param name="actor">Who causes them.</param>
    /// <param name="places">Regions and territories of the roles written of.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<AccountLetters> OfAsync(
        OrientirContext context,
        Actor actor,
        IEnumerable<(int? RegionId, int? TerritoryId)> places,
        CancellationToken cancel
    )
    {
        var named = places.ToList();
        var inTerritories = named.Select(place => place.TerritoryId).OfType<int>().Distinct().ToList();
        var inRegions = named.Select(place => place.RegionId).OfType<int>().Distinct().ToList();
        return new(
            actor,
            await context
                .Territories.Where(row => inTerritories.Contains(row.Id))
                .Select(row => new { row.Id, row.Name })
                .ToDictionaryAsync(row => row.Id, row => row.Name, cancel),
            await context
                .Regions.AsNoTracking()
                .Where(row => inRegions.Contains(row.Id))
                .ToDictionaryAsync(row => row.Id, row => (row.Title, new RegionTime(row.TimeZone)), cancel)
        );
    }

    /// <summary>The same in the name of another; without one of whoever causes them.</summary>
    public AccountLetters By(string? name) => name is null ? this : new(actor with { Name = name }, territories, regions);

    /// <summary>A letter of invitation: one for all roles of a person, with the link of the first.</summary>
    public LetterText Invite(IReadOnlyList<Invitation> invitations, string address)
    {
        var (first, roles) = (invitations[0], invitations.Select(one => WordsOf(one.Role!.Value, one.RegionId, one.TerritoryId)).ToList());
        return new(
            LetterWhy.Invitation,
            first.DisplayName,
            first.Email,
            "Приглашение в «Ориентир»",
            $"Здравствуйте, {first.DisplayName}!\n\n{actor.Name} приглашает вас в «Ориентир» — систему мониторинга муниципальных "
                + "управленческих механизмов.\n"
                + $"{(roles.Count == 1 ? "Ваша роль" : "Ваши роли")}: {string.Join("; ", roles)}.\n\nОткройте ссылку и придумайте "
                + $"пароль; входить вы будете с адресом {first.Email}:",
            address,
            ExpiryOf(first)
        );
    }

    /// <summary>A letter that roles were added to an account there is.</summary>
    public LetterText Granted(User user, IReadOnlyList<Grant> grants, string home) =>
        new(
            LetterWhy.NewRole,
            user.DisplayName,
            user.Email!,
            "Новая роль в «Ориентире»",
            $"Здравствуйте, {user.DisplayName}!\n\n{actor.Name}{BeforeRoles}{RolesOf(grants)}{AfterRoles}, "
                + $"с адресом {user.Email}:\n\n{home}\n\nЕсли роль вам не нужна, ответьте тому, кто "
                + "её добавил.\n"
        );

    /// <summary>The words of a letter of new roles, of these alone; those of one written otherwise stay.</summary>
    public string GrantedAnew(string text, IReadOnlyList<Grant> grants) =>
        text.IndexOf(BeforeRoles, StringComparison.Ordinal) is var before and >= 0
        && text.IndexOf(AfterRoles, before, StringComparison.Ordinal) is var after and >= 0
            ? text[..(before + BeforeRoles.Length)] + RolesOf(grants) + text[after..]
            : text;

    private string RolesOf(IReadOnlyList<Grant> grants) =>
        string.Join("; ", grants.Select(one => WordsOf(one.Role, one.RegionId, one.TerritoryId)));

    /// <summary>A letter with a link to set a new password.</summary>
    public LetterText NewPassword(Invitation link, string address) =>
        new(
            LetterWhy.NewPassword,
            link.DisplayName,
            link.Email,
            "Новый пароль в «Ориентире»",
            $"Здравствуйте, {link.DisplayName}!\n\n{actor.Name} открывает вам смену пароля в «Ориентире». Прежний пароль действует, "
                + "пока вы не зададите новый.\n\nОткройте ссылку и придумайте пароль:",
            address,
            ExpiryOf(link)
        );

    private string WordsOf(Role role, int? regionId, int? territoryId) =>
        string.Join(
            ", ",
            (
                (string?[])
                    [
                        Permissions.NameOf(role),
                        territoryId is { } territory ? territories.GetValueOrDefault(territory) : null,
                        regionId is { } region ? regions.GetValueOrDefault(region).Title : null,
                    ]
            ).OfType<string>()
        );

    private string ExpiryOf(Invitation link)
    {
        var day =
            link.RegionId is { } region && regions.TryGetValue(region, out var known)
                ? known.Time.Date(link.ExpiresAt)
                : Russian.Date(DateOnly.FromDateTime(link.ExpiresAt));
        return $"Ссылка действует до {day} и срабатывает один раз. Если она не открылась, попросите новую у того, кто вас пригласил. "
            + "Никому её не передавайте: она открывает вашу учётную запись.";
    }
}
