using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orientir.Web.Shared;

/// <summary>
/// Texts of JSON bodies pass the one door. Half an emoji («\uD83D» without its other half) is valid JSON and no text: the reader would
/// refuse the whole body for it.
/// </summary>
internal sealed class CleanJson : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        try
        {
            return CleanText.Of(reader.GetString());
        }
        catch (InvalidOperationException)
        {
            return CleanText.Of(Unescaped(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan));
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string Unescaped(ReadOnlySpan<byte> written)
    {
        var (raw, text) = (Encoding.UTF8.GetString(written), new StringBuilder(written.Length));
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\' || at + 1 == raw.Length)
            {
                text.Append(raw[at]);
                continue;
            }
            var letter = raw[++at];
            if (
                letter == 'u'
                && at + 4 < raw.Length
                && ushort.TryParse(raw.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            )
            {
                text.Append((char)unit);
                at += 4;
                continue;
            }
            text.Append(
                letter switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'b' => '\b',
                    'f' => '\f',
                    _ => letter,
                }
            );
        }
        return text.ToString();
    }
}
