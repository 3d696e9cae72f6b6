using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orientir.Core.Methodologies;
using Orientir.Measurement.Cycle;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>
/// Writes results as JSON: a line each subject, node, cell and flag, UTF-8 without BOM, Cyrillic as it is, nothing rounded. Subjects
/// stand in listing order; what has no result is null. A subject's <c>notApplicable</c> names the leaves that do not apply to it (a leaf
/// with null points that is not named there was not marked, or lies under a given total), <c>answers</c> says how far its answers had
/// come where that is known, <c>values</c> what each expert gave at leaves whose points do not tell it. A cell of the cycle has beside its
/// sums how much of it is marked, where something that applies is not.
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
        json.Reset();
        SubjectsJson.Write(stream, scored);
        // A subject may lead at many nodes: its id is escaped once.
        var ids = new JsonEncodedText[scores.Subjects.Count];
        for (var subject = 0; subject < ids.Length; subject++)
            ids[subject] = JsonEncodedText.Encode(scores.Subjects[subject].Id, Options.Encoder);
        WriteLines(json, stream, "nodes", scores.Summaries.Count, at => WriteNode(json, scored, scores.Summaries[at], ids));
        var judged = IsWhole(scores) ? null : CycleMatrix.Of(scores, scored.HasLeafValue(), FindingRules.CycleOf(scored.FindingsVersion));
        var rows = judged?.Rows.ToDictionary(row => row.Direction);
        WriteLines(
            json,
            stream,
            "cycle",
            scores.Cycle.Count,
            at => WriteCell(json, methodology, scores.Cycle[at], rows?[scores.Cycle[at].Direction].Cells[scores.Cycle[at].Stage])
        );
        WriteLines(json, stream, "flags", scores.Flags.Count, at => WriteFlag(json, scored, scores.Flags[at]));
        stream.Write("\n]}\n"u8);
    }

    // Where everything is marked no cell is incomplete, and the matrix of a large run need not be made.
    private static bool IsWhole(Scores scores)
    {
        for (var subject = 0; subject < scores.Subjects.Count; subject++)
            if (scores.UnscoredOf(subject) > 0)
                return false;
        return true;
    }

    // The writer knows no lines: each part is begun anew, and what stands between parts goes past it.
    private static void WriteLines(Utf8JsonWriter json, Stream stream, string name, int count, Action<int> write)
    {
        stream.Write("\n],\n\""u8);
        stream.Write(Encoding.UTF8.GetBytes(name));
        stream.Write("\":["u8);
        for (var at = 0; at < count; at++)
        {
            stream.Write(at > 0 ? ",\n"u8 : "\n"u8);
            write(at);
            json.Flush();
            json.Reset();
        }
    }

    private static void WriteNode(Utf8JsonWriter json, ScoredMarks scored, NodeSummary summary, JsonEncodedText[] ids)
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
            json.WriteStringValue(ids[leader]);
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

    // The sums of the scorer; beside them, where something that applies is not marked, how much is: share = points ÷ markedMax.
    private static void WriteCell(Utf8JsonWriter json, Methodology methodology, CycleCell cell, CycleValue? judged)
    {
        json.WriteStartObject();
        json.WriteString("direction", methodology.Nodes[cell.Direction].Code);
        json.WriteString("stage", methodology.Stages[cell.Stage].Id);
        Number(json, "points", cell.Points);
        Number(json, "max", cell.Max);
        json.WriteNumber("subjects", cell.Subjects);
        if (judged is { IsIncomplete: true } value)
        {
            Number(json, "markedMax", value.Max);
            json.WriteNumber("marked", value.Marked);
            json.WriteNumber("unmarked", value.Unmarked);
        }
        json.WriteEndObject();
    }

    private static void WriteFlag(Utf8JsonWriter json, ScoredMarks scored, ScoreFlag flag)
    {
        json.WriteStartObject();
        json.WriteString("subject", scored.Scores.Subjects[flag.Subject].Id);
        json.WriteString("code", scored.Methodology.Nodes[flag.Node].Code);
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

    internal static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
