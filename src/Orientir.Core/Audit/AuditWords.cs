namespace Orientir.Core.Audit;

/// <summary>Actions of the audit in words.</summary>
public static class AuditWords
{
    /// <summary>Every action with its name, in the order they are offered to choose from.</summary>
    public static IReadOnlyList<(string Action, string Title)> Actions { get; } =
    [
        ("answer.value", "ответ"),
        ("answer.comment", "комментарий к ответу"),
        ("answer.nodocument", "отметка «документа нет»"),
        ("answer.notapplicable", "отметка «не применимо»"),
        ("answer.question", "вопрос оператору"),
        ("answer.reply", "ответ оператора на вопрос"),
        ("evidence.add", "добавлено подтверждение"),
        ("evidence.edit", "изменено подтверждение"),
        ("evidence.remove", "удалено подтверждение"),
        ("evidence.restore", "возвращено подтверждение"),
        ("submission.send", "анкета отправлена"),
        ("submission.takeback", "анкета отозвана"),
        ("submission.return", "анкета возвращена"),
        ("submission.close", "анкета закрыта"),
        ("submission.import", "загружена форма Excel"),
        ("mark.save", "экспертная оценка"),
        ("mark.import", "загружены оценки файлом"),
        ("run.compute", "рассчитаны итоги"),
        ("report.request", "заказан отчёт"),
        ("report.cancel", "отменено составление отчёта"),
        ("job.cancel", "отменена фоновая работа"),
        ("job.again", "повторена фоновая работа"),
        ("job.now", "начата вне расписания фоновая работа"),
        ("campaign.create", "создан мониторинг"),
        ("campaign.change", "изменён мониторинг"),
        ("campaign.subjects", "выбраны участники"),
        ("campaign.open", "начат сбор"),
        ("campaign.close-collection", "сбор закончен досрочно"),
        ("campaign.resume-collection", "сбор возобновлён"),
        ("campaign.close-review", "экспертиза закончена досрочно"),
        ("campaign.resume-review", "экспертиза возобновлена"),
        ("campaign.publish", "опубликованы итоги"),
        ("campaign.take-back", "отозвана публикация"),
        ("campaign.extend", "продлён срок"),
        ("campaign.remind", "отправлены напоминания"),
        ("campaign.remind-failed", "напоминание не ушло"),
        ("campaign.adopt-revision", "принята новая редакция методики"),
        ("campaign.assign-expert", "назначены объекты эксперту"),
        ("methodology.import", "загружена методика"),
        ("methodology.replace", "заменён черновик методики"),
        ("methodology.publish", "опубликована методика"),
        ("territory.create", "добавлена территория"),
        ("territory.change", "изменена территория"),
        ("territory.import", "загружен реестр территорий"),
        ("territory.archive", "территория убрана в архив"),
        ("territory.restore", "территория возвращена из архива"),
        ("territory.delete", "удалена территория"),
        ("subject.archive", "объект убран в архив"),
        ("subject.restore", "объект возвращён из архива"),
        ("subject.delete", "удалён объект оценки"),
        ("subject.create", "добавлен объект оценки"),
        ("subject.change", "изменён объект оценки"),
        ("region.add", "добавлен регион"),
        ("region.change", "изменён регион"),
        ("invitation.create", "отправлено приглашение"),
        ("invitation.renew", "выдана новая ссылка приглашения"),
        ("invitation.revoke", "отозвано приглашение"),
        ("invitation.accept", "приглашение принято, создана учётная запись"),
        ("invitation.accept-role", "приглашение принято, добавлена роль"),
        ("account.add", "создана учётная запись"),
        ("account.grant", "добавлена роль"),
        ("account.revoke", "снята роль"),
        ("account.directions", "изменены направления исполнителя"),
        ("account.disable", "отключена учётная запись"),
        ("account.enable", "включена учётная запись"),
        ("account.sign-in", "вход"),
        ("account.wrong-password", "неверный пароль в настройках"),
        ("account.wrong-code", "неверный код подтверждения"),
        ("account.sign-out-everywhere", "завершены сеансы на других устройствах"),
        ("account.lift-lockout", "открыт вход после неверных паролей"),
        ("account.password", "сменён пароль"),
        ("account.reset-password", "выдана ссылка для нового пароля"),
        ("account.new-password", "задан новый пароль по ссылке"),
        ("account.second-factor", "изменён вход по коду"),
        ("account.remove-second-factor", "отключён чужой вход по коду"),
        ("account.look", "изменено оформление"),
        ("letter.send-again", "письмо отправлено ещё раз"),
        ("letter.print", "письмо напечатано"),
    ];

    private static readonly Dictionary<string, string> ByAction = Actions.ToDictionary(
        pair => pair.Action,
        pair => pair.Title,
        StringComparer.Ordinal
    );

    /// <summary>An action in words; one done for the subject by the operator says so.</summary>
    public static string Of(string action)
    {
        var own = action.EndsWith(AuditEntry.OnBehalf, StringComparison.Ordinal) ? action[..^AuditEntry.OnBehalf.Length] : action;
        return ByAction.GetValueOrDefault(own, own) + (own.Length < action.Length ? " (оператор за участника)" : "");
    }
}
