using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orientir.Core.Jobs;

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>Ждёт: its turn, or the moment of the next attempt.</summary>
    Waiting,

    /// <summary>Выполняется.</summary>
    Running,

    /// <summary>Готово.</summary>
    Done,

    /// <summary>Ошибка: every attempt is used up, or another would not help.</summary>
    Failed,

    /// <summary>Отменено.</summary>
    Cancelled,
}

/// <summary>
/// Work done in the background: a row written in the transaction of its cause, so that neither is there without the other. Any site of
/// the store may do it; what it does is said by the <see cref="JobKind"/> of its name. The row alone decides: a trigger only points to it.
/// </summary>
public sealed class Job : IVersioned
{
    /// <summary>How long a job at work without a sign of life is left to whoever began it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>A sign of life that lies so far ahead is one of a clock that was set back.</summary>
    internal static readonly TimeSpan ClockSetBack = TimeSpan.FromMinutes(5);

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Job() { }

    public int Id { get; private set; }

    /// <summary>The region it works in; null for work of the installation.</summary>
    public int? RegionId { get; private set; }

    /// <summary>Who waits for it; null where the site itself does.</summary>
    public int? OwnerId { get; private set; }

    /// <summary>Name of its <see cref="JobKind"/>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>What to do it with, JSON: keys of rows, no personal data.</summary>
    public string Payload { get; private set; } = "";

    public DateTime CreatedAt { get; private set; }

    /// <summary>UTC; it is not begun before.</summary>
    public DateTime NotBefore { get; private set; }

    /// <summary>How far it is.</summary>
    public JobState State { get; private set; }

    /// <summary>UTC of the beginning of the last attempt.</summary>
    public DateTime? StartedAt { get; private set; }

    /// <summary>UTC of the last sign of life of whoever is at it.</summary>
    public DateTime? HeartbeatAt { get; private set; }

