using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Campaigns;

/// <summary>Who answers for a stage and what it yields; both empty where nothing is said.</summary>
public sealed record StagePlan(CampaignState Stage, string Owner, string Product);

/// <summary>A campaign as a form gives it. Days are days of the region, each included.</summary>
/// <param name="Id">Key; null for a new one.</param>
/// <param name="Version">Version the form was filled from.</param>
/// <param name="MethodologyEditionId">The published edition; after opening only <see cref="AdoptRevision"/> changes it.</param>
/// <param name="Title">Title.</param>
/// <param name="Period">The period assessed, in words.</param>
/// <param name="SelfAssessment">Whether subjects answer; fixed at opening.</param>
/// <param name="CollectionFrom">First day of collection.</param>
/// <param name="CollectionUntil">Last day of collection.</param>
/// <param name="ReviewUntil">Last day of review.</param>
/// <param name="ResultsUntil">Day of publication.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Letter">Letter to participants.</param>
/// <param name="Instruction">Instruction.</param>
/// <param name="CompleteFrom">Part of the required indicators of a direction that must have evidence, above 0 … 1.</param>
/// <param name="Remark">What must be said wherever it is shown.</param>
/// <param name="Stages">Owner and product of stages; a stage not named keeps what it has.</param>
public sealed record CampaignFields(
    int? Id,
    long Version,
    int MethodologyEditionId,
    string Title,
    string Period,
    SelfAssessment SelfAssessment,
    DateOnly CollectionFrom,
    DateOnly CollectionUntil,
    DateOnly ReviewUntil,
    DateOnly ResultsUntil,
    string Owner,
    string Letter,
    string Instruction,
    double CompleteFrom,
    string Remark = "",
    IReadOnlyList<StagePlan>? Stages = null
);

/// <summary>Makes a campaign from a published edition, or changes it: everything in preparation, afterwards texts and dates still to come.</summary>
public sealed class SaveCampaign(OrientirContext context, TimeProvider time)
{
    /// <summary>Saves it and gives its key.</summary>
    /// <exception cref="RefusedException">No right, wrong fields, not at this stage, or changed by another meanwhile.</exception>
    public async Task<int> RunAsync(Actor actor, CampaignFields input, CancellationToken cancel = default)
    {
        var campaign = input.Id is { } id
            ? await context
                .Campaigns.Include(row => row.Decisions)
                .Include(row => row.Stages)
                .AsSplitQuery()
                .SingleOrDefaultAsync(row => row.Id == id, cancel)
                ?? throw RefusedException.NotFound("Мониторинг")
            : null;
        var now = time.GetUtcNow().UtcDateTime;
        Permissions.Require(actor, Ability.ManageCampaigns, null, campaign?.StateAt(now));
        var zone = new RegionTime((await context.Regions.SingleAsync(row => row.Id == actor.RegionId, cancel)).TimeZone);
        var dates = (
            From: zone.StartOf(input.CollectionFrom),
            Until: zone.EndOf(input.CollectionUntil),
            Review: zone.EndOf(input.ReviewUntil),
            Results: zone.EndOf(input.ResultsUntil)
        );
        await CheckAsync(input, campaign, now, zone, dates, cancel);
        if (campaign is not null && campaign.Version != input.Version)
            throw Stale();

        var audit = new AuditTrail(context, time);
        var old = campaign is null ? null : Shown(campaign);
        var title = input.Title.Trim();
        if (campaign is null)
        {
            campaign = new Campaign
            {
                RegionId = actor.RegionId!.Value,
                MethodologyEditionId = input.MethodologyEditionId,
                Title = title,
                FoldedName = FoldedName.Of(title),
                Period = input.Period.Trim(),
                SelfAssessment = input.SelfAssessment,
                CollectionFrom = dates.From,
                CollectionUntil = dates.Until,
                ReviewUntil = dates.Review,
                ResultsUntil = dates.Results,
            };
            context.Campaigns.Add(campaign);
        }
        (campaign.MethodologyEditionId, campaign.SelfAssessment) = (input.MethodologyEditionId, input.SelfAssessment);
        (campaign.Title, campaign.FoldedName, campaign.Period) = (title, FoldedName.Of(title), input.Period.Trim());
        (campaign.CollectionFrom, campaign.CollectionUntil, campaign.ReviewUntil, campaign.ResultsUntil) = dates;
        (campaign.Owner, campaign.Letter, campaign.Instruction) = (input.Owner.Trim(), input.Letter.Trim(), input.Instruction.Trim());
        foreach (var plan in input.Stages ?? [])
            Plan(campaign, plan);
        (campaign.CompleteFrom, campaign.Remark) = (input.CompleteFrom, input.Remark.Trim() is { Length: > 0 } remark ? remark : null);
        if (old is null)
        {
            await audit.SaveNewAsync(() => audit.Add(actor, "campaign.create", "campaign", campaign.Id, null, Shown(campaign)), cancel);
        }
        else
        {
            audit.Add(actor, "campaign.change", "campaign", campaign.Id, old, Shown(campaign));
            await context.SaveChangesAsync(cancel);
        }
        return campaign.Id;
    }

