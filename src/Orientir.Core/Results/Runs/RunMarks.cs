using System.IO.Compression;
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
        var tree = methodology.Tree;
        using var stream = new MemoryStream();
        using (var csv = Office.CsvOutput.ForPrograms(stream))
        {
            csv.WriteRecord("subject", "name", "code", "value", "expert", "comment");
            foreach (var (subject, mark) in subjects.OrderBy(subject => subject.Code, StringComparer.Ordinal).SelectMany(Rows))
                csv.WriteRecord(subject.Code, subject.Name, mark.Uid, mark.Value ?? "", mark.Expert, mark.Comment ?? "");
        }
        return stream.ToArray();

        // A mark at a node the revision no longer has cannot be: revisions keep the structure.
        IEnumerable<(RunSubject, RunMark)> Rows(RunSubject subject) =>
            subject
                .Marks.Where(mark => tree.IndexOf(mark.Uid) is not null && (mark.Value is not null || mark.Comment is not null))
                .OrderBy(mark => tree.IndexOf(mark.Uid))
                .ThenBy(mark => mark.Expert, StringComparer.Ordinal)
                .DefaultIfEmpty(new RunMark(methodology.Nodes[0].Uid, "", null, null))
                .Select(mark => (subject, mark));
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
}
