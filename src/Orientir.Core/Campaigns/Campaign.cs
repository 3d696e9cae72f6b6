using Orientir.Core.Accounts;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Campaigns;

/// <summary>Whether subjects answer themselves.</summary>
public enum SelfAssessment
{
    /// <summary>Не запрашивается.</summary>
    None,

    /// <summary>Необязательна.</summary>
    Optional,

    /// <summary>Обязательна.</summary>
    Required,
}

/// <summary>
/// A campaign: one edition of a methodology, one period, many subjects. Its state follows from the time and its decisions. It is planned as
/// a whole; once opened, what participants rely on stays as it was.
/// </summary>
public sealed class Campaign : IRegional, IVersioned
{
    private readonly List<CampaignDecision> decisions = [];
    private readonly List<CampaignStage> stages = [];

    private Campaign() { }

    public int Id { get; private init; }

    /// <inheritdoc/>
    public int RegionId { get; private init; }

    /// <summary>The edition, and the revision adopted last.</summary>
    public int MethodologyEditionId { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>Folded title.</summary>
    public string FoldedName { get; private set; } = "";

    /// <summary>The period assessed, in words: «2026 год», «2025/26 учебный год».</summary>
    public string Period { get; private set; } = "";

    /// <summary>Whether subjects answer.</summary>
    public SelfAssessment SelfAssessment { get; private set; }

    /// <summary>UTC: answers are taken from here …</summary>
    public DateTime CollectionFrom { get; private set; }

    /// <summary>… until here, exclusive.</summary>
    public DateTime CollectionUntil { get; private set; }

    /// <summary>UTC: marks are taken until here, exclusive.</summary>
    public DateTime ReviewUntil { get; private set; }

    /// <summary>UTC: publication is planned for this moment.</summary>
    public DateTime ResultsUntil { get; private set; }

    /// <summary>Who answers for the campaign, as shown to participants.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>Letter to participants: paragraphs apart by an empty line, lists by «-», headings by «#».</summary>
    public string Letter { get; private set; } = "";

    /// <summary>Instruction to participants, written likewise.</summary>
    public string Instruction { get; private set; } = "";

    /// <summary>Part of the required indicators of a direction that must have evidence for it to count as complete, 0 … 1.</summary>
    public double CompleteFrom { get; private set; }

    /// <summary>What must be said wherever the campaign is shown: «реконструкция».</summary>
    public string? Remark { get; private set; }

    /// <summary>Decisions made.</summary>
    public IReadOnlyList<CampaignDecision> Decisions => decisions;

    /// <summary>Who answers for a stage and what it yields, where that was said.</summary>
    public IReadOnlyList<CampaignStage> Stages => stages;

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>A campaign in preparation.</summary>
    /// <exception cref="RefusedException">What is planned cannot be: every wrong field.</exception>
    public static Campaign Of(int regionId, CampaignPlan plan)
    {
        var made = new Campaign { RegionId = regionId };
        made.Take(plan, [.. plan.Faults()]);
        return made;
    }

    /// <summary>What is wrong with another plan for it at a moment (UTC).</summary>
    public IReadOnlyList<FieldError> FaultsOf(CampaignPlan plan, DateTime now)
    {
        List<FieldError> faults = [.. plan.Faults()];
        if (!IsOpened)
            return faults;
        if (MethodologyEditionId != plan.MethodologyEditionId)
            faults.Add(
                new(nameof(plan.MethodologyEditionId), "Мониторинг уже открыт: методику сменить нельзя, можно принять её новую редакцию.")
            );
        if (SelfAssessment != plan.SelfAssessment)
            faults.Add(new(nameof(plan.SelfAssessment), "Мониторинг уже открыт: правило самооценки больше не меняется."));
        // A deadline that passed was acted upon: what was late stays late.
        Moved(CollectionFrom, plan.CollectionFrom, nameof(plan.CollectionFrom), "Сбор уже начался: его первый день больше не меняется.");
        Moved(
            CollectionUntil,
            plan.CollectionUntil,
            nameof(plan.CollectionUntil),
            "Сбор уже закончился: продлите срок отдельным муниципалитетам."
        );
        Moved(ReviewUntil, plan.ReviewUntil, nameof(plan.ReviewUntil), "Экспертиза уже закончилась: её срок больше не меняется.");
        return faults;

        void Moved(DateTime was, DateTime becomes, string field, string message)
        {
            if (was != becomes && now >= was)
                faults.Add(new(field, message));
            else if (was != becomes && now >= becomes && field != nameof(plan.CollectionFrom))
                faults.Add(new(field, "Этот день уже прошёл. Чтобы закончить раньше срока, закройте этап на странице мониторинга."));
        }
    }

    /// <summary>Plans it anew.</summary>
    /// <param name="plan">The whole plan.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RefusedException">What is planned cannot be, or cannot any more: every wrong field.</exception>
    public void Change(CampaignPlan plan, DateTime now) => Take(plan, FaultsOf(plan, now));

    private void Take(CampaignPlan plan, IReadOnlyList<FieldError> faults)
    {
        if (faults.Count > 0)
            throw RefusedException.Invalid(faults);
        (MethodologyEditionId, SelfAssessment) = (plan.MethodologyEditionId, plan.SelfAssessment);
        (Title, FoldedName, Period) = (plan.Title, Language.FoldedName.Of(plan.Title), plan.Period);
        (CollectionFrom, CollectionUntil) = (plan.CollectionFrom, plan.CollectionUntil);
        (ReviewUntil, ResultsUntil) = (plan.ReviewUntil, plan.ResultsUntil);
        (Owner, Letter, Instruction) = (plan.Owner, plan.Letter, plan.Instruction);
        (CompleteFrom, Remark) = (plan.CompleteFrom, GivenText.Of(plan.Remark));
        foreach (var said in plan.Stages)
        {
            var known = stages.Find(row => row.Stage == said.Stage);
            if (known is not null && said.IsEmpty)
                stages.Remove(known);
            else if (known is not null)
                known.Say(said);
            else if (!said.IsEmpty)
                stages.Add(CampaignStage.Of(RegionId, said));
        }
    }

    /// <summary>Goes on by a later revision of its edition.</summary>
    public void Adopt(MethodologyEdition revised)
    {
        if (revised.PublishedAt is null)
            throw new ArgumentException("A campaign adopts what is published.", nameof(revised));
        MethodologyEditionId = revised.Id;
    }

    /// <summary>Refuses a transition it cannot take at a moment (UTC), whatever its guard says.</summary>
    /// <exception cref="RefusedException">It stands at another stage, or the reason asked for is missing.</exception>
    public void Require(Transition transition, string reason, DateTime now)
    {
        if (StateAt(now) is var state && transition.From != state)
            throw RefusedException.Conflict(
                $"Сейчас мониторинг на этапе «{Permissions.NameOf(state)}», а «{transition.Title}» можно на этапе "
                    + $"«{Permissions.NameOf(transition.From)}»."
            );
        if (transition.AsksReason && reason.Length is 0 or > 1000)
            throw RefusedException.Invalid(new FieldError(nameof(CampaignMove.Reason), "Впишите причину: она останется в журнале."));
    }

    /// <summary>Takes a transition.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="reason">Why; empty where it is not asked for.</param>
    /// <param name="userId">Who decides.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="RefusedException">It stands at another stage, or the reason asked for is missing.</exception>
    public void Decide(Transition transition, string reason, int userId, DateTime now)
    {
        Require(transition, reason, now);
        decisions.Add(
            new CampaignDecision
            {
                RegionId = RegionId,
                CampaignId = Id,
                To = transition.To,
                At = now,
                UserId = userId,
                Reason = transition.AsksReason ? reason : null,
            }
        );
    }

    /// <summary>Refuses a change that rests on another version than the present one.</summary>
    /// <exception cref="RefusedException">Somebody else changed it meanwhile.</exception>
    public void RequireVersion(long seen)
    {
        if (Version != seen)
            throw RefusedException.Conflict(
                "Мониторинг только что изменил кто-то другой. Обновите страницу: она покажет новые значения, и внесите правку ещё раз."
            );
    }

    /// <summary>Its decisions in the order they were made; one not saved yet has no key and is the latest.</summary>
    internal IEnumerable<CampaignDecision> InOrder => decisions.OrderBy(decision => decision.Id == 0).ThenBy(decision => decision.Id);

    /// <summary>The state at a moment (UTC): <see cref="StageClock"/> says how it follows; queries ask the same of the database.</summary>
    public CampaignState StateAt(DateTime now) => StageClock.Standard.StateOf(this, now);

    /// <summary>Whether it was opened: its subjects are copied and have their drafts, even where collection begins later.</summary>
    public bool IsOpened => decisions.Count > 0;

    /// <summary>UTC, exclusive: when collection ends for all, or ended early.</summary>
    public DateTime CollectionEnd => EndOf(CampaignState.Collection, CollectionUntil);

    /// <summary>UTC, exclusive: when review ends, or ended early.</summary>
    public DateTime ReviewEnd => EndOf(CampaignState.Review, ReviewUntil);

    private DateTime EndOf(CampaignState stage, DateTime planned) =>
        InOrder.Reverse().TakeWhile(decision => decision.To > stage).LastOrDefault() is { } closed && closed.At < planned
            ? closed.At
            : planned;

    /// <summary>The moment (UTC) until which answers of a subject are taken, exclusive.</summary>
    /// <param name="extendedUntil">Its extension.</param>
    /// <param name="returned">Whether what it sent was returned: that is awaited as long as the experts are at work.</param>
    /// <param name="now">UTC.</param>
    public DateTime DeadlineOf(DateTime? extendedUntil, bool returned, DateTime now)
    {
        var end = extendedUntil is { } extended && extended > CollectionEnd ? extended : CollectionEnd;
        return returned && now >= end ? ReviewEnd : end;
    }

    /// <summary>
    /// Whether answers of a subject are taken at a moment (UTC), as far as they are not sent: during collection, and during review where it
    /// has an extension or a return.
    /// </summary>
    public bool TakesAnswers(DateTime? extendedUntil, bool returned, DateTime now) =>
        StateAt(now) switch
        {
            CampaignState.Collection => true,
            CampaignState.Review => returned || now < extendedUntil,
            _ => false,
        };

    /// <summary>UTC, exclusive: until when answers that are taken now are; null where none are.</summary>
    public DateTime? TakenUntil(DateTime? extendedUntil, bool returned, DateTime now) =>
        TakesAnswers(extendedUntil, returned, now) ? DeadlineOf(extendedUntil, returned, now) : null;

    /// <summary>Whether what is not sent stays so: answers were taken and are not any more.</summary>
    public bool IsOver(DateTime? extendedUntil, bool returned, DateTime now) =>
        StateAt(now) > CampaignState.Collection && !TakesAnswers(extendedUntil, returned, now);

    /// <summary>How many indicators lack the self-assessment this campaign requires.</summary>
    public int WithoutAssessment(int total, int answered) => SelfAssessment == SelfAssessment.Required ? total - answered : 0;
}
