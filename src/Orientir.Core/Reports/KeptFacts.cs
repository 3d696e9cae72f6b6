using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>The facts of stored runs this process has found: a run never changes, so that they are found once, not at each view.</summary>
public static class KeptFacts
{
    private const long MostKept = 128L << 20;
    private static readonly MemoryCache Kept = new(
        Options.Create(new MemoryCacheOptions { SizeLimit = MostKept, CompactionPercentage = 0.25 })
    );

    /// <summary>The facts of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="campaign">How the campaign is called.</param>
    public static ReportFacts Of(LoadedRun run, string campaign)
    {
        var key = (run.Run.OutputHash, run.Run.SpecificationHash, run.Run.Answering, run.Run.FindingsVersion, campaign);
        if (!Kept.TryGetValue(key, out Lazy<ReportFacts>? facts))
        {
            // Of several who ask at once one finds them, the others wait for it.
            facts = new(() => ReportFacts.From(run.Scored, campaign));
            using var entry = Kept.CreateEntry(key);
            (entry.Value, entry.Size) = (facts, LoadedRun.SizeOf(run.Scored) / 2);
        }
        return facts!.Value;
    }
}
