using System.Globalization;
using System.Text.Json;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Core.Audit;

/// <summary>Records of the audit in words.</summary>
public static class AuditWords
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["value"] = "оценка",
        ["comment"] = "комментарий",
        ["note"] = "примечание",
        ["campaign"] = "мониторинг №",
        ["run"] = "расчёт №",
        ["edition"] = "редакция методики №",
        ["hash"] = "контрольная сумма",
        ["sha256"] = "контрольная сумма файла",
        ["program"] = "версия программы",
        ["added"] = "новых",
        ["changed"] = "изменённых",
        ["same"] = "без изменений",
        ["removed"] = "удалённых",
        ["state"] = "этап",
        ["to"] = "этап",
        ["reason"] = "причина",
        ["role"] = "роль",
        ["territoryid"] = "территория №",
        ["title"] = "название",
        ["name"] = "название",
        ["code"] = "код",
        ["kind"] = "вид",
        ["period"] = "период",
        ["number"] = "номер",
        ["until"] = "срок",
        ["deadline"] = "срок",
        ["url"] = "адрес",
        ["theme"] = "цвета",
        ["lowvision"] = "версия для слабовидящих",
        ["timezone"] = "часовой пояс",
        ["extendeduntil"] = "срок продлён до",
        ["extensionreason"] = "причина",
        ["methodologyeditionid"] = "редакция методики №",
        ["selfassessment"] = "самооценка",
        ["collectionfrom"] = "сбор с",
        ["collectionuntil"] = "сбор до",
        ["reviewuntil"] = "экспертиза до",
        ["resultsuntil"] = "публикация",
        ["completefrom"] = "полнота от",
        ["owner"] = "ответственный",
        ["product"] = "результат этапа",
        ["letter"] = "письмо",
        ["instruction"] = "инструкция",
        ["packageid"] = "методика",
        ["revision"] = "уточнение",
        ["at"] = "когда",
        ["uids"] = "показатели",
        ["file"] = "файл",
        ["new"] = "новых",
        ["subjects"] = "объекты",
        ["products"] = "результаты этапов",
        ["texts"] = "знаков в письме и инструкции",
        ["remark"] = "примечание",
        ["mailed"] = "письмом",
        ["regionid"] = "регион №",
        ["parentid"] = "входит в территорию №",
        ["directions"] = "направления",
        ["oktmo"] = "ОКТМО",
        ["aliases"] = "другие названия",
        ["attributes"] = "свойства",
        ["expert"] = "эксперт №",
        ["answers"] = "ответов",
        ["evidence"] = "подтверждений",
        ["step"] = "действие",
        ["id"] = "№",
    };

    private static readonly Dictionary<string, string> Choices = new(StringComparer.Ordinal)
    {
        ["None"] = "не запрашивается",
        ["Optional"] = "необязательна",
        ["Required"] = "обязательна",
        ["Begin"] = "выдан ключ для приложения",
        ["Confirm"] = "включён",
        ["NewCodes"] = "выпущены новые резервные коды",
        ["Off"] = "отключён",
    };

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
        ("campaign.adopt-revision", "принято уточнение методики"),
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
        ("account.disable", "отключена учётная запись"),
        ("account.enable", "включена учётная запись"),
        ("account.sign-in", "вход"),
        ("account.sign-out-everywhere", "завершены сеансы на других устройствах"),
        ("account.lift-lockout", "открыт вход после неверных паролей"),
        ("account.password", "сменён пароль"),
        ("account.reset-password", "выдана ссылка для нового пароля"),
        ("account.new-password", "задан новый пароль по ссылке"),
        ("account.second-factor", "изменён вход по коду"),
        ("account.remove-second-factor", "отключён чужой вход по коду"),
        ("account.look", "изменено оформление"),
    ];

    private static readonly Dictionary<string, string> ByAction = Actions.ToDictionary(
        pair => pair.Action,
        pair => pair.Title,
        StringComparer.Ordinal
    );

    /// <summary>An action in words; one done for the subject by the operator says so.</summary>
    public static string Of(string action)
    {
        var own = action.EndsWith(Submissions.SaveAnswers.OnBehalf, StringComparison.Ordinal)
            ? action[..^Submissions.SaveAnswers.OnBehalf.Length]
            : action;
        return ByAction.GetValueOrDefault(own, own) + (own.Length < action.Length ? " (оператор за участника)" : "");
    }

    /// <summary>A payload in words: «оценка: 2; комментарий: по отчёту». Empty where there is none.</summary>
    /// <param name="payload">As it is stored, JSON.</param>
    /// <param name="zone">In whose time moments are said.</param>
    public static string Shown(string? payload, RegionTime zone)
    {
        if (string.IsNullOrEmpty(payload))
            return "";
        using var document = JsonDocument.Parse(payload);
        return Shown(document.RootElement, zone);
    }

    // Stages, states, kinds and roles are recorded by their names in the code; of a hash the beginning tells it apart.
    private static string Word(string text, RegionTime zone) =>
        text.Length > 18
        && text[^1] == 'Z'
        && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at)
            ? zone.Moment(at)
        : Enum.TryParse<CampaignState>(text, out var state) && Enum.IsDefined(state) && state.ToString() == text
            ? Accounts.Permissions.NameOf(state)
        : Enum.TryParse<Submissions.SubmissionState>(text, out var stand) && Enum.IsDefined(stand) && stand.ToString() == text
            ? Submissions.SubmissionForm.NameOf(stand)
        : Enum.TryParse<Accounts.Role>(text, out var role) && Enum.IsDefined(role) && role.ToString() == text
            ? Accounts.Permissions.NameOf(role)
        : EntryKind.Ids.Contains(text) ? EntryKind.TitleOf(text)
        : text.Length == 64 && text.All(char.IsAsciiHexDigit) ? text[..12] + "…"
        : Choices.GetValueOrDefault(text, text);

    private static string Shown(JsonElement value, RegionTime zone) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => "",
            JsonValueKind.String => Word(value.GetString()!, zone),
            JsonValueKind.True => "да",
            JsonValueKind.False => "нет",
            JsonValueKind.Object => string.Join(
                "; ",
                value
                    .EnumerateObject()
                    .Select(part => (part.Name, Text: Shown(part.Value, zone)))
                    .Where(part => part.Text.Length > 0)
                    .Select(part => $"{Names.GetValueOrDefault(part.Name.ToLowerInvariant()) ?? Word(part.Name, zone)}: {part.Text}")
            ),
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => Shown(item, zone))),
            _ => value.ToString(),
        };
}
