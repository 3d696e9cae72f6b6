using System.Globalization;
using System.Text.Json;
using Orientir.Core.Accounts;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.Web.Audit;

/// <summary>What records of the audit hold, in words.</summary>
internal static class PayloadWords
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["value"] = "оценка",
        ["comment"] = "комментарий",
        ["note"] = "примечание",
        ["notes"] = "пояснения к показателям",
        ["campaign"] = "мониторинг №",
        ["run"] = "расчёт №",
        ["edition"] = "издание методики №",
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
        ["methodologyeditionid"] = "издание методики №",
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
        ["revision"] = "редакция",
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

    /// <summary>A payload: «оценка: 2; комментарий: по отчёту». Empty where there is none.</summary>
    /// <param name="payload">As it is stored, JSON.</param>
    /// <param name="zone">In whose time moments are said.</param>
    public static string Of(string? payload, RegionTime zone)
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
        : Choice.TryRead<CampaignState>(text, out var state) ? Permissions.NameOf(state)
        : Choice.TryRead<SubmissionState>(text, out var stand) ? SubmissionForm.NameOf(stand)
        : Choice.TryRead<Role>(text, out var role) ? Permissions.NameOf(role)
        : EntryKind.Ids.Contains(text) ? EntryKind.TitleOf(text)
        : text.Length == 64 && text.All(char.IsAsciiHexDigit) ? text[..12] + "…"
        : Choices.GetValueOrDefault(text, text);

    // Beside its package an edition is recorded by its own number, elsewhere by that of its row.
    private static string? NameOf(string name, JsonElement among) =>
        name.ToLowerInvariant() is "edition" && among.EnumerateObject().Any(part => part.Name.ToLowerInvariant() is "packageid")
            ? "издание"
            : Names.GetValueOrDefault(name.ToLowerInvariant());

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
                    .Select(part => $"{NameOf(part.Name, value) ?? Word(part.Name, zone)}: {part.Text}")
            ),
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => Shown(item, zone))),
            _ => value.ToString(),
        };
}
