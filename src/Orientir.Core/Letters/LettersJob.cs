using Microsoft.EntityFrameworkCore;
using Orientir.Core.Jobs;

namespace Orientir.Core.Letters;

/// <summary>
/// Sends letters in the background. Any job of the kind sends whatever is due, and then waits for the letters that are to be tried later,
/// so that none is forgotten.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="mail">The mail server.</param>
/// <param name="causes">What the areas know of their letters.</param>
public sealed class LettersJob(Func<OrientirContext> open, MailSettings mail, IEnumerable<LetterCause> causes) : JobKind
{
    /// <summary>Its name.</summary>
    public const string KindName = "letters";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override string Name => KindName;

    /// <inheritdoc/>
    public override string Title => "Отправка писем";

    // A letter is given up by itself; the job goes on as long as any letter waits.
    /// <inheritdoc/>
    public override int MostAttempts => int.MaxValue;

    /// <inheritdoc/>
    public override string WhyNotCancelled =>
        "Отправка писем не отменяется: письма, которые ждут, ушли бы со следующей. Чтобы письмо не отправлялось, напечатайте его на "
        + "странице «Письма».";

    /// <inheritdoc/>
    public override bool IsDoneInPart(Job job) => job.Done < job.Total;

    /// <inheritdoc/>
    public override TimeSpan WaitAfter(int attempts) => Letter.WaitAfter(attempts);

    /// <inheritdoc/>
    public override async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        var send = new SendLetters(open, mail, causes, run.Time);
        var told = 0;
        Exception? unrecorded = null;
        while (true)
        {
            // What the minutes before did counts too: the share of one is not the whole.
            var before = told;
            var done = await send.RunAsync((part, all) => run.Report(told = before + part, before + all), run.RegionId, cancel);
            unrecorded ??= done.Unrecorded;
            var (sent, failed, withdrawn, waiting) = await CountAsync(run, cancel);
            run.Say(WordsOf(sent, failed, withdrawn, waiting));
            if (!done.IsFull)
                run.Report(sent, sent + failed);
            if (!mail.IsConfigured && waiting > 0)
                throw new JobFaultException(
                    mail.Faults.Count > 0
                        ? "Письма ждут: почта настроена неверно, и ни одно не отправлено. Что поправить, сказано на странице «Письма»; "
                            + "после перезапуска с верными настройками письма уйдут сами."
                        : "Письма ждут: почта на этом сайте не настроена (ORIENTIR_SMTP). После перезапуска с настройками они уйдут сами; "
                            + "можно и напечатать их на странице «Письма»."
                );
            if (done.ServerFault is { } fault)
                throw new JobFaultException(fault, inner: unrecorded);
            if (!done.IsFull && unrecorded is not null)
                throw new JobFaultException(
                    "Письма отправлены, но не у всех приглашений и напоминаний это записано: на сайте произошла ошибка, она в журнале.",
                    inner: unrecorded
                );
            if (done.NextAt is not { } next)
                return;
            var now = run.Time.GetUtcNow().UtcDateTime;
            if (!done.IsFull)
            {
                if (!await AnotherComesAsync(run, next, cancel))
                    run.GoOnAt(next);
                return;
            }
            // The next minute's share is waited for here, and no longer, should the clock be set back.
            if (next > now)
                await Task.Delay(next < now + Minute ? next - now : Minute, run.Time, cancel);
        }
    }

    /// <summary>«отправлено 1, отказано 1, ждёт 1».</summary>
    private static string WordsOf(int sent, int failed, int withdrawn, int waiting)
    {
        var parts = new (string Word, int Count)[]
        {
            ("отправлено", sent),
            ("отказано", failed),
            ("отменено", withdrawn),
            ("ждёт", waiting),
        }
            .Where(part => part.Count > 0)
            .Select(part => $"{part.Word} {Russian.Number(part.Count)}")
            .ToList();
        return parts.Count > 0 ? string.Join(", ", parts) : "отправлять было нечего";
    }

    /// <summary>
    /// What became of the letters of the job's region since it was added, by earlier attempts and other jobs too, and how many wait.
    /// A server that is away, or a letter tried later, lets the job begin anew: what was said before must not be lost.
    /// </summary>
    private static async Task<(int Sent, int Failed, int Withdrawn, int Waiting)> CountAsync(JobRun run, CancellationToken cancel)
    {
        await using var context = run.Open();
        var (letters, since) = (context.Letters, run.CreatedAt);
        return (
            await letters.CountAsync(row => row.State == LetterState.Sent && row.SentAt >= since, cancel),
            // One given up together with others after two days was not asked for by itself.
            await letters.CountAsync(
                row => row.State == LetterState.Failed && (row.AttemptedAt >= since || row.NotBefore >= since),
                cancel
            ),
            await letters.CountAsync(row => row.State == LetterState.Cancelled && row.AttemptedAt >= since, cancel),
            await letters.CountAsync(row => row.State == LetterState.Waiting, cancel)
        );
    }

    /// <summary>
    /// A letter that waits has an open job, whatever became of the one it was put with; a start with mail sends at once what an earlier
    /// setting kept waiting.
    /// </summary>
    public override async Task AddMissingAsync(OrientirContext context, bool starts, DateTime now, CancellationToken cancel)
    {
        if (!mail.IsConfigured)
            return;
        if (await DueLetters.NextAsync(context, now, cancel) is not { } next)
            return;
        var jobs = context.Jobs.Where(row => row.Kind == KindName && row.FinishedAt == null);
        if (starts)
        {
            await MakeDueAsync(context, now, cancel);
            await jobs.Where(row => row.State == JobState.Waiting && row.NotBefore > now)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.NotBefore, now).SetProperty(row => row.Version, row => row.Version + 1),
                    cancel
                );
        }
        // A letter put while the job was at work, after it had looked for the last time, does not sleep until the one it waits for. A
        // server that is away is not asked anew for that.
        if (!await jobs.AnyAsync(row => row.State == JobState.Running || row.NotBefore <= next, cancel))
            await jobs.Where(row => row.State == JobState.Waiting && row.LastFault == null)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.NotBefore, next).SetProperty(row => row.Version, row => row.Version + 1),
                    cancel
                );
        if (await jobs.AnyAsync(cancel))
            return;
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await LettersOrder.JoinAsync(context, null, now, atOnce: starts, cancel, notBefore: starts ? now : next);
        await transaction.CommitAsync(cancel);
    }

    /// <inheritdoc/>
    public override Task MakeDueAsync(OrientirContext context, DateTime now, CancellationToken cancel) =>
        context
            .Letters.Where(row => row.State == LetterState.Waiting && row.NotBefore > now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.NotBefore, now).SetProperty(row => row.Version, row => row.Version + 1),
                cancel
            );

    private static async Task<bool> AnotherComesAsync(JobRun run, DateTime next, CancellationToken cancel)
    {
        await using var context = run.Open();
        context.AllRegions = true;
        return await context.Jobs.AnyAsync(
            row => row.Kind == KindName && row.State == JobState.Waiting && row.NotBefore <= next && row.Id != run.JobId,
            cancel
        );
    }
}
