using System.Globalization;
using System.Security.Cryptography;
using Orientir.Core;
using Orientir.Core.Evidence;
using Orientir.Core.Submissions;

namespace Orientir.Web.Submissions;

/// <summary>
/// Answers and evidence as plain forms hold them. «old/12/Value/1.1.4/act» is what the page showed of subject 12, «new/…» what stands there
/// now; «url/1.1.4/act» is the empty line of evidence at that place.
/// </summary>
internal static class PostedAnswers
{
    public static string Name(string age, int subject, AnswerField field, string uid, string item) =>
        string.Create(CultureInfo.InvariantCulture, $"{age}/{subject}/{field}/{uid}/{item}");

    /// <summary>The id of a control: what ErrorSummary links to.</summary>
    public static string IdOf(int subject, AnswerField field, string uid, string item) =>
        string.Create(CultureInfo.InvariantCulture, $"{field}-{subject}-{uid}-{item}");

    /// <summary>A key for what is sent once.</summary>
    public static string NewKey() => RandomNumberGenerator.GetHexString(24, lowercase: true);

    /// <summary>The key of one of several pieces of evidence that were sent at once.</summary>
    public static string KeyOf(string key, int number) =>
        number == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}.{number}");

    /// <summary>The fields whose value is another than the one the page showed.</summary>
    public static IEnumerable<(int Subject, AnswerPatch Patch)> Changed(IFormCollection posted)
    {
        foreach (var name in posted.Keys.Where(name => name.StartsWith("old/", StringComparison.Ordinal)))
        {
            var parts = name.Split('/', 5);
            var (old, now) = (posted[name].ToString(), posted["new" + name[3..]].ToString());
            if (
                old == now
                || parts.Length < 5
                || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var subject)
                || !Choice.TryRead<AnswerField>(parts[2], out var field)
            )
                continue;
            // Sent twice, a change finds its value already there; a key of the page would take a second change after «назад» for the first.
            yield return (subject, new(NewKey(), parts[3], parts[4], field, old, now));
        }
    }

    /// <summary>Evidence and places of it, as the buttons «Убрать» and «Вернуть» say them: «12|1.1.4/act».</summary>
    public static string Removal(int evidence, IEnumerable<PlaceOfEvidence> places) =>
        string.Join('|', [evidence.ToString(CultureInfo.InvariantCulture), .. places.Select(place => $"{place.Uid}/{place.ItemId}")]);

    /// <summary>What such a button said; null where it is no such thing.</summary>
    public static (int Evidence, IReadOnlyList<PlaceOfEvidence> Places)? RemovalOf(string? text)
    {
        var parts = (text ?? "").Split('|');
        if (parts.Length < 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var evidence))
            return null;
        return (
            evidence,
            [
                .. parts
                    .Skip(1)
                    .Select(part => part.Split('/', 2))
                    .Select(place => new PlaceOfEvidence(place[0], place.ElementAtOrDefault(1) ?? "")),
            ]
        );
    }

    /// <summary>The places with something in their empty line of evidence.</summary>
    public static IEnumerable<PlaceOfEvidence> PlacesWithEvidence(IFormCollection posted) =>
        posted
            .Keys.Concat(posted.Files.Select(file => file.Name))
            .Where(name => name.Split('/', 3) is [var part, _, _] && Parts.Contains(part))
            .Where(name => posted[name].ToString().Trim().Length > 0 || posted.Files.GetFile(name) is not null)
            .Select(name => name.Split('/', 3))
            .Select(parts => new PlaceOfEvidence(parts[1], parts[2]))
            .Distinct();

    private static readonly string[] Parts = ["url", "file", "kind", "number", "date", "about", "document"];

    /// <summary>What stands in the empty line of a place: links, requisites, a file, each judged by itself.</summary>
    public static IReadOnlyList<EvidenceFields> EvidenceAt(IFormCollection posted, PlaceOfEvidence place)
    {
        string Text(string part) => posted[$"{part}/{place.Uid}/{place.ItemId}"].ToString().Trim();
        var given = new List<EvidenceFields>();
        if (Text("url").Length > 0)
            given.AddRange(WebAddress.Split(Text("url")).Select(url => new EvidenceFields(EvidenceKind.Link, url, Text("title"))));
        // What no browser calls a day is kept as it was typed where the exact day is not known.
        var date = Text("date").Length > 0 ? Text("date") : Text("about");
        if (Text("kind").Length + Text("number").Length + Text("document").Length + date.Length > 0)
            given.Add(
                new(
                    EvidenceKind.Requisites,
                    Title: Text("document"),
                    DocumentKind: Text("kind"),
                    DocumentNumber: Text("number"),
                    DocumentDate: date
                )
            );
        if (posted.Files.GetFile($"file/{place.Uid}/{place.ItemId}") is { } file)
            given.Add(
                new(
                    EvidenceKind.File,
                    Title: Text("url").Length > 0 ? null : Text("title"),
                    File: new(file.FileName, file.OpenReadStream())
                )
            );
        return given;
    }

    /// <summary>A piece of evidence that was refused, as it was given, and why.</summary>
    public sealed record RefusedPiece(EvidenceFields Fields, RefusedException Why);

    /// <summary>Adds the pieces one by one: those that are wrong keep no other back.</summary>
    /// <returns>The pieces refused.</returns>
    public static async Task<IReadOnlyList<RefusedPiece>> AddAsync(
        IReadOnlyList<EvidenceFields> pieces,
        Func<EvidenceFields, int, Task> addAsync
    )
    {
        var refused = new List<RefusedPiece>();
        foreach (var (number, fields) in pieces.Index())
            try
            {
                await addAsync(fields, number);
            }
            catch (RefusedException why) when (why.Kind is RefusalKind.Invalid or RefusalKind.Conflict)
            {
                refused.Add(new(fields, why));
            }
        return refused;
    }

    /// <summary>A file as posted, not read where it is larger than any that is taken.</summary>
    public static GivenFile FileOf(IFormFile file)
    {
        if (file.Length > EvidenceFields.LargestFile)
            throw RefusedException.Invalid(
                new FieldError(
                    nameof(EvidenceFields.File),
                    $"Файл больше {EvidenceFields.LargestFile >> 20} МБ. Сожмите его или дайте ссылку на него."
                )
            );
        return new(file.FileName, file.OpenReadStream());
    }
}
