using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Orientir.Core.Methodologies;

/// <summary>A JSON document with places. Broken syntax is one fault: what stands after it cannot be told apart.</summary>
internal sealed class JsonTree
{
    public const int DeepestLevel = 512;

    private readonly ReadOnlyMemory<byte> utf8;
    private readonly string file;
    private readonly bool kept;
    private readonly List<int> lineStarts = [0];
    private (int Offset, int Column) lastPlace = (0, 1);

    private JsonTree(ReadOnlyMemory<byte> utf8, string file, bool kept)
    {
        this.utf8 = utf8;
        this.file = file;
        this.kept = kept;
        var bytes = utf8.Span;
        for (var index = 0; index < bytes.Length; index++)
            if (bytes[index] == '\n')
                lineStarts.Add(index + 1);
        Root = Parse();
    }

    public JsonItem Root { get; }

    /// <exception cref="InputException">The bytes are not one JSON value in UTF-8.</exception>
    public static JsonTree Read(ReadOnlyMemory<byte> utf8, string file, bool kept = false) =>
        new(utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8, file, kept);

    /// <summary>«FILE:LINE:COLUMN», columns in characters from 1.</summary>
    public string Place(int offset)
    {
        var line = lineStarts.BinarySearch(offset);
        if (line < 0)
            line = ~line - 1;
        // Places are mostly asked for in order: counting goes on from the last one, or many faults of one long line would take for ever.
        var (from, column) = lastPlace.Offset >= lineStarts[line] && lastPlace.Offset <= offset ? lastPlace : (lineStarts[line], 1);
        foreach (var unit in utf8.Span[from..Math.Min(offset, utf8.Length)])
            if ((unit & 0xC0) != 0x80) // Not a continuation byte of UTF-8: a new character.
                column++;
        lastPlace = (offset, column);
        return $"{file}:{line + 1}:{column}";
    }

    /// <summary>The item at a path such as <c>$.nodes[0].scale</c>, or the nearest one around it.</summary>
    public JsonItem ItemAt(string path)
    {
        var item = Root;
        foreach (var step in path.Split('.', '[').Skip(1))
        {
            var next = step.EndsWith(']')
                ? item.Children.ElementAtOrDefault(int.Parse(step[..^1], CultureInfo.InvariantCulture))
                : item.Find(step);
            if (next is null)
                break;
            item = next;
        }
        return item;
    }

