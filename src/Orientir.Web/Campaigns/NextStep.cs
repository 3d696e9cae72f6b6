using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Submissions;
using Orientir.Web.Layout;

namespace Orientir.Web.Campaigns;

/// <summary>A submission of the actor's own in a campaign.</summary>
internal sealed record OwnSubmission(
    int CampaignSubjectId,
    int CampaignId,
    string Name,
    int TerritoryId,
    SubmissionState State,
    DateTime? SentAt,
    DateTime? ExtendedUntil
)
{
    /// <summary>Whether its answers are taken now, as far as they are not sent.</summary>
    public bool IsTaken(Campaign campaign, DateTime now) => campaign.TakesAnswers(ExtendedUntil, State == SubmissionState.Returned, now);

    /// <summary>The state as people call it; a draft nobody takes any more was not sent.</summary>
    public string Word(Campaign campaign, DateTime now) =>
        SubmissionForm.NameOf(State, campaign.IsOver(ExtendedUntil, State == SubmissionState.Returned, now));
}

/// <summary>The one thing to do next in a campaign: by its stage and by the role of who asks.</summary>
/// <param name="Title">What the link says.</param>
/// <param name="Address">Where it leads.</param>
internal sealed record NextStep(string Title, string Address)
{
    /// <summary>The step, or none where there is nothing to do but wait.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="campaign">The campaign with its decisions.</param>
    /// <param name="now">UTC.</param>
    /// <param name="subjects">Subjects chosen.</param>
    /// <param name="runs">Runs computed.</param>
    /// <param name="own">Submissions the actor answers for or reads.</param>
    public static NextStep? Of(Actor actor, Campaign campaign, DateTime now, int subjects, int runs, IReadOnlyList<OwnSubmission> own)
    {
        var state = campaign.StateAt(now);
        var address = Links.Campaigns.Home(campaign.Id);
        if (Permissions.Allows(actor, Ability.MoveCampaign))
            return state switch
            {
                CampaignState.Preparation when subjects == 0 => new("Выбрать участников", address + "/subjects"),
                CampaignState.Preparation when !campaign.IsOpened && now >= campaign.CollectionUntil => new(
                    "Поправить сроки",
                    address + "/edit"
                ),
                CampaignState.Preparation when !campaign.IsOpened => new("Открыть мониторинг", address + "?do=open#move-open"),
                CampaignState.Preparation => new("Посмотреть письмо участникам", address + "/letter"),
                CampaignState.Collection => new("Посмотреть ход сбора", address + "/board"),
                CampaignState.Review => new("Перейти к экспертизе", "/reviews"),
                CampaignState.Results when runs == 0 => new("Рассчитать итоги", "/results"),
                CampaignState.Results => new("Опубликовать итоги", address + "?do=publish#move-publish"),
                _ => new("Смотреть итоги", "/results"),
            };
        if (actor.Is(Role.Expert) && state == CampaignState.Review)
            return new("Перейти к экспертизе", "/reviews");
        if (state >= CampaignState.Review && Permissions.Allows(actor, Ability.SeeResults, null, state))
            return new("Смотреть итоги", "/results");
        if (Permissions.Allows(actor, Ability.SeeBoard))
            return state == CampaignState.Preparation ? null : new("Состояние на одной странице", address + "/state");
        if (own.Count == 0)
            return null;
        if (own.Count > 1)
            return new("Выбрать анкету", address);
        var form = Links.Submissions.Form(own[0].CampaignSubjectId);
        var answers =
            Permissions.Allows(actor, Ability.Answer, own[0].TerritoryId, state)
            && own[0].State is SubmissionState.Draft or SubmissionState.Returned;
        return state == CampaignState.Preparation ? new("Прочитать письмо и инструкцию", address + "/letter")
            : answers && own[0].IsTaken(campaign, now)
                ? new(own[0].State == SubmissionState.Returned ? "Исправить возвращённое" : "Заполнить анкету", form)
            : new("Посмотреть анкету", form);
    }
}