    private async Task CheckAsync(
        CampaignFields input,
        Campaign? campaign,
        DateTime now,
        RegionTime zone,
        (DateTime From, DateTime Until, DateTime Review, DateTime Results) dates,
        CancellationToken cancel
    )
    {
        var errors = new List<FieldError>();
        if (input.Title.Trim().Length is 0 or > 300)
            errors.Add(new(nameof(input.Title), "Впишите название мониторинга, не длиннее 300 знаков."));
        if (input.Period.Trim().Length is 0 or > 100)
            errors.Add(new(nameof(input.Period), "Впишите период, за который идёт оценка: «2026 год»."));
        if (input.CollectionUntil < input.CollectionFrom)
            errors.Add(new(nameof(input.CollectionUntil), "Сбор не может кончиться раньше, чем начнётся."));
        if (input.ReviewUntil <= input.CollectionUntil)
            errors.Add(new(nameof(input.ReviewUntil), "Экспертиза кончается позже сбора: впишите более поздний день."));
        if (input.ResultsUntil < input.ReviewUntil)
            errors.Add(new(nameof(input.ResultsUntil), "Публикация не раньше конца экспертизы: впишите более поздний день."));
        if (!(input.CompleteFrom is > 0 and <= 1))
            errors.Add(new(nameof(input.CompleteFrom), "Впишите долю от 1 до 100 процентов."));
        if (input.Owner.Trim().Length > 300)
            errors.Add(new(nameof(input.Owner), "Кто отвечает на вопросы — не длиннее 300 знаков."));
        if (input.Letter.Length > 20_000)
            errors.Add(new(nameof(input.Letter), "Письмо длиннее 20 000 знаков: сократите его."));
        if (input.Instruction.Length > 50_000)
            errors.Add(new(nameof(input.Instruction), "Инструкция длиннее 50 000 знаков: сократите её или дайте ссылку на полный текст."));
        foreach (var plan in input.Stages ?? [])
            if (plan.Owner.Trim().Length > 300 || plan.Product.Trim().Length > 300)
                errors.Add(
                    new(
                        $"{nameof(input.Stages)}-{(int)plan.Stage}",
                        $"Этап «{Permissions.NameOf(plan.Stage)}»: ответственный и результат — не длиннее 300 знаков каждый."
                    )
                );
        if (!Enum.IsDefined(input.SelfAssessment))
            errors.Add(new(nameof(input.SelfAssessment), "Выберите, нужна ли самооценка."));
        if (campaign?.IsOpened == true)
        {
            if (campaign.MethodologyEditionId != input.MethodologyEditionId)
                errors.Add(
                    new(
                        nameof(input.MethodologyEditionId),
                        "Мониторинг уже открыт: методику сменить нельзя, можно принять её новую редакцию."
                    )
                );
            if (campaign.SelfAssessment != input.SelfAssessment)
                errors.Add(new(nameof(input.SelfAssessment), "Мониторинг уже открыт: правило самооценки больше не меняется."));
            // A deadline that passed was acted upon: what was late stays late.
            Moved(
                campaign.CollectionFrom,
                dates.From,
                nameof(input.CollectionFrom),
                "Сбор уже начался: его первый день больше не меняется."
            );
            Moved(
                campaign.CollectionUntil,
                dates.Until,
                nameof(input.CollectionUntil),
                "Сбор уже закончился: продлите срок отдельным муниципалитетам."
            );
            Moved(campaign.ReviewUntil, dates.Review, nameof(input.ReviewUntil), "Экспертиза уже закончилась: её срок больше не меняется.");
            // Answers are taken no longer than experts are at work: a promise of more time holds the end of review.
            if (
                dates.Review != campaign.ReviewUntil
                && await context
                    .CampaignSubjects.Where(row => row.CampaignId == campaign.Id && row.ExtendedUntil > dates.Review)
                    .MaxAsync(row => row.ExtendedUntil, cancel)
                    is { } extended
            )
                errors.Add(
                    new(
                        nameof(input.ReviewUntil),
                        $"Отдельным участникам срок ответов продлён по {zone.LastDay(extended)}: экспертиза не может кончиться раньше."
                    )
                );
        }
        else if (!await context.Methodologies.AnyAsync(row => row.Id == input.MethodologyEditionId && row.PublishedAt != null, cancel))
        {
            errors.Add(new(nameof(input.MethodologyEditionId), "Выберите опубликованную методику."));
        }
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);

