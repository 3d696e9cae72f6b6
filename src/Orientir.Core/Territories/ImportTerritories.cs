using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Territories;

/// <summary>
/// Imports a register into the region: first a preview, then, agreed to, exactly what it showed. Municipalities and organisations
/// become territories and subjects, heads, services and programmes subjects alone. An empty cell erases nothing, and what the file
/// does not have stays.
/// </summary>
public sealed class ImportTerritories(OrientirContext context, TimeProvider time)
{
    private const string ParentKey = "parent:";
    private const string EntryKey = "entry:";

    /// <summary>Largest file taken, bytes.</summary>
    public const int LargestFile = 2 << 20;

    /// <summary>Previews the import, or makes it.</summary>
    /// <exception cref="InputException">The file has faults: every one.</exception>
    /// <exception cref="RefusedException">No right to it; or it would not do what was agreed to.</exception>
    public async Task<TerritoryImport> RunAsync(Actor actor, TerritoryUpload upload, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageTerritories);
        if (upload.Content.Length > LargestFile)
            throw new InputException([new(upload.File, "файл больше 2 МБ", "разделите список на несколько файлов")]);
        var territories = await context.Territories.OrderBy(row => row.Id).ToListAsync(cancel);
        var subjects = await context.Subjects.OrderBy(row => row.Id).ToListAsync(cancel);
        var region = await context.Regions.Where(row => row.Id == actor.RegionId).Select(row => row.Title).SingleAsync(cancel);
        var known = Register.Of(territories);
        var chosen = upload.Chosen ?? new Dictionary<string, string>();
        var register = new ReadRegister().Read(
            upload.Content,
            upload.File,
            known,
            chosen
                .Where(pair => pair.Key.StartsWith(ParentKey, StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key[ParentKey.Length..], pair => pair.Value),
            region
        );
        var plan = new TerritoryPlan(
            actor.RegionId!.Value,
            territories,
            subjects,
            known,
            register,
            upload.File,
            chosen
                .Where(pair => pair.Key.StartsWith(EntryKey, StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key[EntryKey.Length..], pair => pair.Value)
        );
        var entries = plan.Make();
        var questions = QuestionsOf(upload.Content, upload.File, known, register, plan, chosen, region);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(entries)));
        if (upload.Confirmed is null)
        {
            context.ChangeTracker.Clear();
            return new(entries, questions, plan.Absent, fingerprint, Applied: false);
        }
        if (register.Unsettled.Count > 0)
            throw RefusedException.Conflict("Не все названия выбраны: укажите, к чему относится каждое.");
        if (upload.Confirmed != fingerprint)
            throw Changed();
        try
        {
            await ApplyAsync(actor, upload, plan, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw Changed();
        }
        return new(entries, questions, plan.Absent, fingerprint, Applied: true);
    }

    private static RefusedException Changed() =>
        RefusedException.Conflict(
            "Пока вы смотрели изменения, территории поменялись. Загрузите файл ещё раз и проверьте изменения заново."
        );

    // A name settled by a choice is asked again with the choice made: it may be changed until the import.
    private static List<NameQuestion> QuestionsOf(
        ReadOnlyMemory<byte> content,
        string file,
        Register known,
        Register register,
        TerritoryPlan plan,
        IReadOnlyDictionary<string, string> chosen,
        string region
    )
    {
        var parents = chosen.Keys.Any(key => key.StartsWith(ParentKey, StringComparison.Ordinal))
            ? new ReadRegister().Read(content, file, known, region: region).Unsettled
            : register.Unsettled;
        return
        [
            .. parents.Select(one => new NameQuestion(
                ParentKey + one.Name,
                one.Place,
                one.Name,
                IsParent: true,
                [.. one.Candidates.Select(entry => (entry.Id, entry.Name))],
                chosen.GetValueOrDefault(ParentKey + one.Name)
            )),
            .. plan.Doubts.Select(one => new NameQuestion(
                EntryKey + one.Entry.Id,
                one.Place,
                one.Entry.Name,
                IsParent: false,
                [.. one.Near.Select(row => (row.Code, row.Name))],
                chosen.GetValueOrDefault(EntryKey + one.Entry.Id)
            )),
        ];
    }

    private async Task ApplyAsync(Actor actor, TerritoryUpload upload, TerritoryPlan plan, CancellationToken cancel)
    {
        var audit = new AuditTrail(context, time);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        // Parents are saved first: their keys become the ParentId of those below.
        foreach (var level in plan.NewTerritories.GroupBy(one => one.Depth).OrderBy(group => group.Key))
        {
            foreach (var (territory, parent, _) in level)
            {
                territory.MoveUnder(parent?.Id);
                context.Territories.Add(territory);
            }
            await context.SaveChangesAsync(cancel);
        }
        foreach (var (territory, parent) in plan.Moved)
            territory.MoveUnder(parent?.Id);
        foreach (var (subject, territory) in plan.SubjectTerritories)
            subject.MoveTo(territory.Id);
        context.Subjects.AddRange(plan.NewSubjects);
        await context.SaveChangesAsync(cancel);
        foreach (var (row, entry) in plan.Records)
        {
            var (kind, id) = row is Territory territory ? ("territory", territory.Id) : ("subject", ((Subject)row).Id);
            audit.Add(
                actor,
                entry.Outcome == ImportOutcome.New ? kind + ".create" : kind + ".change",
                kind,
                id,
                entry.Outcome == ImportOutcome.New ? null : Without(entry.Changes, change => change.Old),
                entry.Outcome == ImportOutcome.New
                    ? new
                    {
                        entry.Code,
                        entry.Kind,
                        entry.Name,
                    }
                    : Without(entry.Changes, change => change.New)
            );
        }
        audit.Add(
            actor,
            "territory.import",
            "region",
            actor.RegionId!.Value,
            null,
            new
            {
                File = Convert.ToHexStringLower(SHA256.HashData(upload.Content.Span)),
                New = plan.Records.Count(record => record.Entry.Outcome == ImportOutcome.New),
                Changed = plan.Records.Count(record => record.Entry.Outcome == ImportOutcome.Changed),
            }
        );
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    // Contacts are personal data: the audit says that they changed, not to what.
    private static Dictionary<string, string> Without(IReadOnlyList<FieldChange> changes, Func<FieldChange, string> side) =>
        changes.ToDictionary(
            change => change.Field,
            change => change.Field is TerritoryPlan.ContactName or TerritoryPlan.ContactEmail ? "…" : side(change)
        );
}
