using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>
/// What a run computed, as bytes: everything pages and documents read of it, so that no reader computes. Exact to the bit, versioned;
/// the layout is that of docs/run-outputs.md. A version that was once written is read for ever.
/// </summary>
internal static class RunOutputs
{
    /// <summary>The layout this program writes.</summary>
    public const byte Layout = 1;

    private static readonly byte[] Head = [.. "ORUN"u8, Layout];

    /// <summary>Writes what was computed, bounds of the places included.</summary>
    public static byte[] Write(ScoredMarks scored)
    {
        using var kept = new MemoryStream();
        kept.Write(Head);
        using (var packed = new BrotliStream(kept, CompressionLevel.Optimal, leaveOpen: true))
            packed.Write(Body(scored));
        return kept.ToArray();
    }

    /// <summary>SHA-256, hex.</summary>
    public static string HashOf(byte[] kept) => Convert.ToHexStringLower(SHA256.HashData(kept));

    /// <summary>The layout without its packing: equal results give equal bytes, whatever packs them.</summary>
    public static byte[] Unpack(byte[] kept)
    {
        if (!kept.AsSpan().StartsWith(Head))
            throw kept.AsSpan().StartsWith(Head.AsSpan()[..^1]) && kept.Length >= Head.Length && kept[Head.Length - 1] > Layout
                ? new NewerProgramException($"The outputs are of layout {kept[Head.Length - 1]}; this program knows 1 to {Layout}.")
                : new InvalidDataException("The outputs of the run are of no layout.");
        using var packed = new BrotliStream(new MemoryStream(kept, Head.Length, kept.Length - Head.Length), CompressionMode.Decompress);
        using var body = new MemoryStream();
        packed.CopyTo(body);
        return body.ToArray();
    }

    /// <summary>Gives back what was computed.</summary>
    /// <param name="methodology">The methodology it was computed by.</param>
    /// <param name="kept">What was written.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of another methodology.</exception>
    /// <exception cref="NewerProgramException">They are of a layout this program does not know.</exception>
    public static ScoredMarks Read(Methodology methodology, byte[] kept)
    {
        try
        {
            return new RunReader(methodology, Unpack(kept)).Read();
        }
        catch (Exception fault)
            when (fault is ArgumentException or IndexOutOfRangeException or OverflowException or InvalidOperationException)
        {
            throw new InvalidDataException("The outputs of the run are damaged.", fault);
        }
    }

    private static byte[] Body(ScoredMarks scored)
    {
        using var body = new MemoryStream();
        using var to = new BinaryWriter(body, Encoding.UTF8);
        var (methodology, scores, outputs) = (scored.Methodology, scored.Scores, scored.Scores.Outputs);
        var subjects = scores.Subjects.Count;

        Texts(to, [.. methodology.Nodes.Select(node => node.Uid)]);
        Texts(to, [.. methodology.Levels.Select(level => level.Id)]);
        Texts(to, [.. methodology.Stages.Select(stage => stage.Id)]);
        Texts(to, [.. scores.Subjects.SelectMany(subject => new[] { subject.Id, subject.Name })]);
        Texts(to, scored.Marks.Experts);

        for (var node = 0; node < methodology.Nodes.Count; node++)
            Cells(to, outputs, node * subjects, subjects);
        foreach (var count in outputs.Unscored)
            to.Write7BitEncodedInt(count);
        foreach (var band in outputs.Levels)
            to.Write7BitEncodedInt(band + 1);
        foreach (var subject in outputs.Order)
            to.Write7BitEncodedInt(subject);

        foreach (var summary in outputs.Summaries)
            Summary(to, summary);
        to.Write7BitEncodedInt(outputs.Cycle.Count);
        foreach (var cell in outputs.Cycle)
        {
            to.Write7BitEncodedInt(cell.Direction);
            to.Write7BitEncodedInt(cell.Stage);
            to.Write(cell.Points);
            to.Write(cell.Max);
            to.Write7BitEncodedInt(cell.Subjects);
        }
        to.Write7BitEncodedInt(outputs.Flags.Count);
        foreach (var flag in outputs.Flags)
        {
            to.Write7BitEncodedInt(flag.Subject);
            to.Write7BitEncodedInt(flag.Node);
            to.Write7BitEncodedInt((int)flag.Kind);
            Optional(to, [flag.Given, flag.Computed]);
        }
        to.Write7BitEncodedInt(outputs.Totals.Count);
        foreach (var total in outputs.Totals)
        {
            to.Write7BitEncodedInt(total.Node);
            to.Write7BitEncodedInt(total.Subject);
        }
        foreach (var bounds in scored.Bounds)
        {
            to.Write(bounds is not null);
            if (bounds is not { } open)
                continue;
            to.Write(open.Low);
            to.Write(open.High);
            to.Write7BitEncodedInt(open.Best);
            to.Write7BitEncodedInt(open.Worst);
        }
        Marks(to, scored.Marks);
        to.Flush();
        return body.ToArray();
    }