        void Moved(DateTime was, DateTime becomes, string field, string message)
        {
            if (was != becomes && now >= was)
                errors.Add(new(field, message));
            else if (was != becomes && now >= becomes && field != nameof(input.CollectionFrom))
                errors.Add(new(field, "Этот день уже прошёл. Чтобы закончить раньше срока, закройте этап на странице мониторинга."));
        }
    }

    private static void Plan(Campaign campaign, StagePlan plan)
    {
        var (owner, product) = (plan.Owner.Trim(), plan.Product.Trim());
        var stage = campaign.Stages.Find(row => row.Stage == plan.Stage);
        if (owner.Length == 0 && product.Length == 0)
        {
            if (stage is not null)
                campaign.Stages.Remove(stage);
        }
        else if (stage is not null)
        {
            (stage.Owner, stage.Product) = (owner, product);
        }
        else
        {
            campaign.Stages.Add(
                new CampaignStage
                {
                    RegionId = campaign.RegionId,
                    CampaignId = campaign.Id,
                    Stage = plan.Stage,
                    Owner = owner,
                    Product = product,
                }
            );
        }
    }

    private static object Shown(Campaign campaign) =>
        new
        {
            campaign.MethodologyEditionId,
            campaign.Title,
            campaign.Period,
            SelfAssessment = campaign.SelfAssessment.ToString(),
            campaign.CollectionFrom,
            campaign.CollectionUntil,
            campaign.ReviewUntil,
            campaign.ResultsUntil,
            campaign.CompleteFrom,
            campaign.Remark,
            Texts = campaign.Letter.Length + campaign.Instruction.Length,
            // Owners are people: the audit keeps that they were changed, not who they are.
            Products = campaign.Stages.OrderBy(stage => stage.Stage).ToDictionary(stage => stage.Stage.ToString(), stage => stage.Product),
        };

    private static RefusedException Stale() =>
        RefusedException.Conflict(
            "Мониторинг только что изменил кто-то другой. Обновите страницу: она покажет новые значения, и внесите правку ещё раз."
        );
}
