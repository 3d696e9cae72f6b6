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
/// <param name="time">The clock.</param>
public sealed class LettersJob(Func<OrientirContext> open, MailSettings mail, IEnumerable<LetterCause> causes, TimeProvider time) : JobKind
{
    /// <summary>Its name.</summary>
    public const string KindName = "letters";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

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
                if (!await AnotherComesAsync(run, next, cancel))
                    run.GoOnAt(next);
                return;
            }
            // The next minute's share is waited for here, and no longer, should the clock be set back.
            if (next > now)
                await Task.Delay(next < now + Minute ? next - now : Minute, time, cancel);
        }
    }

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
