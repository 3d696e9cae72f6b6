namespace Orientir.Core.Jobs;

/// <summary>Work of the installation that is done every day.</summary>
/// <param name="Kind">Name of the <see cref="JobKind"/>; its jobs have no payload.</param>
/// <param name="At">When, by the clock of the server.</param>
public sealed record PeriodicJob(string Kind, TimeOnly At)
{
    /// <summary>The kind of back-ups: without a folder for them there is none, and that is told.</summary>
    public const string Backup = "backup";

    /// <summary>The next job of a kind: of the installation, and one is open at a time.</summary>
    internal static Job Next(string kind, DateTime now) => Job.Of(kind, new { }, null, null, now, joinedAs: kind);
}
