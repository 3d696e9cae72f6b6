using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Letters;

namespace Orientir.Core.Territories;

/// <summary>A territory as a form gives it.</summary>
/// <param name="Id">Key; null for a new one.</param>
/// <param name="Version">Version the form was filled from.</param>
/// <param name="Code">Id in the register; of a new one only.</param>
/// <param name="Kind">«municipality», «organisation» or «school»; of a new one only. A school is an organisation, and a subject of the
/// kind.</param>
/// <param name="ParentId">The territory above; null for the region.</param>
/// <param name="Name">Name.</param>
/// <param name="Oktmo">ОКТМО; empty for none.</param>
/// <param name="Aliases">Other names, separated by «|».</param>
/// <param name="Contacts">Whom to write to or to call, in their order.</param>
public sealed record TerritoryFields(
    int? Id,
    long Version,
    string Code,
    string Kind,
    int? ParentId,
    string Name,
    string Oktmo,
    string Aliases,
    IReadOnlyList<RegisterContact> Contacts
);

/// <summary>Makes or changes a territory; a new one becomes a subject too, and a renamed one renames its own subject.</summary>
public sealed class SaveTerritory(OrientirContext context, TimeProvider time)
{
    /// <summary>Saves it and gives its key.</summary>
    /// <exception cref="RefusedException">No right, wrong fields, or changed by another meanwhile.</exception>
    public async Task<int> RunAsync(Actor actor, TerritoryFields input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageTerritories);
        var all = await context.Territories.ToListAsync(cancel);
        var territory = input.Id is { } id ? all.Find(row => row.Id == id) ?? throw RefusedException.NotFound("Территория", "а") : null;
        var fields = input with
        {
            Code = territory?.Code ?? CleanText.Of(input.Code).Trim(),
            Kind = territory?.Kind ?? input.Kind,
            Name = CleanText.Of(input.Name).Trim(),
            Oktmo = Oktmo.TryParse(input.Oktmo)?.Digits ?? input.Oktmo.Trim(),
            Aliases = string.Join(
                '|',
                CleanText.Of(input.Aliases).Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ),
            Contacts =
            [
                .. input.Contacts.Select(one => new RegisterContact(
                    CleanText.Of(one.Name).Trim(),
                    CleanText.Of(one.Post).Trim(),
                    CleanText.Of(one.Phone).Trim(),
                    one.Email.Trim()
                )),
            ],
        };
        Check(fields, territory, all);
        territory?.RequireVersion(input.Version);

