using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Campaigns;

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

/// <summary>
/// Makes a campaign from a published edition, or changes it: everything in preparation, afterwards texts and dates still to come.
/// </summary>
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
        var zone = RegionTime.ToSetBy((await context.Regions.SingleAsync(row => row.Id == actor.RegionId, cancel)).TimeZone);
        var plan = PlanOf(input, zone);
        await CheckAsync(plan, campaign, now, zone, cancel);
        campaign?.RequireVersion(input.Version);

        var audit = new AuditTrail(context, time);
        if (campaign is null)
        {
            campaign = Campaign.Of(actor.RegionId!.Value, plan);
            context.Campaigns.Add(campaign);
            await audit.SaveNewAsync(() => audit.Add(actor, "campaign.create", "campaign", campaign.Id, null, Shown(campaign)), cancel);
            return campaign.Id;
        }
        var old = Shown(campaign);
        campaign.Change(plan, now);
        audit.Add(actor, "campaign.change", "campaign", campaign.Id, old, Shown(campaign));
        await context.SaveChangesAsync(cancel);
        return campaign.Id;
    }

    private static CampaignPlan PlanOf(CampaignFields input, RegionTime zone) =>
        new()
        {
            MethodologyEditionId = input.MethodologyEditionId,
            Title = CleanText.Line(input.Title),
            Period = CleanText.Line(input.Period),
            SelfAssessment = input.SelfAssessment,
            CollectionFrom = zone.StartOf(input.CollectionFrom),
            CollectionUntil = zone.EndOf(input.CollectionUntil),
            ReviewUntil = zone.EndOf(input.ReviewUntil),
            ResultsUntil = zone.EndOf(input.ResultsUntil),
            Owner = CleanText.Line(input.Owner),
            Letter = input.Letter.Trim(),
            Instruction = input.Instruction.Trim(),
            CompleteFrom = input.CompleteFrom,
            Remark = input.Remark.Trim(),
            Stages =
            [
                .. (input.Stages ?? []).Select(stage => new StagePlan(
                    stage.Stage,
                    CleanText.Line(stage.Owner),
                    CleanText.Line(stage.Product)
                )),
            ],
        };

    // What the campaign knows by itself, and what only the store does.
    private async Task CheckAsync(CampaignPlan plan, Campaign? campaign, DateTime now, RegionTime zone, CancellationToken cancel)
    {
        List<FieldError> errors = [.. campaign?.FaultsOf(plan, now) ?? plan.Faults()];
        if (campaign?.IsOpened != true)
        {
            if (!await context.Methodologies.AnyAsync(row => row.Id == plan.MethodologyEditionId && row.PublishedAt != null, cancel))
                errors.Add(new(nameof(plan.MethodologyEditionId), "Выберите опубликованную методику."));
        }
        // Answers are taken no longer than experts are at work: a promise of more time holds the end of review.
        else if (
            plan.ReviewUntil != campaign.ReviewUntil
            && await context
                .CampaignSubjects.Where(row => row.CampaignId == campaign.Id && row.ExtendedUntil > plan.ReviewUntil)
                .MaxAsync(row => row.ExtendedUntil, cancel)
                is { } extended
        )
        {
            errors.Add(
                new(
                    nameof(plan.ReviewUntil),
                    $"Отдельным участникам срок ответов продлён по {zone.LastDay(extended)}: экспертиза не может кончиться раньше."
                )
            );
        }
        if (errors.Count > 0)
            throw RefusedException.Invalid(errors);
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
}
