using Microsoft.EntityFrameworkCore;
using Orientir.Core.Letters;
using Orientir.Core.Office;
using Orientir.Core.Territories;

namespace Orientir.Core.Accounts;

/// <summary>Understands a list of contacts: roles, territories and directions by their names, every fault at its cell.</summary>
/// <remarks>What is wrong with a row is kept with it: <see cref="WrittenContact.Errors"/>.</remarks>
internal sealed class UnderstoodContacts(OrientirContext context)
{
    /// <summary>The contacts of the rows nothing is wrong with, in their order, each as if invited.</summary>
    public async Task<List<Contact>> OfAsync(Actor actor, int? regionId, IReadOnlyList<WrittenContact> written, CancellationToken cancel)
    {
        var territories = await context.Territories.Where(row => row.ArchivedAt == null).OrderBy(row => row.Id).ToListAsync(cancel);
        var byCode = territories.ToDictionary(row => row.Code, StringComparer.Ordinal);
        var register = Register.Of(territories);
        var directions = new Lazy<Task<IReadOnlyList<PublishedDirection>>>(() => context.PublishedDirectionsAsync(cancel));
        var understood = new List<Contact>();
        var first = new Dictionary<(string, Role, int?), TableRow>();
        var wrong = 0;
        foreach (var row in written)
        {
            var (name, email) = (row[ContactField.Name], row[ContactField.Email].ToLowerInvariant());
            if (name.Length is 0 or > 200)
                row.Fault(
                    ContactField.Name,
                    name.Length == 0 ? "нет имени" : "имя длиннее 200 знаков",
                    "как человека показывать остальным: фамилия, имя, отчество"
                );
            if (LookAlikes.FaultIn(name) is { } mixed)
                row.Fault(ContactField.Name, mixed, LookAlikes.Remedy);
            if (!EmailAddress.IsOne(email))
                row.Fault(
                    ContactField.Email,
                    email.Length == 0 ? "нет адреса почты" : $"«{email}» — не адрес электронной почты",
                    "один адрес вида name@example.ru"
                );
            if (RoleOf(row[ContactField.Role]) is not { } role)
            {
                row.FaultOfName(
                    ContactField.Role,
                    row[ContactField.Role].Length == 0 ? "нет роли" : $"неизвестная роль «{row[ContactField.Role]}»",
                    "допустимы: "
                        + string.Join(
                            ", ",
                            Enum.GetValues<Role>()
                                .Where(one => Permissions.MayGrant(actor, one, one == Role.Administrator ? null : regionId))
                                .Select(Permissions.ShortNameOf)
                        )
                );
                wrong++;
                continue;
            }
            if (!Permissions.MayGrant(actor, role, role == Role.Administrator ? null : regionId))
            {
                row.Fault(
                    ContactField.Role,
                    $"роль «{Permissions.ShortNameOf(role)}»",
                    role == Role.Administrator ? "администраторов назначает администратор системы"
                        : regionId is null ? "выберите регион"
                        : "эту роль выдаёт оператор региона"
                );
                wrong++;
                continue;
            }
            var territory = TerritoryOf(row, role, register, byCode, wrong);
            var named = await DirectionsOfAsync(row, role, directions);
            if (row.IsWrong)
            {
                wrong++;
                continue;
            }
            if (!first.TryAdd((email, role, territory?.Id), row.At))
            {
                wrong++;
                row.Fault(
                    ContactField.Email,
                    $"«{email}» с той же ролью уже в {first[(email, role, territory?.Id)].SeenFrom(row.At.Sheet)}",
                    "оставьте одну строку"
                );
                continue;
            }
            understood.Add(new(name, email, role, territory?.Id, territory?.Name, named, ContactOutcome.Invited));
        }
        return understood;
    }

    private static Territory? TerritoryOf(WrittenContact row, Role role, Register register, Dictionary<string, Territory> byCode, int wrong)
    {
        var text = row[ContactField.Territory];
        var kind = GrantedRole.KindOf(role);
        if (GrantedRole.TerritoryFault(role, text.Length == 0 ? null : kind ?? EntryKind.Municipality) is { } misplaced)
        {
            row.Fault(
                ContactField.Territory,
                text.Length == 0 ? "нет территории" : $"территория «{text}» у роли «{Permissions.ShortNameOf(role)}»",
                misplaced.TrimEnd('.')
            );
            return null;
        }
        if (text.Length == 0)
            return null;
        if (register.Find(text, kind) is { } entry)
            return byCode[entry.Id];
        var near = Spelling.MayCompare(wrong, register.Entries.Count) ? register.Resolve(text, kind).Candidates : [];
        row.FaultOfName(
            ContactField.Territory,
            $"«{text}» — не понять, какая это территория",
            near.Count > 0
                ? $"похожие: {string.Join(", ", near.Select(one => one.Name))}"
                : "название, id или ОКТМО из списка территорий региона"
        );
        return null;
    }

    private static async Task<NamedDirections?> DirectionsOfAsync(
        WrittenContact row,
        Role role,
        Lazy<Task<IReadOnlyList<PublishedDirection>>> known
    )
    {
        var text = row[ContactField.Directions];
        if (role != Role.Executor)
        {
            if (text.Length > 0)
                row.Fault(
                    ContactField.Directions,
                    $"направления у роли «{Permissions.ShortNameOf(role)}»",
                    "направления называют исполнителю; остальным очистите ячейку"
                );
            return null;
        }
        if (FoldedName.Of(text) == "все")
            return null;
        var uids = new List<string>();
        foreach (var one in text.Split([',', '|', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var node = (await known.Value).FirstOrDefault(node =>
                node.Code == one.TrimEnd('.') || node.Uid == one || FoldedName.Of(node.Title) == FoldedName.Of(one)
            );
            if (node is null)
                row.FaultOfName(
                    ContactField.Directions,
                    $"направления «{one}» нет в методиках региона",
                    (await known.Value) is { Count: > 0 } nodes
                        ? $"номера направлений: {Russian.List([.. nodes.Select(node => node.Code).Distinct()], 12)}"
                        : "сначала опубликуйте методику"
                );
            else if (!uids.Contains(node.Uid))
                uids.Add(node.Uid);
        }
        if (text.Length == 0)
            row.Fault(
                ContactField.Directions,
                GrantedRole.DirectionsFault(role, uids)!.TrimEnd('.'),
                "номера направлений через запятую или слово «все»"
            );
        return NamedDirections.Of(uids);
    }

    private static Role? RoleOf(string text) => RolesByName.TryGetValue(FoldedName.Of(text), out var role) ? role : null;

    private static readonly Dictionary<string, Role> RolesByName = Enum.GetValues<Role>()
        .SelectMany(
            role => new[] { Permissions.ShortNameOf(role), FoldedName.Of(Permissions.NameOf(role)), role.ToString() }.Distinct(),
            (role, name) => (role, name)
        )
        .ToDictionary(pair => pair.name, pair => pair.role, StringComparer.OrdinalIgnoreCase);
}