    /// <summary>UTC; null until it is done, failed or cancelled.</summary>
    public DateTime? FinishedAt { get; private set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>Parts done in this attempt.</summary>
    public int Done { get; private set; }

    /// <summary>Parts in all; 0 until known.</summary>
    public int Total { get; private set; }

    /// <summary>
    /// The name by which others join it instead of adding one of their own: of open jobs one alone has it. Null for a job nobody joins.
    /// </summary>
    public string? JoinedAs { get; private set; }

    /// <summary>What went wrong last, for people; null where nothing did.</summary>
    public string? LastFault { get; private set; }

    /// <summary>What the last attempt did, in words for people: «отправлено 1, ждёт 1»; null where its kind says nothing.</summary>
    public string? Outcome { get; private set; }

    /// <summary>UTC; since when it is to be stopped. Asked for beside whoever is at it, so that <see cref="Version"/> stays.</summary>
    public DateTime? CancelAskedAt { get; private set; }

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>A job to add to the context beside its cause: saved with it, begun within seconds of the commit.</summary>
    /// <param name="kind">Name of the <see cref="JobKind"/>.</param>
    /// <param name="payload">What to do it with, written as JSON: keys of rows, no personal data.</param>
    /// <param name="regionId">The region it works in; null for work of the installation.</param>
    /// <param name="ownerId">Who waits for it; null, or 0 as of the installation itself, for nobody.</param>
    /// <param name="now">UTC.</param>
    /// <param name="notBefore">UTC; begun no earlier. Null for at once.</param>
    /// <param name="joinedAs">The name by which others join it while it is open; null for none.</param>
    public static Job Of(
        string kind,
        object payload,
        int? regionId,
        int? ownerId,
        DateTime now,
        DateTime? notBefore = null,
        string? joinedAs = null
    ) =>
        new()
        {
            Kind = kind,
            Payload = JsonSerializer.Serialize(payload, Json),
            RegionId = regionId,
            OwnerId = ownerId is 0 ? null : ownerId,
            CreatedAt = now,
            NotBefore = notBefore is { } later && later > now ? later : now,
            JoinedAs = joinedAs,
        };

    /// <summary>The payload as it was given.</summary>
    public T PayloadAs<T>() => JsonSerializer.Deserialize<T>(Payload, Json)!;

    /// <summary>Whether it may be begun: it waits and its moment has come, or whoever was at it gives no sign of life.</summary>
    public bool MayBegin(DateTime now) =>
        State == JobState.Waiting && (NotBefore <= now || CancelAskedAt is not null)
        || State == JobState.Running && (HeartbeatAt < now - Patience || HeartbeatAt > now + ClockSetBack);

    /// <summary>Begins an attempt.</summary>
    public void Begin(DateTime now)
    {
        if (!MayBegin(now))
            throw new InvalidOperationException($"Job {Id} may not be begun: {State}.");
        (State, StartedAt, HeartbeatAt, Attempts, Done, Total, Outcome) = (JobState.Running, now, now, Attempts + 1, 0, 0, null);
    }

    /// <summary>Lets go of it as if the attempt had not been begun: the site stops.</summary>
    public void Release()
    {
        RequireRunning();
        (State, StartedAt, HeartbeatAt, Attempts, Done, Total) = (JobState.Waiting, null, null, Attempts - 1, 0, 0);
    }

    /// <summary>How far the attempt has come, and what it did in words.</summary>
    internal void Record((int Done, int Total) progress, string? outcome) =>
        (Done, Total, Outcome) = (progress.Done, progress.Total, outcome);

    /// <summary>It is done.</summary>
    public void Finish(DateTime now)
    {
        RequireRunning();
        (State, FinishedAt, LastFault) = (JobState.Done, now, null);
    }

    /// <summary>All there was to do is done, and more follows at a moment: it waits for that.</summary>
    /// <param name="next">UTC.</param>
    public void GoOn(DateTime next)
    {
        RequireRunning();
        (State, NotBefore, HeartbeatAt, Attempts, LastFault) = (JobState.Waiting, next, null, 0, null);
    }

    /// <summary>Lets it begin at once while it waits for its moment.</summary>
    public void Hasten(DateTime now)
    {
        if (State != JobState.Waiting)
            throw new InvalidOperationException($"Job {Id} does not wait: {State}.");
        NotBefore = now;
    }

    /// <summary>It stopped because somebody asked for that.</summary>
    public void FinishCancelled(DateTime now)
    {
        RequireRunning();
        (State, FinishedAt) = (JobState.Cancelled, now);
    }

    /// <summary>The attempt failed: there is another at a moment, or none.</summary>
    /// <param name="fault">What went wrong, for people.</param>
    /// <param name="now">UTC.</param>
    /// <param name="again">UTC of the next attempt; null gives it up.</param>
    public void Fail(string fault, DateTime now, DateTime? again)
    {
        RequireRunning();
        LastFault = fault;
        if (again is { } next)
            (State, NotBefore, HeartbeatAt) = (JobState.Waiting, next, null);
        else
            (State, FinishedAt) = (JobState.Failed, now);
    }

    /// <summary>
    /// Lets it be tried again from the beginning after it was given up or cancelled, or at once while it waits for its next attempt. Of its
    /// name it is the open one again: where another is, it can't be saved.
    /// </summary>
    public void TryAgain(DateTime now)
    {
        if (State is JobState.Running or JobState.Done)
            throw new InvalidOperationException($"Job {Id} may not be tried again: {State}.");
        if (FinishedAt is not null)
            (Attempts, StartedAt, Done, Total) = (0, null, 0, 0);
        (State, NotBefore, FinishedAt, HeartbeatAt, CancelAskedAt) = (JobState.Waiting, now, null, null, null);
    }

    private void RequireRunning()
    {
        if (State != JobState.Running)
            throw new InvalidOperationException($"Job {Id} is not at work: {State}.");
    }
}
