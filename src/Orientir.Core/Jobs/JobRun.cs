namespace Orientir.Core.Jobs;

/// <summary>One attempt at a job, as its kind sees it.</summary>
public sealed class JobRun
{
    private readonly Job job;
    private readonly Func<OrientirContext> open;
    private long progress;

    internal JobRun(Job job, Func<OrientirContext> open, TimeProvider time) => (this.job, this.open, Time) = (job, open, time);

    /// <summary>Key of the job.</summary>
    public int JobId => job.Id;

    /// <summary>The region it works in; null for work of the installation.</summary>
    public int? RegionId => job.RegionId;

    /// <summary>The clock by which jobs are judged: what a kind puts off or claims is looked at by the same one.</summary>
    public TimeProvider Time { get; }

    /// <summary>UTC; when it was added.</summary>
    public DateTime CreatedAt => job.CreatedAt;

    /// <summary>The payload as it was given.</summary>
    public T Payload<T>() => job.PayloadAs<T>();

    /// <summary>A context of its own unit of work, in the region of the job; over all regions for work of the installation.</summary>
    public OrientirContext Open()
    {
        var context = open();
        (context.RegionId, context.AllRegions) = (job.RegionId, job.RegionId is null);
        return context;
    }

    /// <summary>Tells how far it is; cheap, from any thread.</summary>
    public void Report(int done, int total) => Volatile.Write(ref progress, (long)done << 32 | (uint)total);

    /// <summary>More is to be done at a later moment (UTC): once this attempt succeeds, the job waits for it instead of ending.</summary>
    public void GoOnAt(DateTime next) => Next = next;

    internal DateTime? Next { get; private set; }

    /// <summary>Says what the attempt did, in words for people: they stand at the job once the attempt is over.</summary>
    public void Say(string outcome) => Outcome = outcome;

    internal string? Outcome { get; private set; }

    internal (int Done, int Total) Progress => Volatile.Read(ref progress) is var both ? ((int)(both >> 32), (int)both) : default;
}
