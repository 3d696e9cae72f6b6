using Orientir.Core.Accounts;

namespace Orientir.Core.Campaigns;

/// <summary>Stages, deadlines and decisions of a campaign as people say them.</summary>
public static class CampaignWords
{
    /// <summary>The stages, in order.</summary>
    public static IReadOnlyList<CampaignState> Stages { get; } = Enum.GetValues<CampaignState>();

    /// <summary>How self-assessment is asked for.</summary>
    public static string NameOf(SelfAssessment rule) =>
        rule switch
        {
            SelfAssessment.None => "не запрашивается",
            SelfAssessment.Optional => "необязательна",
            SelfAssessment.Required => "обязательна",
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Not a rule of self-assessment."),
        };

    /// <summary>What the rule means for who fills the form.</summary>
    public static string MeaningOf(SelfAssessment rule) =>
        rule switch
        {
            SelfAssessment.None => "участник даёт только подтверждения, баллы ставят эксперты",
            SelfAssessment.Optional => "показатель заполнен, если есть ответ или подтверждение",
            SelfAssessment.Required => "показатель без ответа не заполнен, даже если есть подтверждение",
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Not a rule of self-assessment."),
        };

    /// <summary>
    /// What of a required self-assessment is missing: «обязательная самооценка не заполнена у 12 показателей»; null where nothing is.
    /// </summary>
    public static string? WithoutAssessment(int missing) =>
        missing == 0 ? null : $"обязательная самооценка не заполнена у {Russian.Count(missing, Nouns.Indicator, GrammaticalCase.Genitive)}";

    /// <summary>When a stage lasts: «с 1 декабря 2026 по 20 декабря 2026».</summary>
    public static string DatesOf(Campaign campaign, CampaignState stage, RegionTime zone) =>
        stage switch
        {
            CampaignState.Preparation => $"по {zone.LastDay(campaign.CollectionFrom)}",
            CampaignState.Collection => $"с {zone.Date(campaign.CollectionFrom)} по {zone.LastDay(campaign.CollectionEnd)}",
            CampaignState.Review => $"с {zone.Date(campaign.CollectionEnd)} по {zone.LastDay(campaign.ReviewEnd)}",
            CampaignState.Results when PublishedAt(campaign) is { } at => $"опубликованы {zone.Date(at)}",
            CampaignState.Results => $"с {zone.Date(campaign.ReviewEnd)} по {zone.LastDay(campaign.ResultsUntil)}",
            _ => PublishedAt(campaign) is { } at ? zone.Date(at) : $"намечено на {zone.LastDay(campaign.ResultsUntil)}",
        };

    /// <summary>The next deadline: «ответы принимаются по 20 декабря 2026, осталось 10 дней».</summary>
    public static string NextDeadline(Campaign campaign, DateTime now, RegionTime zone) =>
        campaign.StateAt(now) switch
        {
            CampaignState.Preparation when !campaign.IsOpened => now < campaign.CollectionFrom
                ? $"ещё не открыт; сбор намечен с {zone.Date(campaign.CollectionFrom)}, "
                    + $"{Left(zone.DateOf(campaign.CollectionFrom), now, zone)}"
                : $"ещё не открыт, а сбор намечен с {zone.Date(campaign.CollectionFrom)}",
            CampaignState.Preparation =>
                $"сбор начнётся {zone.Date(campaign.CollectionFrom)}, {Left(zone.DateOf(campaign.CollectionFrom), now, zone)}",
            CampaignState.Collection => $"ответы принимаются по {zone.LastDay(campaign.CollectionUntil)}, "
                + $"{Left(zone.LastDayBefore(campaign.CollectionUntil), now, zone)}",
            CampaignState.Review =>
                $"оценки ставят по {zone.LastDay(campaign.ReviewUntil)}, {Left(zone.LastDayBefore(campaign.ReviewUntil), now, zone)}",
            CampaignState.Results => now < campaign.ResultsUntil
                ? $"публикация намечена на {zone.LastDay(campaign.ResultsUntil)}, "
                    + $"{Left(zone.LastDayBefore(campaign.ResultsUntil), now, zone)}"
                : $"публикация была намечена на {zone.LastDay(campaign.ResultsUntil)}",
            _ => $"опубликовано {zone.Date(PublishedAt(campaign) ?? campaign.ResultsUntil)}",
        };

    /// <summary>«осталось 10 дней», «завтра», «сегодня», «2 дня назад».</summary>
    private static string Left(DateOnly day, DateTime now, RegionTime zone)
    {
        var days = day.DayNumber - zone.DateOf(now).DayNumber;
        return days switch
        {
            0 => "сегодня",
            1 => "завтра",
            > 1 => $"{Russian.Verb(days, "остался", "осталось")} {Russian.Count(days, "день", "дня", "дней")}",
            _ => $"{Russian.Count(-days, "день", "дня", "дней")} назад",
        };
    }

    /// <summary>What a decision was, knowing the one before it.</summary>
    public static string NameOf(CampaignDecision? previous, CampaignDecision decision) =>
        (previous?.To, decision.To) switch
        {
            (null, CampaignState.Collection) => "Мониторинг открыт",
            (_, CampaignState.Collection) => "Сбор возобновлён",
            (CampaignState.Results, CampaignState.Review) => "Экспертиза возобновлена",
            (_, CampaignState.Review) => "Сбор закончен досрочно",
            (CampaignState.Published, CampaignState.Results) => "Публикация отозвана",
            (_, CampaignState.Results) => "Экспертиза закончена досрочно",
            (_, CampaignState.Published) => "Итоги опубликованы",
            (_, CampaignState.Preparation) => "Возвращён на подготовку",
            _ => $"Этап «{Permissions.NameOf(decision.To)}»",
        };

    private static DateTime? PublishedAt(Campaign campaign) =>
        campaign.Decisions.MaxBy(decision => decision.Id) is { To: CampaignState.Published } decision ? decision.At : null;
}
