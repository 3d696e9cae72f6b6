using System.Globalization;
using System.Xml;

namespace Orientir.Core.Office;

/// <summary>Characters gathered one text after another in a buffer that is used again and again.</summary>
internal sealed class CellText
{
    // Excel itself allows 32,767 characters.
    private const int LongestText = 1 << 20;

    private char[] letters = new char[4096];

    public int Length { get; private set; }

    public void Clear() => Length = 0;

    public ReadOnlySpan<char> Slice(int start, int length) => letters.AsSpan(start, length);

    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(letters.AsSpan(Length));
        Length += text.Length;
    }

    /// <summary>Appends the value of the node the reader stands on, without making a string of it.</summary>
    public void AppendValue(XmlReader xml, WorkbookReader book, string part)
    {
        var start = Length;
        while (true)
        {
            Reserve(256);
            int read;
            try
            {
                read = xml.ReadValueChunk(letters, Length, letters.Length - Length);
            }
            catch (Exception fault) when (fault is XmlException or InvalidDataException or IOException)
            {
                throw book.Damaged($"не читается часть {part}");
            }
            if (read == 0)
                return;
            Length += read;
            if (Length - start > LongestText)
                throw book.Damaged($"ячейка длиннее {LongestText} знаков в части {part}");
        }
    }

    /// <summary>Appends a string item, the reader standing at its start: plain or rich text, without the phonetic one.</summary>
    public void AppendItem(XmlReader xml, WorkbookReader book, string part)
    {
        if (xml.IsEmptyElement)
            return;
        var start = Length;
        var depth = xml.Depth;
        var phonetic = int.MaxValue;
        var inText = false;
        while (book.Next(xml, part) && xml.Depth > depth)
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
                    inText = xml.LocalName == "t" && !xml.IsEmptyElement && xml.Depth < phonetic;
                    break;
                case XmlNodeType.EndElement:
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when inText:
                    AppendValue(xml, book, part);
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
    public (int Start, int Length) Trimmed(int start)
    {
        var text = letters.AsSpan(start, Length - start);
        var left = text.Length - text.TrimStart().Length;
        return (start + left, text.Trim().Length);
    }

    private void Reserve(int more)
    {
        if (Length + more > letters.Length)
            Array.Resize(ref letters, Math.Max(letters.Length * 2, Length + more));
    }
}

/// <summary>The strings the cells of a workbook share, in one buffer.</summary>
internal sealed class SharedStrings
{
    private readonly CellText text = new();
    private readonly List<(int Start, int Length)> items = [];

    public int Count => items.Count;

    public ReadOnlySpan<char> this[int index] => text.Slice(items[index].Start, items[index].Length);

    public void Add(XmlReader xml, WorkbookReader book, string part)
    {
        var start = text.Length;
        text.AppendItem(xml, book, part);
        items.Add(text.Trimmed(start));
    }
}
