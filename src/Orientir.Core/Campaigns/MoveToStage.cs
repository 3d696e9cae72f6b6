using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Campaigns;

/// <summary>A decision to move a campaign.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Transition">Id of a row of <see cref="Transition.All"/>.</param>
/// <param name="Reason">Why, where the transition asks for it.</param>
public sealed record CampaignMove(int CampaignId, string Transition, string? Reason = null);

/// <summary>
/// A transition of a campaign that somebody decides. That collection and review end at their dates needs no decision:
/// <see cref="Campaign.StateAt"/>.
/// </summary>
/// <param name="Id">Its name in addresses and in the audit.</param>
/// <param name="From">The state it starts from.</param>
/// <param name="To">The state it decides.</param>
/// <param name="Role">Who decides.</param>
/// <param name="Title">What the decision is called.</param>
/// <param name="Guard">What must hold, in words; the check of the same row holds it.</param>
/// <param name="AsksReason">Whether a reason goes on record.</param>
public sealed record Transition(string Id, CampaignState From, CampaignState To, Role Role, string Title, string Guard, bool AsksReason)
{
    /// <summary>Every transition there is: the one place. Those between opening and results follow from the table of stages.</summary>
    public static IReadOnlyList<Transition> All { get; } =
    [
        new(
            "open",
            CampaignState.Preparation,
            CampaignState.Collection,
            Role.Operator,
            "Открыть мониторинг",
            "методика опубликована, участники выбраны, последний день сбора не прошёл; ещё не открывался",
            false
        )
        {
            Refusal = facts =>
                facts.Campaign.IsOpened ? "Мониторинг уже открыт: сбор начнётся в назначенный день."
                : !facts.EditionPublished ? "Методика мониторинга не опубликована: опубликуйте её на странице методики."
                : facts.Subjects == 0 ? "Не выбран ни один участник: выберите их на странице участников."
                : facts.Now >= facts.Campaign.CollectionUntil ? "Последний день сбора уже прошёл: поправьте сроки."
                : null,
        },
        .. Stages.Before(CampaignState.Results).Skip(1).SelectMany(Early),
        new(
            "publish",
            CampaignState.Results,
            CampaignState.Published,
            Role.Operator,
            "Опубликовать итоги",
            "итоги рассчитаны хотя бы один раз",
            false
        ),
        new("take-back", CampaignState.Published, CampaignState.Results, Role.Operator, "Отозвать публикацию", "итоги опубликованы", true),
    ];

    /// <summary>A stage between opening and results is ended before its time, and resumed as long as its time has not passed.</summary>
    private static IEnumerable<Transition> Early(CampaignState stage)
    {
        var (said, next) = (Stages.Of(stage), Stages.After(stage)!.Value);
        yield return new(
            $"close-{said.Id}",
            stage,
            next,
            Role.Operator,
            $"Закончить {said.Accusative} досрочно",
            stage switch
            {
                CampaignState.Collection => "идёт сбор; отдельные продления срока остаются в силе",
                CampaignState.Review => "сбор закончен, и никто из тех, кому продлён срок, не заполняет анкету",
                _ => $"идёт этап «{said.Name}»",
            },
            true
        );
        yield return new(
            $"resume-{said.Id}",
            next,
            stage,
            Role.Operator,
            $"Возобновить {said.Accusative}",
            stage switch
            {
                CampaignState.Collection => "сбор закончен досрочно, и его последний день ещё не прошёл",
                CampaignState.Review => "экспертиза закончена досрочно, и её последний день ещё не прошёл",
                _ => $"этап «{said.Name}» закончен досрочно, и его последний день ещё не прошёл",
            },
            true
        )
        {
            Refusal = facts =>
                !(facts.Now >= StageClock.Standard.PlannedEnd(facts.Campaign, stage)) ? null
                : stage == CampaignState.Collection ? "Срок сбора прошёл: продлите его отдельным участникам."
                : stage == CampaignState.Review ? "Срок экспертизы прошёл, возобновить её нельзя."
                : $"Срок этапа «{said.Name}» прошёл, возобновить его нельзя.",
        };
    }

    /// <summary>Why the transition is refused now as far as the campaign itself goes, null where its guard holds.</summary>
    internal Func<TransitionFacts, string?> Refusal { get; init; } = _ => null;

