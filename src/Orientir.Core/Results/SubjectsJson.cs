using System.Text.Json;
using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>
/// The subjects of <see cref="ResultsJson"/>, a line each, by far most of its bytes: blocks of subjects are written by several threads,
/// each into a buffer of its own, and come into the stream in listing order.
/// </summary>
internal static class SubjectsJson
{
    private const int BlockSize = 64;
    private const int MostThreads = 4;

    /// <summary>Writes the subjects, each on a new line, separated by commas.</summary>
    public static void Write(Stream stream, ScoredMarks scored)
    {
        var order = scored.Scores.Order;
        var blocks = (order.Count + BlockSize - 1) / BlockSize;
        var threads = Math.Min(Math.Min(Environment.ProcessorCount, MostThreads), blocks);
        var writers = new BlockWriter[threads];
        var values = new GivenValues(scored);
        for (var thread = 0; thread < threads; thread++)
            writers[thread] = new(scored, values);
        // While a block goes into the stream, the next are being written.
        var running = new Task[threads];
        void Start(int block) =>
            running[block % threads] = Task.Run(() =>
                writers[block % threads].Write(block * BlockSize, Math.Min(order.Count, (block + 1) * BlockSize))
            );
        for (var block = 0; block < threads; block++)
            Start(block);
        for (var block = 0; block < blocks; block++)
        {
            running[block % threads].GetAwaiter().GetResult();
            stream.Write(block > 0 ? ",\n"u8 : "\n"u8);
            stream.Write(writers[block % threads].Written);
            if (block + threads < blocks)
                Start(block + threads);
        }
    }

    /// <summary>Writes one block after another.</summary>
    private sealed class BlockWriter(ScoredMarks scored, GivenValues values)
    {
        private readonly Methodology methodology = scored.Methodology;
        private readonly Scores scores = scored.Scores;
        private readonly ByteBuffer buffer = new(1 << 20);
        private readonly NodeCells[] cells = [.. scored.Methodology.Nodes.Select(node => new NodeCells(node.Code))];

        public ReadOnlySpan<byte> Written => buffer.Written;

        public void Write(int from, int to)
        {
            buffer.Clear();
            using var json = new Utf8JsonWriter(buffer, ResultsJson.Options);
            for (var at = from; at < to; at++)
            {
                if (at > from)
                    buffer.Append(",\n"u8);
                Write(json, scores.Order[at]);
                json.Flush();
                json.Reset();
            }
        }

        private void Write(Utf8JsonWriter json, int subject)
        {
            var total = scores[subject, 0];
            json.WriteStartObject();
            json.WriteString("subject", scores.Subjects[subject].Id);
            json.WriteString("name", scores.Subjects[subject].Name);
            ResultsJson.Number(json, "rank", total.Rank);
            ResultsJson.Number(json, "rankTo", total.RankTo);
            ResultsJson.Number(json, "points", total.Points);
            ResultsJson.Number(json, "max", total.Max);
            ResultsJson.Number(json, "share", total.Share);
            json.WriteStartObject("levels");
            for (var level = 0; level < methodology.Levels.Count; level++)
            {
                var scheme = methodology.Levels[level];
                json.WriteString(scheme.Id, scores.BandOf(subject, level) is { } band ? scheme.Bands[band].Id : null);
            }
            json.WriteEndObject();
            json.WriteNumber("unscored", scores.UnscoredOf(subject));
            if (scored.Answering is { } answering)
                json.WriteString("answers", RunAnswering.WordOf(answering[subject]));
            WriteNotApplicable(json, subject);
            WriteValues(json, subject);
            json.WritePropertyName("nodes");
            json.Flush();
            WriteNodes(subject);
            json.WriteEndObject();
        }

        // The points of a leaf without a mark are null as well.
        private void WriteNotApplicable(Utf8JsonWriter json, int subject)
        {
            var any = false;
            foreach (var node in scores.NotApplicableTo(subject))
            {
                if (!any)
                    json.WriteStartArray("notApplicable");
                any = true;
                json.WriteStringValue(methodology.Nodes[node].Code);
            }
            if (any)
                json.WriteEndArray();
        }

        private void WriteValues(Utf8JsonWriter json, int subject)
        {
            if (values.Nodes.Count == 0)
                return;
            json.WriteStartObject("values");
            foreach (var node in values.Nodes)
            {
                if (values.Of(subject, node) is not { Count: > 0 } given)
                    continue;
                json.WriteStartArray(methodology.Nodes[node].Code);
                foreach (var value in given)
                    json.WriteNumberValue(value);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }

        // Past the writer: its copy of each cell would cost more than the cell.
        private void WriteNodes(int subject)
        {
            buffer.Append("{"u8);
            for (var node = 1; node < cells.Length; node++)
                buffer.Append(cells[node].Of(scores, subject, node), from: node > 1 ? 0 : 1);
            buffer.Append("}"u8);
        }
    }

    /// <summary>
    /// The cells of one node as JSON. Subjects with the same points and maximum have the same share and places there, and a node has
    /// few such pairs: each is written out once.
    /// </summary>
    private sealed class NodeCells(string code)
    {
        // A node of many different results is remembered no further: looking would cost more than writing.
        private const int MostRemembered = 2048;

        private Slot[] slots = new Slot[16];
        private int count;

        /// <summary>«,"code":{…}».</summary>
        public byte[] Of(Scores scores, int subject, int node)
        {
            var score = scores[subject, node];
            var points = BitConverter.DoubleToInt64Bits(score.Points ?? double.NaN);
            var max = BitConverter.DoubleToInt64Bits(score.Max);
            var slot = SlotOf(points, max);
            while (slots[slot].Bytes is { } known)
            {
                if (slots[slot].Points == points && slots[slot].Max == max)
                    return known;
                slot = (slot + 1) & (slots.Length - 1);
            }
            var bytes = Written(score);
            if (count == MostRemembered)
                return bytes;
            slots[slot] = new()
            {
                Points = points,
                Max = max,
                Bytes = bytes,
            };
            if (++count * 2 > slots.Length)
                Grow();
            return bytes;
        }

        private byte[] Written(NodeScore score)
        {
            var cell = new ByteBuffer(256);
            using (var json = new Utf8JsonWriter(cell, ResultsJson.Options))
            {
                json.WriteStartObject();
                json.WriteStartObject(code);
                ResultsJson.Number(json, "points", score.Points);
                ResultsJson.Number(json, "max", score.Max);
                ResultsJson.Number(json, "share", score.Share);
                ResultsJson.Number(json, "rank", score.Rank);
                ResultsJson.Number(json, "rankTo", score.RankTo);
                json.WriteEndObject();
            }
            // «{"code":{…}»: the member, and a comma for the brace that was opened for it.
            var member = cell.Written.ToArray();
            member[0] = (byte)',';
            return member;
        }

        private struct Slot
        {
            public long Points;
            public long Max;
            public byte[]? Bytes;
        }

        private int SlotOf(long points, long max)
        {
            var mixed = (ulong)(points * -7046029254386353131L) ^ (ulong)max * 0xC2B2AE3D27D4EB4FUL;
            return (int)(mixed >> 40) & (slots.Length - 1);
        }

        private void Grow()
        {
            var old = slots;
            slots = new Slot[old.Length * 2];
            foreach (var entry in old)
            {
                if (entry.Bytes is null)
                    continue;
                var slot = SlotOf(entry.Points, entry.Max);
                while (slots[slot].Bytes is not null)
                    slot = (slot + 1) & (slots.Length - 1);
                slots[slot] = entry;
            }
        }
    }
}
