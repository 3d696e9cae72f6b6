using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml;

namespace Orientir.Core.Office;

/// <summary>
/// The archive behind .xlsx and .ods, and the XML parts in it. Nothing sent can make it hold much: the whole unpacks to a multiple of the
/// file at most, and one node of markup, its depth and its vocabulary are bounded.
/// </summary>
internal sealed class BookArchive : IDisposable
{
    // Sheets of equal rows are packed some fifty times over; a thousand times is the most that the method of packing can do.
    private const long MostPacked = 250;
    private const long AlwaysUnpacked = 1 << 25;
    private const long LongestNode = 1 << 22;
    private const int Deepest = 64;
    private const int MostNames = 4096;
    private const int MostParts = 20_000;

    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly long unpacked;
    private long left;
    private long ofNode;

    public BookArchive(ReadOnlyMemory<byte> content, string file, long unpacked)
    {
        File = file;
        left = this.unpacked = Math.Min(unpacked, Math.Max(AlwaysUnpacked, content.Length * MostPacked));
        var stream = MemoryMarshal.TryGetArray(content, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read);
            if (archive.Entries.Count > MostParts)
                throw WorkbookReader.Refusal(file, $"в архиве больше {Russian.Number(MostParts)} файлов", "это не книга Excel");
            foreach (var entry in archive.Entries)
                entries.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        }
        catch (Exception fault) when (IsOfArchive(fault))
        {
            throw WorkbookReader.Refusal(
                file,
                "файл повреждён: архив .xlsx не открывается",
                "откройте его в Excel и сохраните заново; если его передавали, передайте ещё раз"
            );
        }
    }

    public string File { get; }

    public bool Has(string part) => entries.ContainsKey(part);

    /// <summary>Whether a part lies in the folder.</summary>
    public bool HasFolder(string folder) => entries.Keys.Any(name => name.StartsWith(folder, StringComparison.OrdinalIgnoreCase));

    /// <summary>Bytes the archive says a part unpacks to.</summary>
    public long LengthOf(string part) => entries[part].Length;

    /// <summary>Opens a part to be read by <see cref="Next"/>.</summary>
    public XmlReader Open(string part) => Open(part, Bytes(part));

    /// <summary>Opens a part, or what was made of it, to be read by <see cref="Next"/>.</summary>
    public XmlReader Open(string part, Stream content)
    {
        try
        {
            ofNode = 0;
            return XmlReader.Create(
                content,
                new XmlReaderSettings
                {
                    CloseInput = true,
                    DtdProcessing = DtdProcessing.Prohibit,
                    XmlResolver = null,
                    IgnoreComments = true,
                    IgnoreProcessingInstructions = true,
                    CheckCharacters = false, // control characters some programs write are theirs to answer for
                    NameTable = new Vocabulary(() => Damaged($"в части {part} больше {MostNames} разных имён")),
                }
            );
        }
        catch (Exception fault) when (IsOfArchive(fault))
        {
            throw Damaged($"не читается часть {part}");
        }
    }

    /// <summary>Opens a part to be read by <see cref="Piece"/>.</summary>
    public Stream Bytes(string part)
    {
        if (!entries.TryGetValue(part, out var entry))
            throw Damaged($"нет части {part}");
        try
        {
            return new Bounded(entry.Open(), this, part);
        }
        catch (Exception fault) when (IsOfArchive(fault))
        {
            throw Damaged($"не читается часть {part}");
        }
    }

    /// <summary>Reads some bytes of a part; 0 at its end.</summary>
    public int Piece(Stream bytes, string part, Span<byte> into)
    {
        ofNode = 0;
        try
        {
            return bytes.Read(into);
        }
        catch (Exception fault) when (IsOfArchive(fault))
        {
            throw Damaged($"не читается часть {part}");
        }
    }

    /// <summary>Reads a node; a fault of the archive or of the markup becomes the user's.</summary>
    public bool Next(XmlReader xml, string part)
    {
        ofNode = 0;
        try
        {
            if (!xml.Read())
                return false;
        }
        catch (Exception fault) when (IsOfArchive(fault))
        {
            throw Damaged($"не читается часть {part}");
        }
        return xml.Depth <= Deepest ? true : throw Damaged($"в части {part} разметка вложена глубже {Deepest} уровней");
    }

    /// <summary>Reads a piece of the value of the node.</summary>
    public int Value(XmlReader xml, string part, char[] into, int start)
    {
        ofNode = 0;
        try
        {
            return xml.ReadValueChunk(into, start, into.Length - start);
        }
        catch (Exception fault) when (IsOfArchive(fault))
        {
            throw Damaged($"не читается часть {part}");
        }
    }

    public InputException Damaged(string what) =>
        WorkbookReader.Refusal(File, $"файл повреждён: {what}", "откройте его в Excel и сохраните заново");

    public void Dispose() => archive.Dispose();

    private static bool IsOfArchive(Exception fault) =>
        fault
            is XmlException
                or InvalidDataException
                or IOException
                or ArgumentException
                or InvalidOperationException
                or NotSupportedException
                or OverflowException;

    private void Give(int bytes, string part)
    {
        left -= bytes;
        ofNode += bytes;
        if (left < 0)
            throw WorkbookReader.Refusal(
                File,
                $"книга распаковывается больше чем в {unpacked >> 20} МБ (часть {part})",
                "удалите из книги лишнее или разделите её на несколько"
            );
        if (ofNode > LongestNode)
            throw Damaged($"в части {part} больше {LongestNode >> 20} МБ без единой ячейки");
    }

    /// <summary>What a part unpacks to, counted.</summary>
    private sealed class Bounded(Stream inner, BookArchive archive, string part) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            archive.Give(read, part);
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>The names of a part: each is kept as long as the part is read, and a bomb is made of names too.</summary>
    private sealed class Vocabulary(Func<InputException> refuse) : NameTable
    {
        private int names;

        public override string Add(string key) => Get(key) ?? (++names > MostNames ? throw refuse() : base.Add(key));

        public override string Add(char[] key, int start, int len) =>
            Get(key, start, len) ?? (++names > MostNames ? throw refuse() : base.Add(key, start, len));
    }
}
