using System.Buffers.Binary;
using System.Text;

namespace Orientir.Core.Office;

/// <summary>
/// The file of streams that .xls, .doc and workbooks under a password are (MS-CFB), as far as it takes to know which it is, to find its
/// stream, and to see that no chain of sectors runs in a circle.
/// </summary>
internal sealed class CompoundFile
{
    private const int MostStreams = 4096;

    private readonly ReadOnlyMemory<byte> content;
    private readonly int sectorShift;
    private readonly int[] next;
    private readonly Dictionary<string, (int Start, long Length)> streams = new(StringComparer.OrdinalIgnoreCase);
    private readonly int shortest;
    private readonly int[] nextSmall = [];
    private readonly byte[] small = [];

    private CompoundFile(ReadOnlyMemory<byte> content)
    {
        this.content = content;
        var head = content.Span[..512];
        sectorShift = BinaryPrimitives.ReadUInt16LittleEndian(head[30..]);
        if (sectorShift is not (9 or 12))
            throw new InvalidDataException();
        shortest = Int(head, 56);
        next = Table(head);
        var directory = Chain(Int(head, 48), long.MaxValue);
        var root = (Start: -2, Length: 0L);
        for (var at = 0; at + 128 <= directory.Length && streams.Count < MostStreams; at += 128)
        {
            var entry = directory.AsSpan(at, 128);
            var letters = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) / 2 - 1;
            if (letters is < 1 or > 31 || entry[66] is not (2 or 5))
                continue;
            // Of small sectors only the lower half of the length counts.
            var found = (Int(entry, 116), (long)BinaryPrimitives.ReadUInt32LittleEndian(entry[120..]));
            if (entry[66] == 5)
                root = found;
            else
                streams.TryAdd(Encoding.Unicode.GetString(entry[..(letters * 2)]), found);
        }
        if (root.Start < 0 || Int(head, 60) < 0)
            return;
        small = Chain(root.Start, root.Length);
        var table = Chain(Int(head, 60), long.MaxValue);
        nextSmall = new int[table.Length / 4];
        for (var at = 0; at < nextSmall.Length; at++)
            nextSmall[at] = Int(table, at * 4);
    }

    public static bool IsOne(ReadOnlySpan<byte> content) => content.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>The file; null where it is not sound.</summary>
    public static CompoundFile? Of(ReadOnlyMemory<byte> content)
    {
        try
        {
            return content.Length < 1024 ? null : new(content);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public bool Has(string name) => streams.ContainsKey(name);

    /// <summary>The bytes of a stream; null where there is none, or it is not sound.</summary>
    public byte[]? Stream(string name)
    {
        if (!streams.TryGetValue(name, out var found))
            return null;
        try
        {
            return found.Length >= shortest ? Chain(found.Start, found.Length) : SmallChain(found.Start, (int)found.Length);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private ReadOnlySpan<byte> Sector(int number)
    {
        var (start, length) = ((long)(number + 1) << sectorShift, 1 << sectorShift);
        if (number < 0 || start >= content.Length)
            throw new InvalidDataException();
        // The last one may be cut short.
        return content.Span.Slice((int)start, (int)Math.Min(length, content.Length - start));
    }

    // For each sector the one that follows it in its chain.
    private int[] Table(ReadOnlySpan<byte> head)
    {
        var sectors = new List<int>();
        for (var at = 0; at < 109; at++)
            if (Int(head, 76 + at * 4) is >= 0 and var sector)
                sectors.Add(sector);
        var (more, perSector) = (Int(head, 68), (1 << sectorShift) / 4);
        var most = (content.Length >> sectorShift) + 1;
        for (var steps = 0; more >= 0; steps++)
        {
            if (steps > most)
                throw new InvalidDataException();
            var list = Sector(more);
            if (list.Length < perSector * 4)
                throw new InvalidDataException();
            for (var at = 0; at < perSector - 1; at++)
                if (Int(list, at * 4) is >= 0 and var sector)
                    sectors.Add(sector);
            more = Int(list, (perSector - 1) * 4);
        }
        if (sectors.Count > most)
            throw new InvalidDataException();
        var table = new int[sectors.Count * perSector];
        Array.Fill(table, -1);
        for (var index = 0; index < sectors.Count; index++)
        {
            var sector = Sector(sectors[index]);
            for (var at = 0; at < sector.Length / 4; at++)
                table[index * perSector + at] = Int(sector, at * 4);
        }
        return table;
    }

    private byte[] Chain(int start, long length)
    {
        using var bytes = new MemoryStream((int)Math.Min(length, content.Length));
        var (sector, most) = (start, (content.Length >> sectorShift) + 1);
        for (var steps = 0; sector >= 0 && bytes.Length < length; steps++)
        {
            if (steps > most || sector >= next.Length)
                throw new InvalidDataException();
            bytes.Write(Sector(sector));
            sector = next[sector];
        }
        if (bytes.Length > length)
            bytes.SetLength(length);
        return bytes.ToArray();
    }

    private byte[] SmallChain(int start, int length)
    {
        using var bytes = new MemoryStream();
        for (var sector = start; sector >= 0 && bytes.Length < length; sector = nextSmall[sector])
        {
            if (sector >= nextSmall.Length || (sector + 1) * 64L > small.Length + 63 || bytes.Length > small.Length)
                throw new InvalidDataException();
            bytes.Write(small.AsSpan(sector * 64, Math.Min(64, small.Length - sector * 64)));
        }
        if (bytes.Length > length)
            bytes.SetLength(length);
        return bytes.ToArray();
    }
}
