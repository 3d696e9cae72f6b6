using Orientir.Core.Jobs;

namespace Orientir.Core.Tests.Jobs;

/// <summary>A kind of job that does what the test says and counts.</summary>
internal sealed class CountingKind : JobKind
{
    private int begun;

    public override string Name => "counting";

    public override string Title => "Подсчёт";

    public override int MostAttempts => 3;

    /// <summary>What an attempt does.</summary>
    public Func<JobRun, CancellationToken, Task> Does { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What is done once it is given up.</summary>
    public Func<OrientirContext, Task> GivesUp { get; set; } = _ => Task.CompletedTask;

    /// <summary>Attempts begun.</summary>
    public int Begun => Volatile.Read(ref begun);

    /// <summary>What whoever waits was told at the end; null within for cancelled.</summary>
    public List<string?> Told { get; } = [];

    /// <summary>The region and whether all regions, of the context it was told in.</summary>
    public List<(int? Region, bool All)> ToldIn { get; } = [];

    public override Task RunAsync(JobRun run, CancellationToken cancel)
    {
        Interlocked.Increment(ref begun);
        return Does(run, cancel);
    }

    public override Task GiveUpAsync(OrientirContext context, JobRun run, string? fault, CancellationToken cancel)
    {
        Told.Add(fault);
        ToldIn.Add((context.RegionId, context.AllRegions));
        return GivesUp(context);
    }
}
