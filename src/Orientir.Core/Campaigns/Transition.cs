using Orientir.Core.Accounts;

namespace Orientir.Core.Campaigns;

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
