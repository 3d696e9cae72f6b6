namespace Orientir.Core.Jobs;

/// <summary>
/// What jobs of one name do. A site registers each kind once; an instance serves many jobs at once. Its work is idempotent: a job that
/// was killed anywhere is begun again, and what it did before must neither be lost nor be done twice.
/// </summary>
public abstract class JobKind
{
    /// <summary>The name jobs carry: «report».</summary>
    public abstract string Name { get; }

    /// <summary>What people read: «Документы отчёта».</summary>
    public abstract string Title { get; }

    /// <summary>What one job does, for a list of them: «Документы отчёта, расчёт № 5».</summary>
    public virtual string About(Job job) => Title;

    /// <summary>How often a job is begun before it is given up; <see cref="int.MaxValue"/> for never.</summary>
    public virtual int MostAttempts => 5;

    /// <summary>Whether a job that is done left some of it undone, for people to look after.</summary>
    public virtual bool IsDoneInPart(Job job) => false;

    /// <summary>Why people may not stop a job of the kind, and what to do instead; null where they may.</summary>
    public virtual string? WhyNotCancelled => null;

    /// <summary>How many jobs of the kind one site does at the same time.</summary>
    public virtual int AtOnce => 1;

    /// <summary>How long to wait after a failed attempt: twice as long each time, half an hour at most.</summary>
    /// <param name="attempts">Attempts begun so far, at least 1.</param>
    public virtual TimeSpan WaitAfter(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(TimeSpan.FromMinutes(30).TotalSeconds, 10 * Math.Pow(2, attempts - 1)));

    /// <summary>
    /// Does the work. What it throws counts as a failed attempt: the words of a <see cref="RefusedException"/>, a
    /// <see cref="JobFaultException"/>, an <see cref="InputException"/>, a store or a full disk are shown to people, anything else goes to
    /// the log only.
    /// </summary>
    /// <param name="run">The job.</param>
    /// <param name="cancel">Stops: it was cancelled, the site stops, or another site has taken it over.</param>
    public abstract Task RunAsync(JobRun run, CancellationToken cancel);

    /// <summary>
    /// Sees to it that a job is there where one is wanted: asked when a site begins to run jobs and again every few seconds.
    /// </summary>
    /// <param name="context">A context over all regions.</param>
    /// <param name="starts">The site has just begun: what waits for its moment may be tried at once, the settings may be others.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancel">Stops.</param>
    public virtual Task AddMissingAsync(OrientirContext context, bool starts, DateTime now, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Makes due at once what jobs of the kind would leave for later: somebody asked for one now.</summary>
    /// <param name="context">A context over the regions of who asked.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancel">Stops.</param>
    public virtual Task MakeDueAsync(OrientirContext context, DateTime now, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>
    /// Says where the result is waited for that there will be none: saved in one transaction with the end of the job. Called once it is
    /// given up or cancelled.
    /// </summary>
    /// <param name="context">A context in the region of the job; over all regions for work of the installation.</param>
    /// <param name="run">The job.</param>
    /// <param name="fault">Why, for people; null where it was cancelled.</param>
    /// <param name="cancel">Stops.</param>
    public virtual Task GiveUpAsync(OrientirContext context, JobRun run, string? fault, CancellationToken cancel) => Task.CompletedTask;
}
