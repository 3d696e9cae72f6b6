using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Territories;

namespace Orientir.Core.Submissions;

/// <summary>Evidence as shown.</summary>
/// <param name="Item">The evidence with its places.</param>
/// <param name="FileName">Name of its file; null for other kinds.</param>
/// <param name="FileLength">Bytes of its file.</param>
/// <param name="FileHash">SHA-256 of its file, hex.</param>
public sealed record FormEvidence(EvidenceItem Item, string? FileName, long FileLength, string? FileHash)
{
    /// <summary>In one line.</summary>
    public string Line => EvidenceLine.Of(Item, FileName);
}

/// <summary>A leaf of the form.</summary>
/// <param name="Node">The leaf.</param>
/// <param name="State">What its answers amount to.</param>
/// <param name="Locked">Why the actor may not change it now; null where it may.</param>
/// <param name="IsReturned">Whether a return named it.</param>
/// <param name="ReturnNote">What the return asks for there; null where its own note says it all.</param>
public sealed record FormLeaf(Node Node, AnswerState State, string? Locked, bool IsReturned, string? ReturnNote = null);

/// <summary>A direction of the form.</summary>
/// <param name="Node">The direction.</param>
/// <param name="Leaves">Its leaves in order.</param>
/// <param name="Locked">Why the actor may not add evidence of the whole of it now; null where it may.</param>
public sealed record FormDirection(Node Node, IReadOnlyList<FormLeaf> Leaves, string? Locked)
{
    /// <summary>Leaves the subject answers itself.</summary>
    public IEnumerable<FormLeaf> Own => Leaves.Where(leaf => leaf.Node.Source == AnswerSource.Subject);

    /// <summary>How many of those are answered.</summary>
    public int Answered => Own.Count(leaf => leaf.State.Progress == AnswerProgress.Answered);

    /// <summary>How many there are.</summary>
    public int Total => Own.Count();

    /// <summary>How many are claimed without the evidence they need.</summary>
    public int WithoutEvidence => Own.Count(leaf => leaf.State.IsBare);
}

/// <summary>The form of one subject as one actor sees it now.</summary>
public sealed class SubmissionForm
{
    private readonly Dictionary<(string, string), Answer> answers;
    private readonly ILookup<(string, string), FormEvidence> evidenceAt;
    private readonly SubmissionContext at;
    private readonly IReadOnlyList<FormEvidence> kept;

    internal SubmissionForm(SubmissionContext at, IReadOnlyList<Answer> answers, IReadOnlyList<FormEvidence> evidence)
    {
        this.at = at;
        kept = evidence;
        evidence = [.. evidence.Where(one => one.Item.Places.Exists(place => at.Sees(place.Uid)))];
        if (!at.SeesAll)
            answers = [.. answers.Where(answer => at.Sees(answer.Uid))];
        (Subject, Campaign, Methodology, Region, Submission, Now) = (
            at.Subject,
            at.Campaign,
            at.Methodology,
            at.Region,
            at.Submission,
            at.Now
        );
        (Deadline, IsOpen, CampaignState) = (at.Deadline, at.IsOpen, at.CampaignState);
        (Answers, Evidence) = (answers, evidence);
        this.answers = answers.ToDictionary(answer => (answer.Uid, answer.ItemId));
        evidenceAt = evidence
            .SelectMany(one => one.Item.Places.Select(place => (place, one)))
            .ToLookup(pair => (pair.place.Uid, pair.place.ItemId), pair => pair.one);
        var returned = at.State == SubmissionState.Returned ? at.Returned : [];
        Directions =
        [
            .. at.Directions.Select(direction => new FormDirection(
                direction,
                [
                    .. Methodology
                        .Tree.LeavesOf(direction)
                        .Select(leaf => new FormLeaf(
                            leaf,
                            AnswerState.Of(
                                leaf,
                                item => AnswerAt(leaf.Uid, item),
                                item => EvidenceAt(leaf.Uid, item).Any(),
                                EvidenceAt(direction.Uid).Any(),
                                Campaign.SelfAssessment
                            ),
                            at.WhyLocked(leaf, direction),
                            returned.Contains(leaf.Uid),
                            returned.Contains(leaf.Uid) ? at.Submission!.Returned.FirstOrDefault(node => node.Uid == leaf.Uid)?.Note : null
                        )),
                ],
                at.WhyLocked(direction, direction)
            )),
        ];
        MaySend = Permissions.Allows(at.Actor, Ability.Send, at.Subject.TerritoryId) && at.WhyNotSent is null;
        MayReturn = Permissions.Allows(at.Actor, Ability.Return, at.Subject.TerritoryId, at.CampaignState);
        MayAsk = Permissions.Allows(at.Actor, Ability.Answer, at.Subject.TerritoryId, at.CampaignState);
        IsOnBehalf = at.IsOnBehalf;
    }

