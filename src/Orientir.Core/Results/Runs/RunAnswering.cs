using System.Text.Json;
using System.Text.Json.Serialization;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>Who sent answers, as a run keeps it beside its marks: a JSON object of code and state, ordinal order.</summary>
internal static class RunAnswering
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The text to keep; null where nobody answered anything here: whether they answered elsewhere is not known.</summary>
    public static string? Write(IEnumerable<(string Code, Answering State)> subjects)
    {
        var states = new SortedDictionary<string, Answering>(StringComparer.Ordinal);
        foreach (var (code, state) in subjects)
            states.Add(code, state);
        return states.Values.All(state => state == Answering.NotBegun) ? null : JsonSerializer.Serialize(states, Options);
    }

    /// <summary>The states by index of the subject; null where the run does not know them.</summary>
    /// <exception cref="InvalidDataException">The text is not what was kept.</exception>
    public static IReadOnlyList<Answering>? Read(string? kept, IReadOnlyList<ScoringSubject> subjects)
    {
        if (kept is null)
            return null;
        try
        {
            var states = JsonSerializer.Deserialize<Dictionary<string, Answering>>(kept, Options)!;
            return [.. subjects.Select(subject => states[subject.Id])];
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException)
        {
            throw new InvalidDataException("Who sent answers can't be read.", fault);
        }
    }

    /// <summary>The word of a state in JSON.</summary>
    public static string WordOf(Answering state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
