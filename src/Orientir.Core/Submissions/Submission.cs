namespace Orientir.Core.Submissions;

/// <summary>Where a submission stands, as recorded; that a draft is late follows from the deadline.</summary>
public enum SubmissionState
{
    /// <summary>Черновик.</summary>
    Draft,

    /// <summary>Отправлено.</summary>
    Sent,

    /// <summary>Возвращено: chosen indicators are open again.</summary>
    Returned,

    /// <summary>Закрыто.</summary>
    Closed,
}

/// <summary>
/// The answers of one subject in one campaign, as they go between the subject and the operator: a draft is sent; what was sent is returned,
/// chosen indicators open again, or closed; what was returned is sent once more. Who may do so, and until when, the campaign says.
/// </summary>
public sealed class Submission : IRegional, IVersioned
{
    private readonly List<ReturnedNode> returned = [];

    private Submission() { }

    public int Id { get; private init; }

    /// <inheritdoc/>
    public int RegionId { get; private init; }

    /// <summary>The subject of the campaign: one submission each.</summary>
    public int CampaignSubjectId { get; private init; }

    /// <summary>State as recorded.</summary>
    public SubmissionState State { get; private set; }

    /// <summary>
    /// UTC of the last sending; null for what was never sent. Who has one «отправил», were it returned since: boards, pages and reports
    /// count senders by this alone.
    /// </summary>
    public DateTime? SentAt { get; private set; }

    /// <summary>How often it was sent.</summary>
    public int SentCount { get; private set; }

    /// <summary>SHA-256 of the answers and evidence as sent, hex: stands on the receipt.</summary>
    public string? SentHash { get; private set; }

    /// <summary>Note of the operator who returned it.</summary>
    public string? ReturnNote { get; private set; }

    /// <summary>Whether it was returned ever: somebody has worked on it since.</summary>
    public bool WasReturned { get; private set; }

    /// <summary>What the last return opened again; none unless it is returned.</summary>
    public IReadOnlyList<ReturnedNode> Returned => returned;

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>The draft of a subject of a campaign.</summary>
    public static Submission Of(int regionId, int campaignSubjectId) =>
        new() { RegionId = regionId, CampaignSubjectId = campaignSubjectId };

    /// <summary>Why its state does not let it be sent; null where it does.</summary>
    public static string? WhyNotSent(SubmissionState state) =>
        state switch
        {
            SubmissionState.Sent => "Анкета уже отправлена.",
            SubmissionState.Closed => "Анкета закрыта.",
            _ => null,
        };

    /// <summary>Sends it: what was returned is opened no longer.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="hash">SHA-256 of what is sent, hex.</param>
    /// <exception cref="RefusedException">It is sent already, or closed.</exception>
    public void Send(DateTime now, string hash)
    {
        if (WhyNotSent(State) is { } why)
            throw RefusedException.Conflict(why);
        (State, SentAt, SentHash) = (SubmissionState.Sent, now, hash);
        SentCount++;
        ReturnNote = null;
        returned.Clear();
    }

    /// <summary>Why its state does not let it be taken back as never sent; null where it does.</summary>
    public static string? WhyNotTakenBack(SubmissionState state, bool wasReturned) =>
        state != SubmissionState.Sent ? "Отозвать можно только отправленную анкету. Обновите страницу: её состояние изменилось."
        : wasReturned ? "Анкету уже возвращали на исправление, с ней работают. Попросите оператора региона вернуть её ещё раз."
        : null;

    /// <summary>Takes it back: it is a draft again, as if it had not been sent; the number of its next receipt is another.</summary>
    /// <exception cref="RefusedException">It is not sent, or was returned ever.</exception>
    public void TakeBack()
    {
        if (WhyNotTakenBack(State, WasReturned) is { } why)
            throw RefusedException.Conflict(why);
        (State, SentAt, SentHash) = (SubmissionState.Draft, null, null);
    }

    /// <summary>Returns it: these indicators are open again, the others stay as they were sent.</summary>
    /// <param name="uids">Uids of the indicators, at least one.</param>
    /// <param name="note">What is to be done; empty where each indicator has its own note.</param>
    /// <param name="notes">What is to be done at single indicators, by uid; null for none.</param>
    /// <exception cref="RefusedException">It is not sent.</exception>
    public void Return(IReadOnlyCollection<string> uids, string note, IReadOnlyDictionary<string, string>? notes = null)
    {
        if (State != SubmissionState.Sent)
            throw RefusedException.Conflict("Вернуть можно только отправленную анкету. Обновите страницу: её состояние изменилось.");
        if (uids.Count == 0 || (note.Length == 0 && uids.Any(uid => notes?.ContainsKey(uid) != true)))
            throw new ArgumentException("A return opens something and says why.", nameof(uids));
        (State, ReturnNote, WasReturned) = (SubmissionState.Returned, note.Length > 0 ? note : null, true);
        returned.Clear();
        returned.AddRange(
            uids.Distinct(StringComparer.Ordinal)
                .Select(uid => new ReturnedNode
                {
                    RegionId = RegionId,
                    Uid = uid,
                    Note = notes?.GetValueOrDefault(uid),
                })
        );
    }

    /// <summary>Closes it: it can't be returned any more. False where it was closed already.</summary>
    /// <exception cref="RefusedException">It is not sent.</exception>
    public bool Close()
    {
        if (State == SubmissionState.Closed)
            return false;
        if (State != SubmissionState.Sent)
            throw RefusedException.Conflict("Закрыть можно только отправленную анкету. Обновите страницу: её состояние изменилось.");
        State = SubmissionState.Closed;
        return true;
    }
}

/// <summary>A node of the methodology a return opened again.</summary>
public sealed class ReturnedNode : IRegional
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The submission returned.</summary>
    public int SubmissionId { get; init; }

    /// <summary>Uid of the indicator.</summary>
    public required string Uid { get; init; }

    /// <summary>What is to be done there; null where the note of the return says it all.</summary>
    public string? Note { get; init; }
}
