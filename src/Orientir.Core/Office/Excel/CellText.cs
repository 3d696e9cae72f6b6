using System.Globalization;
using System.Xml;

namespace Orientir.Core.Office;

/// <summary>Characters gathered one text after another in a buffer that is used again and again.</summary>
internal sealed class CellText
{
    // «_x000D_» stands for one character.
    private const int LongestWritten = TextStore.LongestText * 7;

    private char[] letters = new char[4096];

    public int Length { get; private set; }

    /// <summary>Forgets what follows.</summary>
    public void Cut(int length) => Length = length;

    public ReadOnlySpan<char> Slice(int start, int length) => letters.AsSpan(start, length);

    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(letters.AsSpan(Length));
        Length += text.Length;
    }

    /// <summary>Appends the value of the node the reader stands on, without making a string of it; not what no cell can hold.</summary>
    public void AppendValue(XmlReader xml, BookArchive archive, string part, int start)
    {
        while (true)
        {
            Reserve(256);
            var read = archive.Value(xml, part, letters, Length);
            if (read == 0)
                return;
            Length = Math.Min(Length + read, start + LongestWritten);
        }
    }

    /// <summary>Appends a string item, the reader standing at its start: plain or rich text, without the phonetic one.</summary>
    public void AppendItem(XmlReader xml, BookArchive archive, string part)
    {
        if (xml.IsEmptyElement)
            return;
        var start = Length;
        var depth = xml.Depth;
        var main = xml.NamespaceURI;
        var phonetic = int.MaxValue;
        var inText = false;
        while (archive.Next(xml, part) && xml.Depth > depth)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element when xml.LocalName is "rPh" or "phoneticPr" && !xml.IsEmptyElement:
                    phonetic = Math.Min(phonetic, xml.Depth);
                    break;
                case XmlNodeType.EndElement when xml.Depth == phonetic:
                    phonetic = int.MaxValue;
                    break;
                case XmlNodeType.Element:
                    inText = xml.LocalName == "t" && ReferenceEquals(xml.NamespaceURI, main) && !xml.IsEmptyElement && xml.Depth < phonetic;
                    break;
                case XmlNodeType.EndElement:
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when inText:
                    AppendValue(xml, archive, part, start);
                    break;
                default:
                    break;
            }
        }
        Unescape(start);
    }

    /// <summary>Turns «_x000D_» from <paramref name="start"/> on into the character it stands for.</summary>
    public void Unescape(int start)
    {
        var text = letters.AsSpan(start, Length - start);
        var from = text.IndexOf("_x");
        if (from < 0)
            return;
        var to = from;
        for (; from < text.Length; from++)
        {
            if (
                text[from..] is ['_', 'x', _, _, _, _, '_', ..]
                && ushort.TryParse(text.Slice(from + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            )
            {
                text[to++] = (char)code;
                from += 6;
            }
            else
            {
                text[to++] = text[from];
            }
        }
        Length = start + to;
    }

    /// <summary>Where the text from <paramref name="start"/> to the end stands once its white space is trimmed.</summary>
    public (int Start, int Length) Trimmed(int start) => Trimmed(start, Length - start);

    /// <summary>Where a text stands once its white space is trimmed.</summary>
    public (int Start, int Length) Trimmed(int start, int length)
    {
        var text = letters.AsSpan(start, length);
        var left = text.Length - text.TrimStart().Length;
        return (start + left, text.Trim().Length);
    }

    private void Reserve(int more)
    {
        if (Length + more > letters.Length)
            Array.Resize(ref letters, Math.Max(letters.Length * 2, Length + more));
    }
}
