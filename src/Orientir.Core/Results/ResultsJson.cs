using System.Text.Encodings.Web;
using System.Text.Json;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>
/// Writes results as JSON: one line, UTF-8 without BOM, Cyrillic as it is, nothing rounded. Subjects stand in listing order;
/// what has no result is null.
/// </summary>
public static class ResultsJson
{
    // Browsers never read this file as markup, so only JSON's own characters need escaping.
    internal static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes the results.</summary>
    /// <param name="stream">Takes the bytes; stays open.</param>
    /// <param name="scored">What to write.</param>
    public static void Write(Stream stream, ScoredMarks scored)
    {
        var (methodology, scores) = (scored.Methodology, scored.Scores);
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("methodology", methodology.Id);
        json.WriteNumber("edition", methodology.Edition);
        json.WriteNumber("revision", methodology.Revision);
        json.WriteStartArray("subjects");
        json.Flush();
        SubjectsJson.Write(stream, scored);
        json.WriteEndArray();

        json.WriteStartArray("nodes");
        foreach (var summary in scores.Summaries)
            WriteNode(json, scored, summary);
        json.WriteEndArray();

        json.WriteStartArray("cycle");
        foreach (var cell in scores.Cycle)
        {
            json.WriteStartObject();
            json.WriteString("direction", methodology.Nodes[cell.Direction].Code);
            json.WriteString("stage", methodology.Stages[cell.Stage].Id);
            Number(json, "points", cell.Points);
            Number(json, "max", cell.Max);
            json.WriteNumber("subjects", cell.Subjects);
            json.WriteEndObject();
        }
        json.WriteEndArray();

        json.WriteStartArray("flags");
        foreach (var flag in scores.Flags)
        {
            json.WriteStartObject();
            json.WriteString("subject", scores.Subjects[flag.Subject].Id);
            json.WriteString("code", methodology.Nodes[flag.Node].Code);
            json.WriteString(
                "kind",
                flag.Kind switch
                {
                    ScoreFlagKind.Disagreement => "disagreement",
                    ScoreFlagKind.NaIgnored => "na-ignored",
                    _ => "total-mismatch",
                }
            );
            Number(json, "given", flag.Given);
            Number(json, "computed", flag.Computed);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteNode(Utf8JsonWriter json, ScoredMarks scored, NodeSummary summary)
    {
        var node = scored.Methodology.Nodes[summary.Node];
        json.WriteStartObject();
        json.WriteString("code", node.Code);
        json.WriteString("title", node.Title);
        Number(json, "max", summary.Max);
        json.WriteNumber("count", summary.Count);
        Number(json, "min", summary.Min);
        Number(json, "maxFound", summary.MaxFound);
        Number(json, "mean", summary.Mean);
        Number(json, "meanShare", summary.MeanShare);
        Number(json, "median", summary.Median);
        Number(json, "q1", summary.Q1);
        Number(json, "q3", summary.Q3);
        Number(json, "sd", summary.Sd);
        json.WriteStartArray("leaders");
        foreach (var leader in summary.Leaders)
            json.WriteStringValue(scored.Scores.Subjects[leader].Id);
        json.WriteEndArray();
        Number(json, "below30", summary.Below30);
        if (summary.Distribution is { } distribution)
        {
            json.WriteStartArray("distribution");
            foreach (var (points, count) in distribution)
            {
                json.WriteStartObject();
                Number(json, "points", points);
                json.WriteNumber("count", count);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    internal static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