    /// <summary>The transitions a campaign may take, with why not where a guard stands in the way.</summary>
    public static async Task<IReadOnlyList<(Transition Transition, string? Refusal)>> AvailableAsync(
        OrientirContext context,
        IEnumerable<IStageFollower> followers,
        Campaign campaign,
        DateTime now,
        CancellationToken cancel = default
    )
    {
        var facts = await TransitionFacts.OfAsync(context, campaign, now, cancel);
        var available = new List<(Transition, string?)>();
        foreach (var one in All.Where(one => one.From == campaign.StateAt(now)))
            available.Add((one, await one.WhyNotAsync(facts, followers, cancel)));
        return available;
    }

    /// <summary>Why it is refused, by the campaign or by an area that follows it; null where nothing stands in the way.</summary>
    internal async Task<string?> WhyNotAsync(TransitionFacts facts, IEnumerable<IStageFollower> followers, CancellationToken cancel)
    {
        if (Refusal(facts) is { } own)
            return own;
        foreach (var follower in followers)
            if (await follower.WhyNotAsync(this, facts.Campaign, facts.Now, cancel) is { } refusal)
                return refusal;
        return null;
    }
}

/// <summary>What guards ask about.</summary>
/// <param name="Campaign">The campaign with its decisions.</param>
/// <param name="Now">UTC.</param>
/// <param name="EditionPublished">Whether its edition is published.</param>
/// <param name="Subjects">Subjects chosen.</param>
public sealed record TransitionFacts(Campaign Campaign, DateTime Now, bool EditionPublished, int Subjects)
{
    /// <summary>The facts of a campaign of the context's region at a moment (UTC).</summary>
    public static async Task<TransitionFacts> OfAsync(OrientirContext context, Campaign campaign, DateTime now, CancellationToken cancel) =>
        new(
            campaign,
            now,
            await context.Methodologies.AnyAsync(row => row.Id == campaign.MethodologyEditionId && row.PublishedAt != null, cancel),
            await context.CampaignSubjects.CountAsync(row => row.CampaignId == campaign.Id, cancel)
        );
}

/// <summary>Moves a campaign by a row of the table of transitions, on record. Opening copies the subjects and makes their drafts.</summary>
public sealed class MoveToStage(OrientirContext context, TimeProvider time, IEnumerable<IStageFollower> followers)
{
    /// <summary>Moves it.</summary>
    /// <exception cref="RefusedException">No right, no such transition from this state, or its guard does not hold.</exception>
    public async Task RunAsync(Actor actor, CampaignMove input, CancellationToken cancel = default)
    {
        var campaign =
            await context.Campaigns.Include(row => row.Decisions).SingleOrDefaultAsync(row => row.Id == input.CampaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        var now = time.GetUtcNow().UtcDateTime;
        var state = campaign.StateAt(now);
        Permissions.Require(actor, Ability.MoveCampaign, null, state);
        var transition =
            Transition.All.FirstOrDefault(one => one.Id == input.Transition) ?? throw RefusedException.NotFound("Действие", "о");
        if (!actor.Is(transition.Role))
            throw RefusedException.Forbidden();
        var reason = input.Reason?.Trim() ?? "";
        campaign.Require(transition, reason, now);
        if (await transition.WhyNotAsync(await TransitionFacts.OfAsync(context, campaign, now, cancel), followers, cancel) is { } refusal)
            throw RefusedException.Conflict(refusal);

        if (transition.Id == "open")
            await CopySubjectsAsync(campaign, cancel);
        foreach (var follower in followers)
            await follower.FollowAsync(transition, campaign, cancel);
        campaign.Decide(transition, reason, actor.UserId, now);
        // The campaign itself counts as changed, so that of two decisions at once the second is refused.
        context.Entry(campaign).State = EntityState.Modified;
        new AuditTrail(context, time).Add(
            actor,
            $"campaign.{transition.Id}",
            "campaign",
            campaign.Id,
            new { State = state.ToString() },
            new { State = transition.To.ToString(), Reason = reason }
        );
        await context.SaveChangesAsync(cancel);
    }

    private async Task CopySubjectsAsync(Campaign campaign, CancellationToken cancel)
    {
        var chosen = await context.CampaignSubjects.Where(row => row.CampaignId == campaign.Id).ToListAsync(cancel);
        var subjects = await context
            .Subjects.Where(row => context.CampaignSubjects.Any(copy => copy.CampaignId == campaign.Id && copy.SubjectId == row.Id))
            .ToDictionaryAsync(row => row.Id, cancel);
        foreach (var copy in chosen)
            copy.Renew(subjects[copy.SubjectId]);
    }
}
