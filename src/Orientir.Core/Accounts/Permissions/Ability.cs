namespace Orientir.Core.Accounts;

/// <summary>What somebody may do. Who may, and at which stage of a campaign: <see cref="Permissions"/>.</summary>
public enum Ability
{
    /// <summary>Вести регионы системы.</summary>
    ManageRegions,

    /// <summary>Приглашать и отключать пользователей.</summary>
    ManageAccounts,

    /// <summary>Видеть территории и объекты оценки.</summary>
    SeeTerritories,

    /// <summary>Менять территории и объекты оценки.</summary>
    ManageTerritories,

    /// <summary>Видеть методики.</summary>
    SeeMethodologies,

    /// <summary>Загружать и публиковать методики.</summary>
    ManageMethodologies,

    /// <summary>Видеть мониторинг.</summary>
    SeeCampaigns,

    /// <summary>Создавать мониторинг, менять сроки и тексты.</summary>
    ManageCampaigns,

    /// <summary>Переводить мониторинг на другой этап.</summary>
    MoveCampaign,

    /// <summary>Видеть ход сбора.</summary>
    SeeBoard,

    /// <summary>Напоминать опаздывающим.</summary>
    Remind,

    /// <summary>Продлевать срок.</summary>
    Extend,

    /// <summary>Видеть ответы.</summary>
    SeeAnswers,

    /// <summary>Отвечать; of an executor the directions named only, of an operator on behalf of the subject.</summary>
    Answer,

    /// <summary>Отправлять анкету.</summary>
    Send,

    /// <summary>Возвращать анкету и отвечать на вопросы.</summary>
    Return,

    /// <summary>Заполнять показатели оператора.</summary>
    AnswerAsOperator,

    /// <summary>Назначать экспертов.</summary>
    AssignExperts,

    /// <summary>Видеть экспертные оценки.</summary>
    SeeMarks,

    /// <summary>Ставить экспертные оценки.</summary>
    Mark,

    /// <summary>Рассчитывать итоги.</summary>
    Compute,

    /// <summary>Видеть итоги.</summary>
    SeeResults,

    /// <summary>Готовить пакет отчёта.</summary>
    MakeReport,

    /// <summary>Видеть журнал действий.</summary>
    SeeAudit,

    /// <summary>Видеть, отменять и повторять фоновые работы: of the region at hand.</summary>
    ManageJobs,

    /// <summary>Видеть фоновые работы системы и всех регионов, начинать ежедневные вне расписания.</summary>
    ManageInstallationJobs,

    /// <summary>Приглашать исполнителей и давать им направления: of the own territories.</summary>
    InviteExecutors,
}
