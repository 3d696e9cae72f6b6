using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Submissions;

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
    /// <summary>Every transition there is: the one place.</summary>
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
        new(
            "close-collection",
            CampaignState.Collection,
            CampaignState.Review,
            Role.Operator,
            "Закончить сбор досрочно",
            "идёт сбор; отдельные продления срока остаются в силе",
            true
        ),
        new(
            "resume-collection",
            CampaignState.Review,
            CampaignState.Collection,
            Role.Operator,
            "Возобновить сбор",
            "сбор закончен досрочно, и его последний день ещё не прошёл",
            true
        )
        {
            Refusal = facts => facts.Now >= facts.Campaign.CollectionUntil ? "Срок сбора прошёл: продлите его отдельным участникам." : null,
        },
        new(
            "close-review",
            CampaignState.Review,
            CampaignState.Results,
            Role.Operator,
            "Закончить экспертизу досрочно",
            "сбор закончен, и никто из тех, кому продлён срок, не заполняет анкету",
            true
        )
        {
            Refusal = facts =>
                facts.Extended > 0
                    ? "Часть участников ещё заполняет анкету: им продлён срок. Дождитесь, пока они отправят её или срок выйдет."
                    : null,
        },
        new(
            "resume-review",
            CampaignState.Results,
            CampaignState.Review,
            Role.Operator,
            "Возобновить экспертизу",
            "экспертиза закончена досрочно, и её последний день ещё не прошёл",
            true
        )
        {
            Refusal = facts => facts.Now >= facts.Campaign.ReviewUntil ? "Срок экспертизы прошёл, возобновить её нельзя." : null,
        },
        new(
            "publish",
            CampaignState.Results,
            CampaignState.Published,
            Role.Operator,
            "Опубликовать итоги",
            "итоги рассчитаны хотя бы один раз",
            false
        )
        {
            Refusal = facts => facts.Runs == 0 ? "Итоги ещё не рассчитаны: сделайте расчёт на странице итогов." : null,
        },
        new("take-back", CampaignState.Published, CampaignState.Results, Role.Operator, "Отозвать публикацию", "итоги опубликованы", true),
    ];

    /// <summary>Why the transition is refused now, null where its guard holds.</summary>
    internal Func<TransitionFacts, string?> Refusal { get; init; } = _ => null;

    /// <summary>The transitions a campaign may take, with why not where the guard stands in the way.</summary>
    public static IEnumerable<(Transition Transition, string? Refusal)> Available(CampaignState state, TransitionFacts facts) =>
        All.Where(one => one.From == state).Select(one => (one, one.Refusal(facts)));
}

/// <summary>What guards ask about.</summary>
/// <param name="Campaign">The campaign with its decisions.</param>
/// <param name="Now">UTC.</param>
/// <param name="EditionPublished">Whether its edition is published.</param>
/// <param name="Subjects">Subjects chosen.</param>
/// <param name="Extended">Subjects whose extension still runs and who have not sent.</param>
/// <param name="Runs">Runs computed.</param>
public sealed record TransitionFacts(Campaign Campaign, DateTime Now, bool EditionPublished, int Subjects, int Extended, int Runs)
{
    /// <summary>The facts of a campaign of the context's region at a moment (UTC).</summary>
    public static async Task<TransitionFacts> OfAsync(OrientirContext context, Campaign campaign, DateTime now, CancellationToken cancel) =>
        new(
            campaign,
            now,
            await context.Methodologies.AnyAsync(row => row.Id == campaign.MethodologyEditionId && row.PublishedAt != null, cancel),
            await context.CampaignSubjects.CountAsync(row => row.CampaignId == campaign.Id, cancel),
            await context.CampaignSubjects.CountAsync(
                row =>
                    row.CampaignId == campaign.Id
                    && row.ExtendedUntil > now
                    && !context.Submissions.Any(submission =>
                        submission.CampaignSubjectId == row.Id
                        && submission.State != SubmissionState.Draft
                        && submission.State != SubmissionState.Returned
                    ),
                cancel
            ),
            await context.ResultRuns.CountAsync(row => row.CampaignId == campaign.Id, cancel)
        );
}

/// <summary>Moves a campaign by a row of the table of transitions, on record. Opening copies the subjects and makes their drafts.</summary>
public sealed class MoveToStage(OrientirContext context, TimeProvider time)
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
        if (transition.From != state)
            throw RefusedException.Conflict(
                $"Сейчас мониторинг на этапе «{Permissions.NameOf(state)}», а «{transition.Title}» можно на этапе «{Permissions.NameOf(transition.From)}»."
            );
        var reason = input.Reason?.Trim() ?? "";
        if (transition.AsksReason && reason.Length is 0 or > 1000)
            throw RefusedException.Invalid(new FieldError(nameof(input.Reason), "Впишите причину: она останется в журнале."));
        if (transition.Refusal(await TransitionFacts.OfAsync(context, campaign, now, cancel)) is { } refusal)
            throw RefusedException.Conflict(refusal);

        if (transition.Id == "open")
            await CopySubjectsAsync(campaign, cancel);
        campaign.Decisions.Add(
            new CampaignDecision
            {
                RegionId = campaign.RegionId,
                CampaignId = campaign.Id,
                To = transition.To,
                At = now,
                UserId = actor.UserId,
                Reason = transition.AsksReason ? reason : null,
            }
        );
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
        {
            ChooseSubjects.Renew(copy, subjects[copy.SubjectId]);
            context.Submissions.Add(new Submission { RegionId = campaign.RegionId, CampaignSubjectId = copy.Id });
        }
    }
}
