using Orientir.Core.Territories;

namespace Orientir.Core.Accounts;

/// <summary>
/// A role with what it covers, held or offered: two of the same are one. What a role must be given with stands here, for forms, for lists
/// of contacts and for commands alike.
/// </summary>
internal sealed record GrantedRole(Role Role, int? RegionId, int? TerritoryId, NamedDirections? Directions)
{
    /// <summary>How the audit shows it: no personal data.</summary>
    public object Shown =>
        new
        {
            Role = Role.ToString(),
            RegionId,
            TerritoryId,
            Directions = Directions?.ToString(),
        };

    /// <summary>The kind of the territory a role is for; null where any will do.</summary>
    public static string? KindOf(Role role) =>
        role switch
        {
            Role.Coordinator or Role.Publisher => EntryKind.Municipality,
            Role.Organisation => EntryKind.Organisation,
            _ => null,
        };

    /// <summary>What is wrong with a role over a territory of a kind, null for the whole region; null for nothing.</summary>
    public static string? TerritoryFault(Role role, string? kind) =>
        (role, kind) switch
        {
            (Role.Administrator, not null) => "Администратору системы территория не нужна: он управляет всей системой.",
            (Role.Expert, not null) => "Роль «эксперт» — на весь регион: территория не нужна.",
            (Role.Coordinator or Role.Publisher, not EntryKind.Municipality) =>
                $"Для роли «{Permissions.ShortNameOf(role)}» выберите муниципалитет из списка территорий.",
            (Role.Organisation, not EntryKind.Organisation) => "Для роли «организация» выберите её саму из списка территорий.",
            (Role.Executor, null) => "Для роли «исполнитель» выберите муниципалитет или организацию из списка территорий.",
            _ => null,
        };

    /// <summary>What is wrong with the directions named for a role, null for all of them said so; null for nothing.</summary>
    public static string? DirectionsFault(Role role, IReadOnlyCollection<string>? named) =>
        role == Role.Executor && named is { Count: 0 } ? "Не названы направления исполнителя: перечислите их или укажите «все»." : null;
}
