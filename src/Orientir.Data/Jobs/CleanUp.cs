using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;

namespace Orientir.Data.Jobs;

/// <summary>Removes what served its purpose and is shown to nobody any more. Little by little: SQLite has one writer.</summary>
/// <param name="store">Where: of its files too those nothing refers to.</param>
public sealed class CleanUp(Store store) : JobKind
{
    /// <summary>Its name on jobs.</summary>
    public const string KindName = "clean-up";

    /// <summary>How long a finished job can be looked at.</summary>
    public static readonly TimeSpan JobsKept = TimeSpan.FromDays(30);

    /// <summary>
    /// How long a browser may repeat a change it had no answer to and be told what became of it. Repeated later, it is compared with what
    /// the field holds by then: nothing is overwritten for it.
    /// </summary>
    public static readonly TimeSpan PatchesKept = TimeSpan.FromDays(30);

    /// <summary>How long a link that nobody used is remembered after its time.</summary>
    public static readonly TimeSpan LinksKept = TimeSpan.FromDays(180);

    /// <summary>How long a letter that waits no more, with whom it was to and what it said, can be looked at and sent again.</summary>
    public static readonly TimeSpan LettersKept = TimeSpan.FromDays(180);

    private const int AtATime = 500;

    /// <inheritdoc/>
    public override string Name => KindName;

    /// <inheritdoc/>
    public override string Title => "Очистка";

    /// <inheritdoc/>
    public override async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        var now = run.Time.GetUtcNow().UtcDateTime;
        (string Of, Func<Task<int>> RemoveAsync)[] parts =
        [
            ("законченных работ", Rows(context => context.Jobs.Where(row => row.FinishedAt < now - JobsKept).OrderBy(row => row.Id))),
            (
                "записей о принятых изменениях",
                Rows(context => context.AcceptedPatches.Where(row => row.At < now - PatchesKept).OrderBy(row => row.Id))
            ),
            // Who came by an invitation stays on record; a link for a new password is of no more use once it is used.
            (
                "ссылок с истёкшим сроком",
                Rows(context =>
                    context
                        .Invitations.Where(row => row.ExpiresAt < now - LinksKept && (row.UsedAt == null || row.Role == null))
                        .OrderBy(row => row.Id)
                )
            ),
            // When it went out stays with the invitation or reminder it was of.
            (
                "писем",
                Rows(context =>
                    context
                        .Letters.Where(row => row.WaitingSince < now - LettersKept && row.State != LetterState.Waiting)
                        .OrderBy(row => row.Id)
                )
            ),
            (
                "закончившихся сеансов",
                Rows(context => context.Sessions.Where(row => row.SeenAt < now - Session.Kept).OrderBy(row => row.Id))
            ),
            (
                "записей о попытках входа",
                Rows(context =>
                    context
                        .SignInAttempts.Where(row =>
                            row.At < now - SignInAttempts.Remembered
                            && (row.EnteredAt == null || row.EnteredAt < now - SignInAttempts.Known)
                        )
                        .OrderBy(row => row.Id)
                )
            ),
            ("удалённых подтверждений", () => EvidenceAsync(run, now - CollectFiles.Grace, cancel)),
        ];
        var removed = new List<(string Of, int Count)>();
        foreach (var (of, removeAsync) in parts)
        {
            run.Report(removed.Count, parts.Length + 1);
            removed.Add((of, await removeAsync()));
        }
        run.Report(parts.Length, parts.Length + 1);
        var collected = await CollectAsync(run, cancel);
        run.Report(parts.Length + 1, parts.Length + 1);
        run.Say(WordsOf([.. removed, ("записей о файлах", collected.Rows), ("файлов", collected.Files + collected.Leftovers)]));

        Func<Task<int>> Rows<TRow>(Func<OrientirContext, IQueryable<TRow>> old)
            where TRow : class => () => InPartsAsync(run, old, cancel);
    }

    // Last: what had a file is gone by then.
    private async Task<CollectedFiles> CollectAsync(JobRun run, CancellationToken cancel)
    {
        try
        {
            return await new CollectFiles(run.Open, store.Files, run.Time, store.MarkAsync).RunAsync(cancel);
        }
        catch (FileStoreException fault)
        {
            throw new JobFaultException(fault.ForAdministrators, inner: fault);
        }
    }

    private static string WordsOf(params (string Of, int Count)[] removed)
    {
        var parts = removed.Where(part => part.Count > 0).Select(part => $"{part.Of} {Russian.Number(part.Count)}").ToList();
        return parts.Count > 0 ? $"удалено: {string.Join(", ", parts)}" : "удалять было нечего";
    }

    // Its file goes with the collections after it; what was said of it stands in the history in words.
    private static async Task<int> EvidenceAsync(JobRun run, DateTime before, CancellationToken cancel)
    {
        for (var removed = 0; ; )
        {
            await using var context = run.Open();
            var old = context.EvidenceItems.Where(row => row.RemovedAt < before);
            var part = await old.OrderBy(row => row.Id).Select(row => row.Id).Take(AtATime).ToListAsync(cancel);
            // What is put back meanwhile stays.
            removed += await old.Where(row => part.Contains(row.Id)).ExecuteDeleteAsync(cancel);
            if (part.Count < AtATime)
                return removed;
        }
    }

    private static async Task<int> InPartsAsync<TRow>(JobRun run, Func<OrientirContext, IQueryable<TRow>> old, CancellationToken cancel)
        where TRow : class
    {
        for (var removed = 0; ; )
        {
            await using var context = run.Open();
            var rows = await old(context).Take(AtATime).ToListAsync(cancel);
            context.RemoveRange(rows);
            await context.SaveChangesAsync(cancel);
            removed += rows.Count;
            if (rows.Count < AtATime)
                return removed;
        }
    }
}
