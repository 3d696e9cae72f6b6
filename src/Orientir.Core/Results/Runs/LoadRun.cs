using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Results;

/// <summary>A run as pages and documents read it.</summary>
/// <param name="Run">The run; its marks, package and outputs are left out.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Scored">What it computed.</param>
public sealed record LoadedRun(ResultRun Run, Campaign Campaign, ScoredMarks Scored)
{
    /// <summary>About how many bytes its results take in memory.</summary>
    internal static long SizeOf(ScoredMarks scored) =>
        64L * scored.Scores.Subjects.Count * scored.Methodology.Nodes.Count
        + 24L * scored.Marks.Marks.Length
        + scored.Marks.Comments.Sum(comment => 96L + 2 * comment.Text.Length);
}

/// <summary>Reads a stored run: what it computed is read, never computed again.</summary>
public sealed class LoadRun(OrientirContext context, TimeProvider time)
{
    // What was read under its hash holds for ever; few runs are looked at, one after another.
    private const long MostKept = 256L << 20;
    private static readonly MemoryCache Kept = new(
        Options.Create(new MemoryCacheOptions { SizeLimit = MostKept, CompactionPercentage = 0.25 })
    );

    /// <summary>Reads a run the actor may see.</summary>
    /// <exception cref="RefusedException">No such run, or not for this actor.</exception>
    /// <exception cref="DamagedRunException">What was kept of it can't be read, or a newer program made it.</exception>
    public async Task<LoadedRun> RunAsync(Actor actor, int runId, CancellationToken cancel = default) =>
        await ReadAsync(new Visible(context, actor, time).Runs, runId, cancel) ?? throw RefusedException.NotFound("Расчёт");

    /// <summary>Reads a run of the context's region.</summary>
    /// <exception cref="DamagedRunException">
    /// The outputs are not those that were kept, none could be kept, or they are of rules or a layout this program does not know.
    /// </exception>
    internal async Task<LoadedRun?> ReadAsync(IQueryable<ResultRun> runs, int runId, CancellationToken cancel)
    {
        var run = await runs.AsNoTracking()
            .Where(row => row.Id == runId)
            .Select(row => new ResultRun
            {
                Id = row.Id,
                RegionId = row.RegionId,
                CampaignId = row.CampaignId,
                MethodologyEditionId = row.MethodologyEditionId,
                InputHash = row.InputHash,
                ProgramVersion = row.ProgramVersion,
                ScorerVersion = row.ScorerVersion,
                FindingsVersion = row.FindingsVersion,
                At = row.At,
                UserId = row.UserId,
                Marks = Array.Empty<byte>(),
                Answering = row.Answering,
                Specification = Array.Empty<byte>(),
                SpecificationHash = row.SpecificationHash,
                Outputs = Array.Empty<byte>(),
                OutputHash = row.OutputHash,
            })
            .SingleOrDefaultAsync(cancel);
        if (run is null)
            return null;
        var campaign = await context
            .Campaigns.AsNoTracking()
            .Include(row => row.Decisions)
            .SingleAsync(row => row.Id == run.CampaignId, cancel);
        if (Kept.TryGetValue((run.OutputHash, run.SpecificationHash), out ScoredMarks? known))
            return Loaded(run, campaign, known!);

        var kept = await context
            .ResultRuns.AsNoTracking()
            .Where(row => row.Id == runId)
            .Select(row => new { row.Specification, row.Outputs })
            .SingleAsync(cancel);
        var scored = Reading(run, () => Read(run, kept.Specification, kept.Outputs));
        using (var entry = Kept.CreateEntry((run.OutputHash, run.SpecificationHash)))
            (entry.Value, entry.Size) = (scored, LoadedRun.SizeOf(scored));
        return Loaded(run, campaign, scored);
    }

    private static LoadedRun Loaded(ResultRun run, Campaign campaign, ScoredMarks scored) =>
        new(
            run,
            campaign,
            Reading(
                run,
                () =>
                    scored with
                    {
                        Answering = RunAnswering.Read(run.Answering, scored.Scores.Subjects),
                        FindingsVersion = run.FindingsVersion,
                    }
            )
        );

    private static ScoredMarks Read(ResultRun run, byte[] specification, byte[] outputs)
    {
        if (RunOutputs.HashOf(outputs) != run.OutputHash)
            throw new InvalidDataException($"The outputs of run {run.Id} are not those that were kept.");
        var methodology = KeptMethodologies.Of(run.SpecificationHash, () => RunMarks.Unpack(specification), $"run-{run.Id}.json");
        return RunOutputs.Read(methodology, outputs);
    }

    private static ScoredMarks Reading(ResultRun run, Func<ScoredMarks> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is InvalidDataException or InputException or NewerProgramException)
        {
            throw new DamagedRunException(run, fault);
        }
    }
}