    public CampaignSubject Subject { get; }

    public Campaign Campaign { get; }

    public Methodology Methodology { get; }

    /// <summary>The region, for times.</summary>
    public Region Region { get; }

    /// <summary>The submission; null where nothing was ever answered.</summary>
    public Submission? Submission { get; }

    /// <summary>State as recorded.</summary>
    public SubmissionState State => Submission?.State ?? SubmissionState.Draft;

    /// <summary>UTC: answers are taken until here, exclusive.</summary>
    public DateTime Deadline { get; }

    /// <summary>UTC of the reading.</summary>
    public DateTime Now { get; }

    /// <summary>Whether answers are taken, as far as they are not sent.</summary>
    public bool IsOpen { get; }

    /// <summary>Stage of the campaign.</summary>
    public CampaignState CampaignState { get; }

    /// <summary>
    /// A draft after the deadline, or what was returned and did not come back while the experts were at work: «не отправлено».
    /// </summary>
    public bool IsLate => State is SubmissionState.Draft or SubmissionState.Returned && !IsOpen && CampaignState > CampaignState.Collection;

    /// <summary>The directions in order: all of them, or those an executor is held to.</summary>
    public IReadOnlyList<FormDirection> Directions { get; }

    /// <summary>Whether the actor sees all directions.</summary>
    public bool IsWhole => at.SeesAll;

    /// <summary>Every answer.</summary>
    public IReadOnlyList<Answer> Answers { get; }

    /// <summary>Every evidence, in the order it was added.</summary>
    public IReadOnlyList<FormEvidence> Evidence { get; }

    /// <summary>Whether nothing in it is of the subject's own: the operator finds out some of it itself.</summary>
    public bool IsEmpty =>
        !Answers.Any(answer => answer.SaysSomething && IsOwn(answer.Uid))
        && !Evidence.Any(one => one.Item.Places.Exists(place => IsOwn(place.Uid)));

    private bool IsOwn(string uid) => Methodology.Tree.Find(uid) is not { Scale: not null, Source: AnswerSource.Operator };

    /// <summary>Whether the actor may send it now.</summary>
    public bool MaySend { get; }

    /// <summary>Whether the actor may return and close it and reply to questions now.</summary>
    public bool MayReturn { get; }

    /// <summary>Whether the actor may ask questions now.</summary>
    public bool MayAsk { get; }

    /// <summary>Whether the actor fills it as the operator, for the subject.</summary>
    public bool IsOnBehalf { get; }

    /// <summary>The answer at a leaf, or at an item of it.</summary>
    public Answer? AnswerAt(string uid, string itemId = "") => answers.GetValueOrDefault((uid, itemId));

    /// <summary>What a field of an answer holds, as patches write it; empty for nothing.</summary>
    public string ValueAt(string uid, string itemId, AnswerField field) => AnswerAt(uid, itemId)?.ValueAt(field) ?? "";

