using System.Buffers.Text;
using System.Text;

namespace Orientir.Core.Office;

/// <summary>
/// Grows UTF-8 markup: what the parts of Word and Excel files are written with. Numbers are invariant; text is escaped,
/// and characters that XML 1.0 cannot hold become U+FFFD, so that whatever a user typed gives a file that opens.
/// </summary>
internal sealed class XmlBuffer(int capacity = 4096)
{
    private byte[] bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public byte[] ToArray() => Written.ToArray();

    public void Clear() => Length = 0;

    /// <summary>Appends markup as it stands.</summary>
    public XmlBuffer Raw(ReadOnlySpan<byte> markup)
    {
        markup.CopyTo(Room(markup.Length));
        Length += markup.Length;
        return this;
    }

    /// <summary>Appends markup as it stands.</summary>
    public XmlBuffer Raw(string markup)
    {
        Length += Encoding.UTF8.GetBytes(markup, Room(markup.Length * 3));
        return this;
    }

    /// <summary>Appends text, escaped for an element or for an attribute in double quotes.</summary>
    public XmlBuffer Text(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Plain);
            if (plain < 0)
                plain = text.Length;
            Length += Encoding.UTF8.GetBytes(text[..plain], Room(plain * 3));
            if (plain == text.Length)
                return this;
            text = text[plain..];
            var taken = 1;
            switch (text[0])
            {
                case '&':
                    Raw("&amp;"u8);
                    break;
                case '<':
                    Raw("&lt;"u8);
                    break;
                case '>':
                    Raw("&gt;"u8);
                    break;
                case '"':
                    Raw("&quot;"u8);
                    break;
                case '\t':
                    Raw("&#9;"u8);
                    break;
                case '\n':
                    Raw("&#10;"u8);
                    break;
                case '\r':
                    Raw("&#13;"u8);
                    break;
                default:
                    if (text.Length > 1 && char.IsSurrogatePair(text[0], text[1]))
                        taken = 2;
                    if (taken == 2)
                        Length += Encoding.UTF8.GetBytes(text[..2], Room(4));
                    else
                        Raw("\uFFFD"u8);
                    break;
            }
            text = text[taken..];
        }
        return this;
    }

    public XmlBuffer Number(int number)
    {
        Utf8Formatter.TryFormat(number, Room(11), out var written);
        Length += written;
        return this;
    }

    /// <summary>Appends a finite number as short as it reads back exactly, with a decimal point.</summary>
    public XmlBuffer Number(double number)
    {
        number.TryFormat(Room(32), out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
        return this;
    }

    /// <summary>Inserts markup written elsewhere at an earlier position.</summary>
    public void Insert(int position, ReadOnlySpan<byte> markup)
    {
        Room(markup.Length);
        bytes.AsSpan(position, Length - position).CopyTo(bytes.AsSpan(position + markup.Length));
        markup.CopyTo(bytes.AsSpan(position));
        Length += markup.Length;
    }

    private Span<byte> Room(int count)
    {
        if (bytes.Length - Length < count)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        return bytes.AsSpan(Length);
    }

    // Everything that goes into markup unchanged; the rest is looked at one by one.
    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create([
        .. Enumerable
            .Range(0x20, 0xFFFE - 0x20)
            .Where(code => code is not ('&' or '<' or '>' or '"') and (< 0xD800 or > 0xDFFF))
            .Select(code => (char)code),
    ]);
}
