using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Office;

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
        var region = await context.Regions.Where(row => row.Id == actor.RegionId).Select(row => row.Title).SingleAsync(cancel);
        var columns = await context.ColumnChoices.ToDictionaryAsync(row => row.Title, row => row.Field, cancel);
        foreach (var (title, field) in upload.Columns ?? new Dictionary<string, string>())
            columns[HeaderWords.Plain(title)] = field;
        var chosen = upload.Chosen ?? new Dictionary<string, string>();
        var (plan, entries, register, questions) = await PlanAsync(actor, upload, region, columns, chosen, cancel);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(entries)));
        var shown = new TerritoryImport(entries, questions, plan.Absent, fingerprint, Applied: upload.Confirmed is not null)
        {
            Columns = register.Columns,
            Passed = register.Passed,
            Left = register.Left,
        };
        if (upload.Confirmed is null)
        {
            context.ChangeTracker.Clear();
            return shown;
        }
        if (!shown.IsSettled)
            throw RefusedException.Conflict("Не все названия выбраны: укажите, к чему относится каждое.");
        if (upload.Confirmed != fingerprint)
            throw Changed();
        try
        {
            await RememberAsync(actor, upload, cancel);
            await ApplyAsync(actor, upload, plan, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw Changed();
        }
        return shown;
    }

    // Whatever cannot be kept is left out with what stands under it, where rows may be; then all is found anew without it.
    private async Task<(TerritoryPlan, IReadOnlyList<ImportedEntry>, Register, List<NameQuestion>)> PlanAsync(
        Actor actor,
        TerritoryUpload upload,
        string region,
        Dictionary<string, string> columns,
        IReadOnlyDictionary<string, string> chosen,
        CancellationToken cancel
    )
    {
        Register? register = null;
        while (true)
        {
            var territories = await context.Territories.OrderBy(row => row.Id).ToListAsync(cancel);
            var subjects = await context.Subjects.OrderBy(row => row.Id).ToListAsync(cancel);
            var known = Register.Of(territories);
            Register Read(IReadOnlyDictionary<string, string>? parents) =>
                new ReadRegister().Read(upload.Content, upload.File, known, parents, region, columns, upload.Partly);

            register ??= Read(ChosenFor(ParentKey, chosen));
            var plan = new TerritoryPlan(
                actor.RegionId!.Value,
                territories,
                subjects,
                known,
                register,
                upload.File,
                ChosenFor(EntryKey, chosen)
            );
            var entries = plan.Make();
            if (plan.Errors.Count == 0)
                return (plan, entries, register, QuestionsOf(() => Read(null), register, plan, chosen));
            List<InputError> left = [.. plan.Errors.Select(one => one.Error)];
            if (upload.Partly)
                register = register.Without([.. plan.Errors.Select(one => one.Id)], left);
            if (!upload.Partly || register.Entries.Count == 0)
                throw new InputException([.. register.Left, .. upload.Partly ? [] : left]);
            context.ChangeTracker.Clear();
        }
    }

    private static Dictionary<string, string> ChosenFor(string key, IReadOnlyDictionary<string, string> chosen) =>
        chosen
            .Where(pair => pair.Key.StartsWith(key, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[key.Length..], pair => pair.Value);

    private static RefusedException Changed() =>
        RefusedException.Conflict(
            "Пока вы смотрели изменения, территории поменялись. Загрузите файл ещё раз и проверьте изменения заново."
        );

    // A name settled by a choice is asked again with the choice made: it may be changed until the import.
    private static List<NameQuestion> QuestionsOf(
        Func<Register> unchosen,
        Register register,
        TerritoryPlan plan,
        IReadOnlyDictionary<string, string> chosen
    )
    {
        var parents = chosen.Keys.Any(key => key.StartsWith(ParentKey, StringComparison.Ordinal))
            ? unchosen().Unsettled
            : register.Unsettled;
        return
        [
            .. parents.Select(one => new NameQuestion(
                ParentKey + one.Name,
                one.Place,
                one.Name,
                IsParent: true,
                [.. one.Candidates.Select(entry => (entry.Id, entry.Name))],
                chosen.GetValueOrDefault(ParentKey + one.Name),
                Must: true
            )),
            .. plan.Doubts.Select(one => new NameQuestion(
                EntryKey + one.Entry.Id,
                one.Place,
                one.Entry.Name,
                IsParent: false,
                [.. one.Near.Select(row => (row.Code, row.Name))],
                chosen.GetValueOrDefault(EntryKey + one.Entry.Id),
                one.IsTaken
            )),
        ];
    }

    // The next list of the region is read as this one was said to be; what was understood anyhow need not be kept.
    private async Task RememberAsync(Actor actor, TerritoryUpload upload, CancellationToken cancel)
    {
        if (upload.Columns is not { Count: > 0 } said)
            return;
        var kept = await context.ColumnChoices.ToDictionaryAsync(row => row.Title, cancel);
        var understood = new ReadRegister()
            .ReadColumns(upload.Content, upload.File, kept.ToDictionary(pair => pair.Key, pair => pair.Value.Field))
            .ToLookup(column => HeaderWords.Plain(column.Title), column => column.Field);
        foreach (var (title, field) in said)
        {
            var plain = HeaderWords.Plain(title);
            if (understood[plain].Contains(field) || plain.Length == 0)
                continue;
            if (kept.TryGetValue(plain, out var choice))
                choice.Field = field;
            else
                context.ColumnChoices.Add(
                    new ColumnChoice
                    {
                        RegionId = actor.RegionId!.Value,
                        Title = plain,
                        Field = field,
                    }
                );
        }
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
        changes.ToDictionary(change => change.Field, change => ContactWords.Is(change.Field) ? "…" : side(change));
}