    /// <summary>What a field shows: where one is chosen of several, the choice; else what it holds.</summary>
    public string ShownAt(Node leaf, string itemId, AnswerField field) =>
        field == AnswerField.Value && AnswerChoice.IsAt(leaf, itemId)
            ? AnswerChoice.Of(leaf, itemId, AnswerAt(leaf.Uid, itemId))
            : ValueAt(leaf.Uid, itemId, field);

    /// <summary>Evidence at a leaf, an item of it, or a direction.</summary>
    public IEnumerable<FormEvidence> EvidenceAt(string uid, string itemId = "") => evidenceAt[(uid, itemId)];

    /// <summary>
    /// Evidence just removed, to be offered back; null where there is none of it, or the actor may not know whose it was.
    /// </summary>
    public FormEvidence? Removed(int id) => IsWhole ? kept.FirstOrDefault(one => one.Item.Id == id) : null;

    /// <summary>Whether the actor sees what lies at a uid of the methodology.</summary>
    internal bool Sees(string uid) => at.Sees(uid);

    /// <summary>A place as people say it: «1.1.4, приказ» for an item, «1.1 целиком» for a direction.</summary>
    public string NameOf(string uid, string itemId = "") => NameOf(Methodology, uid, itemId);

    internal static string NameOf(Methodology methodology, string uid, string itemId)
    {
        if (methodology.Tree.Find(uid) is not { } node)
            return uid;
        if (node.Scale is null)
            return $"{node.Code} целиком";
        return node.Items.FirstOrDefault(item => item.Id == itemId) is { } one ? $"{node.Code}, {one.Title}" : node.Code;
    }

    /// <summary>The state in the one vocabulary.</summary>
    public string StateName => NameOf(State, IsLate);

    /// <summary>A state in the one vocabulary.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isOver">Whether what is not sent can't be any more.</param>
    public static string NameOf(SubmissionState state, bool isOver = false) =>
        state switch
        {
            SubmissionState.Draft or SubmissionState.Returned when isOver => "не отправлено",
            SubmissionState.Draft => "черновик",
            SubmissionState.Sent => "отправлено",
            SubmissionState.Returned => "возвращено",
            SubmissionState.Closed => "закрыто",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a submission."),
        };

    /// <summary>Whether something of it can be changed by its own people now.</summary>
    public bool IsInWork => State is SubmissionState.Draft or SubmissionState.Returned && IsOpen;

    /// <summary>Whether a value is asked for at an indicator.</summary>
    public bool AsksValue(Node leaf) => AnswerState.AsksValue(leaf, Campaign.SelfAssessment);

    /// <summary>Leaves the subject answers itself.</summary>
    public int Total => Directions.Sum(direction => direction.Total);

    /// <summary>How many of those are answered.</summary>
    public int Answered => Directions.Sum(direction => direction.Answered);

    /// <summary>What of a required self-assessment is missing, in words; null where nothing is.</summary>
    public string? WithoutAssessment => CampaignWords.WithoutAssessment(Campaign.WithoutAssessment(Total, Answered));

    /// <summary>How far it is answered: «49 из 61 показателя; обязательная самооценка не заполнена у 12 показателей».</summary>
    public string AnsweredWords =>
        $"{Answered} из {Russian.Count(Total, Nouns.Indicator, GrammaticalCase.Genitive)}"
        + (WithoutAssessment is { } missing ? $"; {missing}" : "");

    /// <summary>Indicators claimed without the evidence they need.</summary>
    public int WithoutEvidence => Directions.Sum(direction => direction.WithoutEvidence);

    /// <summary>A time in the region's zone.</summary>
    public string Moment(DateTime utc) => new RegionTime(Region.TimeZone).Moment(utc);

    /// <summary>The last day on which answers are taken, «12 марта 2026 включительно».</summary>
    public string Until => new RegionTime(Region.TimeZone).Until(Deadline);
}
