using System.Buffers;
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
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private const int FlushAt = 1 << 17;

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
        WriteSubjects(json, scored);

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

    private static void WriteSubjects(Utf8JsonWriter json, ScoredMarks scored)
    {
        var (methodology, scores) = (scored.Methodology, scored.Scores);
        var nodes = new ArrayBufferWriter<byte>(1 << 14);
        var cells = methodology.Nodes.Select(node => new NodeCells(node.Code)).ToArray();
        json.WriteStartArray("subjects");
        foreach (var subject in scores.Order)
        {
            var total = scores[subject, 0];
            json.WriteStartObject();
            json.WriteString("subject", scores.Subjects[subject].Id);
            json.WriteString("name", scores.Subjects[subject].Name);
            Number(json, "rank", total.Rank);
            Number(json, "rankTo", total.RankTo);
            Number(json, "points", total.Points);
            Number(json, "max", total.Max);
            Number(json, "share", total.Share);
            json.WriteStartObject("levels");
            for (var level = 0; level < methodology.Levels.Count; level++)
            {
                var scheme = methodology.Levels[level];
                json.WriteString(scheme.Id, scores.BandOf(subject, level) is { } band ? scheme.Bands[band].Id : null);
            }
            json.WriteEndObject();
            json.WriteNumber("unscored", scores.UnscoredOf(subject));

            nodes.ResetWrittenCount();
            nodes.Write("{"u8);
            for (var node = 1; node < cells.Length; node++)
            {
                if (node > 1)
                    nodes.Write(","u8);
                nodes.Write(cells[node].Of(scores[subject, node]));
            }
            nodes.Write("}"u8);
            json.WritePropertyName("nodes");
            json.WriteRawValue(nodes.WrittenSpan, skipInputValidation: true);
            json.WriteEndObject();
            if (json.BytesPending > FlushAt)
                json.Flush();
        }
        json.WriteEndArray();
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

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    /// <summary>
    /// The cells of one node as JSON. Subjects with the same points and maximum have the same share and places there, and a
    /// node has few such pairs: each is written out once.
    /// </summary>
    private sealed class NodeCells(string code)
    {
        // A node of many different results is remembered no further: looking would cost more than writing.
        private const int MostRemembered = 4096;

        private readonly Dictionary<(double Points, double Max), byte[]> written = [];

        public byte[] Of(NodeScore score)
        {
            var key = (score.Points ?? double.NaN, score.Max);
            if (written.TryGetValue(key, out var bytes))
                return bytes;
            var buffer = new ArrayBufferWriter<byte>(160);
            using (var json = new Utf8JsonWriter(buffer, Options))
            {
                json.WriteStartObject();
                json.WriteStartObject(code);
                Number(json, "points", score.Points);
                Number(json, "max", score.Max);
                Number(json, "share", score.Share);
                Number(json, "rank", score.Rank);
                Number(json, "rankTo", score.RankTo);
                json.WriteEndObject();
            }
            // «{"code":{…}»: the member without the brace that was opened for it.
            bytes = buffer.WrittenSpan[1..].ToArray();
            if (written.Count < MostRemembered)
                written.Add(key, bytes);
            return bytes;
        }
    }
}
