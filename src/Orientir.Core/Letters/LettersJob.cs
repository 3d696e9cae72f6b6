using Microsoft.EntityFrameworkCore;
using Orientir.Core.Jobs;

namespace Orientir.Core.Letters;

/// <summary>
/// Sends letters in the background. Any job of the kind sends whatever is due; the last thing it does is to order the next one for the
/// letters that are to be tried later, so that none is forgotten.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="mail">The mail server.</param>
/// <param name="causes">What the areas know of their letters.</param>
/// <param name="time">The clock.</param>
public sealed class LettersJob(Func<OrientirContext> open, MailSettings mail, IEnumerable<LetterCause> causes, TimeProvider time) : JobKind
{
    /// <summary>Its name.</summary>
    public const string KindName = "letters";

    private readonly SendLetters send = new(open, mail, causes, time);

    /// <inheritdoc/>
    public override string Name => KindName;

    /// <inheritdoc/>
    public override string Title => "Отправка писем";

    // A letter is given up by itself; the job goes on as long as any letter is tried.
    /// <inheritdoc/>
    public override int MostAttempts => 200;

    /// <inheritdoc/>
    public override TimeSpan WaitAfter(int attempts) => Letter.WaitAfter(attempts);

    /// <inheritdoc/>
    public override async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        while (true)
        {
            var done = await send.RunAsync(run.Report, cancel);
            if (done.ServerFault is { } fault)
                throw new JobFaultException(fault);
            if (done.NextAt is not { } next)
                return;
            var now = time.GetUtcNow().UtcDateTime;
            if (!done.IsFull)
            {
                await OrderNextAsync(run, next, now, cancel);
                return;
            }
            // The next minute's share is waited for here; a letter to be tried later is another job's.
            if (next > now)
                await Task.Delay(next - now, time, cancel);
        }
    }

    private static async Task OrderNextAsync(JobRun run, DateTime next, DateTime now, CancellationToken cancel)
    {
        await using var context = run.Open();
        context.AllRegions = true;
        if (
            await context.Jobs.AnyAsync(
                row => row.Kind == KindName && row.State == JobState.Waiting && row.NotBefore <= next && row.Id != run.JobId,
                cancel
            )
        )
            return;
        context.Jobs.Add(Job.Of(KindName, new { }, null, null, now, next));
        await context.SaveChangesAsync(cancel);
    }
}
