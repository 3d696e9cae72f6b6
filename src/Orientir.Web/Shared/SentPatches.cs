using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Orientir.Core.Accounts;
using Orientir.Core.Submissions;

namespace Orientir.Web.Shared;

/// <summary>A change as autosave.js sends it.</summary>
internal sealed record SentPatch(string Key, int Subject, string Uid, string? Item, string Field, string? Base, string? Value);

/// <summary>Changes of a browser's queue, with whose queue it is: it is sent under no other name, whoever is signed in by now.</summary>
/// <param name="User">Whose.</param>
/// <param name="Patches">
/// The changes, each read by itself: one that is no change keeps no other back. Null where they are no list, or too long a one.
/// </param>
internal sealed record SentPatches(string User, [property: JsonConverter(typeof(SentPatches.Elements))] JsonElement[]? Patches)
{
    // Of all subjects together: each of them costs queries, whether it is there or not.
    private const int MostPatches = 2_000;
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerOptions.Web) { Converters = { new CleanJson() } };

    private readonly List<PatchResult> refused = [];

    /// <summary>The changes that were understood.</summary>
    public IReadOnlyList<SentPatch> Taken { get; private set; } = [];

    /// <summary>
    /// What is answered instead of saving: to a token gone with its session and to the queue of another person, upon which the script asks
    /// who is signed in. Null where the request may save.
    /// </summary>
    /// <exception cref="Core.RefusedException">The person has no region to save in.</exception>
    public static async Task<IResult?> RefuseAsync(HttpContext http, IAntiforgery antiforgery, Actor actor, string user)
    {
        try
        {
            // Not IsRequestValidAsync: of a token it cannot read it logs an error.
            await antiforgery.ValidateRequestAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            return Renew();
        }
        if (actor.RegionId is null)
            throw Core.RefusedException.Forbidden();
        return user == actor.UserId.ToString(CultureInfo.InvariantCulture) ? null : Renew();
    }

    // Nothing else that is refused says so: the script asks for a token only where one is wanted.
    private static JsonHttpResult<object> Renew() =>
        TypedResults.Json<object>(new { Renew = true, Message = "Страница устарела. Обновите её и повторите." }, statusCode: 400);

    /// <summary>Reads the changes of these fields; what is none is refused by itself.</summary>
    /// <exception cref="Core.RefusedException">There is no list of changes.</exception>
    public void Read<TField>()
        where TField : struct, Enum
    {
        if (Patches is null)
            throw new Core.RefusedException(Core.RefusalKind.Invalid, "Изменения переданы в неверном виде. Обновите страницу и повторите.");
        var taken = new List<SentPatch>(Patches.Length);
        foreach (var element in Patches)
            if (
                ReadOne(element) is { Key.Length: > 0 and <= AcceptedPatch.LongestKey, Uid: not null } patch
                && Choice.TryRead<TField>(patch.Field, out _)
            )
                taken.Add(patch);
            else
                refused.Add(
                    new(
                        KeyOf(element),
                        PatchOutcome.Refused,
                        "",
                        null,
                        null,
                        "Изменение передано в неверном виде. Обновите страницу и повторите."
                    )
                );
        Taken = taken;
    }

    private static SentPatch? ReadOne(JsonElement element)
    {
        try
        {
            return element.Deserialize<SentPatch>(Reading);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string KeyOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String
            ? key.Deserialize<string>(Reading) ?? ""
            : "";

    /// <summary>Saves them subject by subject: what cannot be saved of one keeps nothing of another back.</summary>
    /// <param name="context">The store; empty of what was read when a subject begins.</param>
    /// <param name="save">Saves the changes of a subject.</param>
    public async Task<IReadOnlyList<PatchResult>> SaveAsync(
        OrientirContext context,
        Func<int, IEnumerable<SentPatch>, Task<IReadOnlyList<PatchResult>>> save
    )
    {
        var results = new List<PatchResult>(refused);
        foreach (var group in Taken.GroupBy(patch => patch.Subject))
        {
            try
            {
                results.AddRange(await save(group.Key, group));
            }
            catch (Core.RefusedException refusal)
            {
                results.AddRange(group.Select(patch => new PatchResult(patch.Key, PatchOutcome.Refused, "", null, null, refusal.Message)));
            }
            context.ChangeTracker.Clear();
        }
        return results;
    }

    /// <summary>What became of the changes, as the script reads it.</summary>
    public static IEnumerable<object> AsJson(IEnumerable<PatchResult> results, RegionTime zone) =>
        results.Select(result => new
        {
            result.Key,
            Outcome = result.Outcome.ToString(),
            result.Current,
            result.By,
            At = result.At is { } at ? zone.Moment(at) : null,
            result.Message,
        });

    /// <summary>Keeps no more elements than are taken: each costs two hundred bytes, and 4 MB hold a million.</summary>
    internal sealed class Elements : JsonConverter<JsonElement[]?>
    {
        public override JsonElement[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.TrySkip();
                return null;
            }
            var elements = new List<JsonElement>();
            var isTooLong = false;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                if (elements.Count < MostPatches)
                    elements.Add(JsonElement.ParseValue(ref reader));
                else
                {
                    isTooLong = true;
                    reader.TrySkip();
                }
            return isTooLong ? null : [.. elements];
        }

        public override void Write(Utf8JsonWriter writer, JsonElement[]? value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Changes are read alone.");
    }
}