    private JsonItem Parse()
    {
        var bytes = utf8.Span;
        // Without a mark: «{» has a zero beside it in UTF-16, and no JSON holds a zero.
        if (
            bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || bytes.Length >= 4 && !bytes.Trim((byte)0).IsEmpty && (bytes[0] == 0 && bytes[1] != 0 || bytes[1] == 0 && bytes[0] != 0)
        )
            throw Refused(0, "файл в кодировке UTF-16", "сохраните его в UTF-8");
        // A table sent by mistake is no package in another encoding.
        if (bytes.TrimStart(" \t\r\n"u8) is [not ((byte)'{' or (byte)'['), ..] && !Utf8.IsValid(bytes))
            throw Refused(0, "это не методика", "нужен пакет методики — файл JSON в UTF-8, он начинается с {");
        if (!Utf8.IsValid(bytes))
            throw Refused(FirstInvalid(bytes), "байт не из UTF-8: файл в другой кодировке или повреждён", "сохраните его в UTF-8");
        if (bytes.Trim(" \t\r\n\0"u8).IsEmpty)
            throw Refused(0, "файл пуст", "нужен один объект JSON {…}");

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = DeepestLevel + 2 });
        var whole = false;
        try
        {
            reader.Read();
            var root = ParseValue(ref reader, null, null, 0, 0);
            whole = true;
            reader.Read();
            return root;
        }
        catch (JsonException fault)
        {
            var offset = lineStarts[(int)Math.Min(fault.LineNumber ?? 0, lineStarts.Count - 1)] + (int)(fault.BytePositionInLine ?? 0);
            var (found, allowed) = whole
                ? ("текст после конца объекта", "в файле один объект {…}: удалите лишнее")
                : Explain(bytes, Math.Min(offset, bytes.Length));
            throw Refused(offset, found, allowed);
        }
    }

    private JsonItem ParseValue(ref Utf8JsonReader reader, JsonItem? parent, string? name, int index, int nameOffset)
    {
        var offset = (int)reader.TokenStartIndex;
        if (name is null)
            nameOffset = offset;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
            case JsonTokenType.StartArray:
                if (reader.CurrentDepth >= DeepestLevel)
                    throw Refused(offset, $"скобки вложены глубже {DeepestLevel} уровней", "уменьшите вложенность");
                return reader.TokenType == JsonTokenType.StartObject
                    ? ParseObject(ref reader, new(JsonType.Object, offset, parent, name, index) { NameOffset = nameOffset })
                    : ParseArray(ref reader, new(JsonType.Array, offset, parent, name, index) { NameOffset = nameOffset });
            case JsonTokenType.String:
                return new(JsonType.Text, offset, parent, name, index) { NameOffset = nameOffset, Text = TextOf(ref reader) };
            case JsonTokenType.Number:
                return new(JsonType.Number, offset, parent, name, index)
                {
                    NameOffset = nameOffset,
                    Text = Encoding.UTF8.GetString(reader.ValueSpan),
                    Number = reader.TryGetDouble(out var number) ? number : double.PositiveInfinity,
                };
            case JsonTokenType.True or JsonTokenType.False:
                return new(JsonType.Flag, offset, parent, name, index) { NameOffset = nameOffset, Flag = reader.GetBoolean() };
            default:
                return new(JsonType.Null, offset, parent, name, index) { NameOffset = nameOffset };
        }
    }

    private JsonItem ParseObject(ref Utf8JsonReader reader, JsonItem item)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var nameOffset = (int)reader.TokenStartIndex;
            var name = TextOf(ref reader);
            reader.Read();
            item.Children.Add(ParseValue(ref reader, item, name, 0, nameOffset));
        }
        return item;
    }

    private JsonItem ParseArray(ref Utf8JsonReader reader, JsonItem item)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            item.Children.Add(ParseValue(ref reader, item, null, item.Children.Count, 0));
        return item;
    }

    private string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            var text = reader.GetString() ?? "";
            // What no file can hold is told by who asks for the text. What was kept has come in already: answers name its nodes as they
            // stand.
            return kept || text.AsSpan().ContainsAny('\0', '\uFFFE', '\uFFFF') ? text : CleanText.Of(text);
        }
        catch (InvalidOperationException)
        {
            // Valid JSON, yet «\uD800» without its other half is not text.
            throw Refused(
                (int)reader.TokenStartIndex,
                "половина символа в строке (\\uD800 … \\uDFFF без пары)",
                "нужны целые символы Юникода"
            );
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        while (offset < bytes.Length && Rune.DecodeFromUtf8(bytes[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
            offset += length;
        return offset;
    }

    private static (string Found, string Allowed) Explain(ReadOnlySpan<byte> bytes, int offset)
    {
        if (offset >= bytes.Length)
            return ("файл обрывается на середине", "закройте все скобки и кавычки");
        Rune.DecodeFromUtf8(bytes[offset..], out var symbol, out _);
        var before = bytes[..offset].TrimEnd(" \t\r\n"u8);
        var previous = before.IsEmpty ? '\0' : (char)before[^1];
        return (symbol.Value, previous) switch
        {
            ('}' or ']', ',') => ($"лишняя запятая перед «{symbol}»", "после последнего элемента запятая не ставится"),
            ('\n' or '\r' or '\t', _) => (
                "перевод строки или табуляция внутри строки в кавычках",
                "пишите их как \\n и \\t, а строку закройте кавычкой"
            ),
            ('/', _) or ('#', _) => ("комментарий", "в JSON комментариев нет: удалите его или перенесите в свойство note"),
            ('\'' or '«' or '“' or '”' or '„', _) => ($"кавычка {symbol}", "строки и имена свойств пишутся в прямых двойных кавычках \""),
            ('"' or '{' or '[', not (',' or ':' or '{' or '[')) => (
                $"перед «{symbol}» не хватает запятой или двоеточия",
                "элементы разделяются запятой, имя и значение — двоеточием"
            ),
            (',', ',') => ("две запятые подряд", "элементы разделяются одной запятой"),
            (_, ',') when Rune.IsDigit(symbol) => (
                $"после запятой «{symbol}» вместо имени свойства",
                "дробное число пишется с точкой: 0.5; имя свойства — в двойных кавычках"
            ),
            ('.' or '+' or (>= '0' and <= '9'), not '"') => (
                $"«{symbol}» не на месте в числе",
                "числа пишутся так: 12, 0.5, -3 — без лишних нулей и плюсов"
            ),
            (_, '"') => ($"«{symbol}» сразу после кавычки", "имя свойства отделяется от значения двоеточием, элементы — запятой"),
            _ => (
                $"«{JsonItem.Shown(symbol.ToString())}» не на месте: это не JSON",
                "проверьте запятые, кавычки и скобки рядом с этим местом"
            ),
        };
    }

    private InputException Refused(int offset, string found, string allowed) => new([new(Place(offset), found, allowed)]);
}
