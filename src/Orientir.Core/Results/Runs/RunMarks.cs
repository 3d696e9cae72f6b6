using System.IO.Compression;
using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;

namespace Orientir.Core.Results;

/// <summary>A mark of a run.</summary>
internal sealed record RunMark(string Uid, string Expert, string? Value, string? Comment);

/// <summary>A subject of a run with its marks.</summary>
internal sealed record RunSubject(string Code, string Name, IReadOnlyList<RunMark> Marks);

/// <summary>
/// The marks of a run as CSV that the reader of marks takes: subject, name, code, value, expert, comment. A subject without marks has
/// one row without a value, so that the file alone gives the results again.
/// </summary>
internal static class RunMarks
{
    public static byte[] Write(Methodology methodology, IReadOnlyList<RunSubject> subjects)
    {
        var place = methodology
            .Nodes.Select((node, index) => (node.Uid, index))
            .ToDictionary(pair => pair.Uid, pair => pair.index, StringComparer.Ordinal);
        var csv = new StringBuilder("subject,name,code,value,expert,comment\n");
        foreach (var subject in subjects.OrderBy(subject => subject.Code, StringComparer.Ordinal))
        {
            // A mark at a node the revision no longer has cannot be: revisions keep the structure.
            var marks = subject
                .Marks.Where(mark => place.ContainsKey(mark.Uid) && (mark.Value is not null || mark.Comment is not null))
                .OrderBy(mark => place[mark.Uid])
                .ThenBy(mark => mark.Expert, StringComparer.Ordinal)
                .ToList();
            foreach (var mark in marks.DefaultIfEmpty(new RunMark(methodology.Nodes[0].Uid, "", null, null)))
                csv.Append(Field(subject.Code))
                    .Append(',')
                    .Append(Field(subject.Name))
                    .Append(',')
                    .Append(Field(mark.Uid))
                    .Append(',')
                    .Append(Field(mark.Value))
                    .Append(',')
                    .Append(Field(mark.Expert))
                    .Append(',')
                    .Append(Field(mark.Comment))
                    .Append('\n');
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    public static ScoredMarks Score(Methodology methodology, ReadOnlyMemory<byte> csv)
    {
        var kind = Territories.EntryKind.IdOf(methodology.Subject);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var faults = new Office.TableFaults();
        using (var table = new Office.CsvTable(csv, "marks.csv", faults, ','))
        {
            table.Read();
            while (table.Read())
                names.TryAdd(table.Text(0).ToString(), table.Text(1).ToString());
        }
        var register = new Territories.Register
        {
            Entries = [.. names.Select(pair => new Territories.RegisterEntry(pair.Key, pair.Value, kind, null, null, []))],
        };
        return new ScoreMarks().Score(methodology, new ReadMarks().Read(MarkFile.Kept(csv, "marks.csv"), methodology, register));
    }

    /// <summary>The bytes in gzip.</summary>
    public static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>The bytes out of gzip.</summary>
    public static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Field(string? text) =>
        text is null ? ""
        : text.AsSpan().IndexOfAny(",;\"\r\n") < 0 ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
