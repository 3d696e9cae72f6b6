using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;

namespace Orientir.Core.Results;

/// <summary>A run as pages and documents read it.</summary>
/// <param name="Run">The run; its marks are left out.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Scored">What it computed.</param>
public sealed record LoadedRun(ResultRun Run, Campaign Campaign, ScoredMarks Scored);

/// <summary>Reads a stored run and computes it again: the same marks by the same edition give the same figures.</summary>
public sealed class LoadRun(OrientirContext context, TimeProvider time)
{
    // A run never changes: few are looked at, one after another.
    private const int MostKept = 8;
    private static readonly ConcurrentDictionary<(string Hash, string Edition), ScoredMarks> Kept = [];

    /// <summary>Reads a run the actor may see.</summary>
    /// <exception cref="RefusedException">No such run, or not for this actor.</exception>
    public async Task<LoadedRun> RunAsync(Actor actor, int runId, CancellationToken cancel = default) =>
        await ReadAsync(new Visible(context, actor, time).Runs, runId, cancel).ConfigureAwait(false)
        ?? throw RefusedException.NotFound("Расчёт");

    /// <summary>Reads a run of the context's region.</summary>
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
                At = row.At,
                UserId = row.UserId,
                Marks = Array.Empty<byte>(),
            })
            .SingleOrDefaultAsync(cancel)
            .ConfigureAwait(false);
        if (run is null)
            return null;
        var campaign = await context
            .Campaigns.AsNoTracking()
            .Include(row => row.Decisions)
            .SingleAsync(row => row.Id == run.CampaignId, cancel)
            .ConfigureAwait(false);
        var edition = await context
            .Methodologies.AsNoTracking()
            .SingleAsync(row => row.Id == run.MethodologyEditionId, cancel)
            .ConfigureAwait(false);
        if (!Kept.TryGetValue((run.InputHash, edition.Hash), out var scored))
        {
            var packed = await context
                .ResultRuns.AsNoTracking()
                .Where(row => row.Id == runId)
                .Select(row => row.Marks)
                .SingleAsync(cancel)
                .ConfigureAwait(false);
            scored = RunMarks.Score(edition.Read(), Unpacked(packed));
            if (Kept.Count >= MostKept)
                Kept.Clear();
            Kept[(run.InputHash, edition.Hash)] = scored;
        }
        return new(run, campaign, scored);
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var marks = new MemoryStream();
        gzip.CopyTo(marks);
        return marks.ToArray();
    }
}