    private static void Texts(BinaryWriter to, IReadOnlyList<string> texts)
    {
        to.Write7BitEncodedInt(texts.Count);
        foreach (var text in texts)
            to.Write(text);
    }

    private static void Optional(BinaryWriter to, ReadOnlySpan<double?> values)
    {
        var there = 0;
        for (var index = 0; index < values.Length; index++)
            there |= values[index] is null ? 0 : 1 << index;
        to.Write7BitEncodedInt(there);
        foreach (var value in values)
            if (value is { } number)
                to.Write(number);
    }

    /// <summary>The cells of one node: those that differ, then which of them each subject has. On a leaf a handful differ.</summary>
    private static void Cells(BinaryWriter to, ScoreOutputs outputs, int from, int subjects)
    {
        var (known, distinct, which) = (new Dictionary<CellBits, int>(), new List<int>(), new int[subjects]);
        for (var subject = 0; subject < subjects; subject++)
        {
            var cell = from + subject;
            var bits = new CellBits(
                BitConverter.DoubleToInt64Bits(outputs.Combined[cell]),
                outputs.NotApplicable[cell],
                BitConverter.DoubleToInt64Bits(outputs.Points[cell]),
                BitConverter.DoubleToInt64Bits(outputs.Max[cell]),
                BitConverter.DoubleToInt64Bits(outputs.Share[cell]),
                outputs.Rank[cell],
                outputs.RankTo[cell]
            );
            if (!known.TryGetValue(bits, out which[subject]))
            {
                known[bits] = which[subject] = distinct.Count;
                distinct.Add(cell);
            }
        }
        to.Write7BitEncodedInt(distinct.Count);
        foreach (var numbers in (double[][])[outputs.Combined, outputs.Points, outputs.Max, outputs.Share])
        foreach (var cell in distinct)
            to.Write(numbers[cell]);
        foreach (var cell in distinct)
            to.Write(outputs.NotApplicable[cell]);
        foreach (var places in (int[][])[outputs.Rank, outputs.RankTo])
        foreach (var cell in distinct)
            to.Write7BitEncodedInt(places[cell]);
        foreach (var index in which)
            to.Write7BitEncodedInt(index);
    }

    private readonly record struct CellBits(long Combined, bool NotApplicable, long Points, long Max, long Share, int Rank, int RankTo);

    private static void Summary(BinaryWriter to, NodeSummary summary)
    {
        to.Write(summary.Max);
        to.Write7BitEncodedInt(summary.Count);
        to.Write7BitEncodedInt(summary.CountBelow30);
        Optional(
            to,
            [
                summary.Min,
                summary.MaxFound,
                summary.Mean,
                summary.MeanShare,
                summary.MinShare,
                summary.MedianShare,
                summary.MaxShare,
                summary.Median,
                summary.Q1,
                summary.Q3,
                summary.Sd,
            ]
        );
        to.Write7BitEncodedInt(summary.Leaders.Count);
        foreach (var leader in summary.Leaders)
            to.Write7BitEncodedInt(leader);
        to.Write7BitEncodedInt(summary.Distribution is null ? 0 : summary.Distribution.Count + 1);
        foreach (var (points, count) in summary.Distribution ?? [])
        {
            to.Write(points);
            to.Write7BitEncodedInt(count);
        }
    }

    /// <summary>The marks and comments as they were read then: a reader of tables that is mended later must not change them.</summary>
    private static void Marks(BinaryWriter to, MarkSheet sheet)
    {
        var marks = sheet.Marks.ToArray();
        var values = new Dictionary<long, int>();
        foreach (var mark in marks)
            values.TryAdd(BitConverter.DoubleToInt64Bits(mark.Value), values.Count);
        to.Write7BitEncodedInt(values.Count);
        foreach (var bits in values.Keys)
            to.Write(bits);
        to.Write7BitEncodedInt(marks.Length);
        foreach (var mark in marks)
            to.Write7BitEncodedInt(mark.Subject);
        foreach (var mark in marks)
            to.Write7BitEncodedInt(mark.Node);
        foreach (var mark in marks)
            to.Write7BitEncodedInt(mark.Expert);
        foreach (var mark in marks)
            to.Write7BitEncodedInt(values[BitConverter.DoubleToInt64Bits(mark.Value)]);
        to.Write7BitEncodedInt(sheet.Comments.Count);
        foreach (var comment in sheet.Comments)
        {
            to.Write7BitEncodedInt(comment.Subject);
            to.Write7BitEncodedInt(comment.Node);
            to.Write7BitEncodedInt(comment.Expert);
            to.Write(comment.Text);
        }
    }
}
