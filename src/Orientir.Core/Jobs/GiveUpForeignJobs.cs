using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Jobs;

/// <summary>
/// Ends jobs of kinds this site does not know once nobody has taken them for a day: another site of the store that knows them would have.
/// So wait jobs of a setting that was taken away, and of a program that was taken back.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="kinds">What this site can do.</param>
/// <param name="time">The clock.</param>
public sealed class GiveUpForeignJobs(Func<OrientirContext> open, IEnumerable<JobKind> kinds, TimeProvider time)
{
    /// <summary>How long another site is left to take them.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    internal const string NobodyKnows =
        "Ни один работающий сайт за сутки не взялся за эту работу: она отключена в настройках (для резервных копий это "
        + "ORIENTIR_BACKUP_FOLDER) или её знает другая версия программы.";

    /// <summary>Ends them and gives their kinds.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancel = default)
    {
        var known = kinds.Select(kind => kind.Name).ToList();
        await using var context = open();
        context.AllRegions = true;
        var now = time.GetUtcNow().UtcDateTime;
        var left = now - Patience;
        var foreign = await context
            .Jobs.Where(row =>
                !known.Contains(row.Kind)
                && (
                    row.State == JobState.Waiting && (row.NotBefore < left || row.CancelAskedAt != null)
                    || row.State == JobState.Running && row.HeartbeatAt < left
                )
            )
            .ToListAsync(cancel);
        foreach (var job in foreign)
        {
            job.Begin(now);
            if (job.CancelAskedAt is null)
                job.Fail(NobodyKnows, now, again: null);
            else
                job.FinishCancelled(now);
        }
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody took one at this moment; the others have the next time.
            return [];
        }
        return [.. foreign.Where(job => job.State == JobState.Failed).Select(job => job.Kind).Distinct(StringComparer.Ordinal)];
    }
}