        var audit = new AuditTrail(context, time);
        if (territory is null)
        {
            territory = new Territory
            {
                RegionId = actor.RegionId!.Value,
                Code = fields.Code,
                Kind = fields.Kind == EntryKind.Municipality ? fields.Kind : EntryKind.Organisation,
                Name = fields.Name,
            };
            Set(territory, fields);
            context.Territories.Add(territory);
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            await context.SaveChangesAsync(cancel);
            context.Subjects.Add(
                new Subject
                {
                    RegionId = territory.RegionId,
                    TerritoryId = territory.Id,
                    Kind = fields.Kind,
                    Code = territory.Code,
                    Name = territory.Name,
                }
            );
            audit.Add(actor, "territory.create", "territory", territory.Id, null, Shown(territory));
            await context.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return territory.Id;
        }
        var old = Shown(territory);
        Set(territory, fields);
        foreach (
            var own in await context
                .Subjects.Where(row => row.TerritoryId == territory.Id && row.Code == territory.Code)
                .ToListAsync(cancel)
        )
            own.Rename(territory.Name);
        audit.Add(actor, "territory.change", "territory", territory.Id, old, Shown(territory));
        await context.SaveChangesAsync(cancel);
        return territory.Id;
    }

    private static void Check(TerritoryFields fields, Territory? territory, List<Territory> all)
    {
        var errors = new List<FieldError>();
        if (fields.Name.Length is 0 or > Territory.LongestName)
            errors.Add(new(nameof(fields.Name), "Впишите название, не длиннее 300 знаков."));
        // What was kept under a mixed name may be mended, not made anew.
        foreach (
            var (field, text) in new[]
            {
                (nameof(fields.Name), fields.Name),
                (nameof(fields.Aliases), fields.Aliases),
                (nameof(fields.Code), territory is null ? fields.Code : ""),
            }
        )
            if (LookAlikes.FaultIn(text) is { } mixed)
                errors.Add(new(field, $"{Russian.Capital(mixed)}: {LookAlikes.Remedy}."));
        if (fields.Code.Length is 0 or > Territory.LongestCode)
            errors.Add(new(nameof(fields.Code), "Впишите id территории в реестре, не длиннее 100 знаков."));
        else if (territory is null && all.Exists(row => row.Code == fields.Code))
            errors.Add(new(nameof(fields.Code), $"Id «{fields.Code}» уже занят: впишите другой."));
        if (fields.Kind is not (EntryKind.Municipality or EntryKind.Organisation or EntryKind.School))
            errors.Add(new(nameof(fields.Kind), "Выберите вид: муниципалитет, организация или школа."));
        if (fields.Oktmo.Length > 0 && Oktmo.TryParse(fields.Oktmo) is null)
            errors.Add(new(nameof(fields.Oktmo), "В коде ОКТМО 8 или 11 цифр."));
        else if (
            fields.Oktmo.Length > 0
            && fields.Kind == EntryKind.Municipality
            && all.Find(row => Oktmo.TryParse(row.Oktmo)?.Digits == fields.Oktmo && row.Kind == fields.Kind && row != territory) is { } same
        )
            errors.Add(new(nameof(fields.Oktmo), $"Код ОКТМО {fields.Oktmo} уже у территории {Russian.Quote(same.Name)}."));
        foreach (var (contact, at) in fields.Contacts.Select((one, at) => (one, at)))
            CheckContact(contact, at == 0 ? "" : $"{at + 1}", errors);
        if (fields.ParentId is { } parentId)
        {
            var parent = all.Find(row => row.Id == parentId);
            if (parent is null)
                errors.Add(new(nameof(fields.ParentId), "Выберите территорию из списка."));
            for (var above = parent; above is not null; above = all.Find(row => row.Id == above.ParentId))
                if (above == territory)
                {
                    errors.Add(new(nameof(fields.ParentId), "Территория не может стоять под собой: выберите другую."));
                    break;
                }
        }
        // Names kept before they had to differ may stay, so that all else can be changed.
        List<string> names = [fields.Name, .. fields.Aliases.Split('|', StringSplitOptions.RemoveEmptyEntries)];
        if (territory is not null && territory.ParentId == fields.ParentId)
            names.RemoveAll(name => territory.OtherNames.Prepend(territory.Name).Any(own => NamesTold.Of(own) == NamesTold.Of(name)));
        var kind = fields.Kind == EntryKind.Municipality ? fields.Kind : EntryKind.Organisation;
        if (NamesTold.Clash(all, territory, kind, fields.ParentId, names) is var (clashing, other))
            errors.Add(
                new(
                    clashing == fields.Name ? nameof(fields.Name) : nameof(fields.Aliases),
                    $"Имя «{clashing}» не отличить от имени территории {Russian.Quote(other.Name)} рядом: назовите иначе."
                )
            );
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);
    }

    private static void CheckContact(RegisterContact contact, string number, List<FieldError> errors)
    {
        if (contact.Email.Length > 0 && !EmailAddress.IsOne(contact.Email))
            errors.Add(new("ContactEmail" + number, "Впишите один адрес электронной почты вида name@example.ru."));
        foreach (var (field, text) in new[] { ("Name", contact.Name), ("Post", contact.Post), ("Phone", contact.Phone) })
            if (text.Length > TerritoryContact.LongestText)
                errors.Add(new($"Contact{field}{number}", "Сократите до 300 знаков."));
    }

    private static void Set(Territory territory, TerritoryFields fields)
    {
        territory.MoveUnder(fields.ParentId);
        territory.Rename(fields.Name);
        territory.Number(fields.Oktmo);
        territory.CallAlso(fields.Aliases.Split('|'));
        territory.Contact(fields.Contacts);
    }

    // Contacts are personal data and stay out of the audit.
    private static object Shown(Territory territory) =>
        new
        {
            territory.Code,
            territory.Kind,
            territory.Name,
            territory.ParentId,
            territory.Oktmo,
            Aliases = territory.OtherNames.Count > 0 ? string.Join('|', territory.OtherNames) : null,
        };
}
