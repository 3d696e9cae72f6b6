using Orientir.Core.Accounts;

namespace Orientir.Core.Campaigns;

/// <summary>Who answers for a stage and what it yields; both empty where nothing is said.</summary>
public sealed record StagePlan(CampaignState Stage, string Owner, string Product)
{
    internal bool IsEmpty => Owner.Length == 0 && Product.Length == 0;
}

/// <summary>What is planned for a campaign. Texts are free of spaces around them, moments are UTC and ends exclusive.</summary>
public sealed record CampaignPlan
{
    public required int MethodologyEditionId { get; init; }
    public required string Title { get; init; }
    public required string Period { get; init; }
    public required SelfAssessment SelfAssessment { get; init; }
    public required DateTime CollectionFrom { get; init; }
    public required DateTime CollectionUntil { get; init; }
    public required DateTime ReviewUntil { get; init; }
    public required DateTime ResultsUntil { get; init; }
    public string Owner { get; init; } = "";
    public string Letter { get; init; } = "";
    public string Instruction { get; init; } = "";
    public double CompleteFrom { get; init; } = 0.5;
    public string Remark { get; init; } = "";

    /// <summary>What is said of stages; one not named keeps what it has.</summary>
    public IReadOnlyList<StagePlan> Stages { get; init; } = [];

    /// <summary>What is wrong with it by itself, whatever campaign it is for.</summary>
    public IEnumerable<FieldError> Faults()
    {
        // Ends of lines are taken out where it comes in: a title is the heading of letters.
        foreach (var (field, line) in new[] { (nameof(Title), Title), (nameof(Period), Period), (nameof(Owner), Owner) })
            if (line != CleanText.Line(line))
                yield return new(field, "Напишите это в одну строку.");
        if (Title.Length is 0 or > 300)
            yield return new(nameof(Title), "Впишите название мониторинга, не длиннее 300 знаков.");
        if (Period.Length is 0 or > 100)
            yield return new(nameof(Period), "Впишите период, за который идёт оценка: «2026 год».");
        if (CollectionUntil <= CollectionFrom)
            yield return new(nameof(CollectionUntil), "Сбор не может кончиться раньше, чем начнётся.");
        if (ReviewUntil <= CollectionUntil)
            yield return new(nameof(ReviewUntil), "Экспертиза кончается позже сбора: впишите более поздний день.");
        if (ResultsUntil < ReviewUntil)
            yield return new(nameof(ResultsUntil), "Публикация не раньше конца экспертизы: впишите более поздний день.");
        if (!(CompleteFrom is > 0 and <= 1))
            yield return new(nameof(CompleteFrom), "Впишите долю от 1 до 100 процентов.");
        if (Owner.Length > 300)
            yield return new(nameof(Owner), "Кто отвечает на вопросы — не длиннее 300 знаков.");
        if (Letter.Length > 20_000)
            yield return new(nameof(Letter), "Письмо длиннее 20 000 знаков: сократите его.");
        if (Instruction.Length > 50_000)
            yield return new(nameof(Instruction), "Инструкция длиннее 50 000 знаков: сократите её или дайте ссылку на полный текст.");
        foreach (var said in Stages)
            if (said.Owner.Length > 300 || said.Product.Length > 300)
                yield return new(
                    $"{nameof(Stages)}-{(int)said.Stage}",
                    $"Этап «{Permissions.NameOf(said.Stage)}»: ответственный и результат — не длиннее 300 знаков каждый."
                );
        if (!Enum.IsDefined(SelfAssessment))
            yield return new(nameof(SelfAssessment), "Выберите, нужна ли самооценка.");
    }
}
