using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Territories;

/// <summary>A subject as a form gives it.</summary>
/// <param name="Id">Key; null for a new one.</param>
/// <param name="Version">Version the form was filled from.</param>
/// <param name="TerritoryId">Where it belongs.</param>
/// <param name="Kind">Subject kind, as in packages; of a new one only.</param>
/// <param name="Code">Id in files; of a new one only.</param>
/// <param name="Name">Name.</param>
/// <param name="Attributes">«ключ=значение|ключ=значение».</param>
public sealed record SubjectFields(int? Id, long Version, int TerritoryId, string Kind, string Code, string Name, string Attributes);

/// <summary>Makes or changes a subject. Campaigns opened before keep their copy.</summary>
public sealed class SaveSubject(OrientirContext context, TimeProvider time)
{
    /// <summary>Saves it and gives its key.</summary>
    /// <exception cref="RefusedException">No right, wrong fields, or changed by another meanwhile.</exception>
    public async Task<int> RunAsync(Actor actor, SubjectFields input, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageTerritories);
        var subject = input.Id is { } id
            ? await context.Subjects.SingleOrDefaultAsync(row => row.Id == id, cancel) ?? throw RefusedException.NotFound("Объект оценки")
            : null;
        var (kind, code, name) = (
            subject?.Kind ?? input.Kind,
            subject?.Code ?? CleanText.Of(input.Code).Trim(),
            CleanText.Of(input.Name).Trim()
        );
        var errors = new List<FieldError>();
        if (name.Length is 0 or > Territory.LongestName)
            errors.Add(new(nameof(input.Name), "Впишите название, не длиннее 300 знаков."));
        foreach (var (field, text) in new[] { (nameof(input.Name), name), (nameof(input.Code), subject is null ? code : "") })
            if (LookAlikes.FaultIn(text) is { } mixed)
                errors.Add(new(field, $"{Russian.Capital(mixed)}: {LookAlikes.Remedy}."));
        if (kind == EntryKind.Region || !EntryKind.Ids.Contains(kind, StringComparer.Ordinal))
            errors.Add(new(nameof(input.Kind), "Выберите вид объекта из списка."));
        if (code.Length is 0 or > Territory.LongestCode)
            errors.Add(new(nameof(input.Code), "Впишите id объекта, не длиннее 100 знаков."));
        else if (subject is null && await context.Subjects.AnyAsync(row => row.Kind == kind && row.Code == code, cancel))
            errors.Add(new(nameof(input.Code), $"Id «{code}» у объектов этого вида уже занят: впишите другой."));
        // Files tell all entries by their ids, whatever their kind.
        else if (
            subject is null
            && (
                await context.Subjects.AnyAsync(row => row.Code == code, cancel)
                || await context.Territories.AnyAsync(row => row.Code == code, cancel)
            )
        )
            errors.Add(new(nameof(input.Code), $"Id «{code}» уже у другой записи реестра: впишите другой."));
        if (!await context.Territories.AnyAsync(row => row.Id == input.TerritoryId, cancel))
            errors.Add(new(nameof(input.TerritoryId), "Выберите территорию из списка."));
        var told = NamesTold.Of(name);
        if (
            (subject is null || subject.TerritoryId != input.TerritoryId || NamesTold.Of(subject.Name) != told)
            && (
                await context
                    .Subjects.Where(row =>
                        row.TerritoryId == input.TerritoryId && row.Kind == kind && row.ArchivedAt == null && row != subject
                    )
                    .Select(row => row.Name)
                    .ToListAsync(cancel)
            ).Exists(other => NamesTold.Of(other) == told)
        )
            errors.Add(new(nameof(input.Name), "Объект этого вида с таким названием здесь уже есть: назовите иначе."));
        var attributes = SubjectAttributes.Parse(CleanText.Of(input.Attributes));
        if (attributes is null)
            errors.Add(new(nameof(input.Attributes), "Свойства пишутся так: ключ=значение|ключ=значение, ключи не повторяются."));
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);
        subject?.RequireVersion(input.Version);

        var audit = new AuditTrail(context, time);
        if (subject is null)
        {
            subject = new Subject
            {
                RegionId = actor.RegionId!.Value,
                TerritoryId = input.TerritoryId,
                Kind = kind,
                Code = code,
                Name = name,
                Attributes = attributes!,
            };
            context.Subjects.Add(subject);
            await audit.SaveNewAsync(() => audit.Add(actor, "subject.create", "subject", subject.Id, null, Shown(subject)), cancel);
            return subject.Id;
        }
        var old = Shown(subject);
        subject.MoveTo(input.TerritoryId);
        subject.Rename(name);
        subject.Describe(attributes!);
        audit.Add(actor, "subject.change", "subject", subject.Id, old, Shown(subject));
        await context.SaveChangesAsync(cancel);
        return subject.Id;
    }

    private static object Shown(Subject subject) =>
        new
        {
            subject.Code,
            subject.Kind,
            subject.Name,
            subject.TerritoryId,
            subject.Attributes,
        };
}
