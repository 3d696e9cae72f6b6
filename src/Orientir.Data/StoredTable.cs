using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Orientir.Data;

/// <summary>A column as a backup names it. The kind is one of <see cref="StoredTable.Kinds"/>.</summary>
internal sealed record StoredColumn(string Name, string Kind, bool Key);

/// <summary>
/// A table whose rows are written as lines of JSON, the same from both databases: arrays in the order of the columns, rows in the
/// order of the key (texts by bytes), times in UTC cut to microseconds, which is what PostgreSQL keeps.
/// </summary>
internal sealed record StoredTable(string Name, IReadOnlyList<StoredColumn> Columns)
{
    public static readonly IReadOnlyList<string> Kinds = ["int", "long", "real", "bool", "text", "time", "bytes", "moment"];

    private const int FlushAt = 1 << 16;

    // Nobody reads the lines as markup.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Every table of the model, by name.</summary>
    public static IReadOnlyList<StoredTable> Of(OrientirContext context) =>
        [
            .. context
                .Model.GetEntityTypes()
                .GroupBy(entity => entity.GetTableName()!, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group =>
                {
                    var table = StoreObjectIdentifier.Table(group.Key);
                    return new StoredTable(
                        group.Key,
                        [
                            .. group
                                .SelectMany(entity => entity.GetProperties())
                                .DistinctBy(property => property.GetColumnName(table))
                                .Select(property => new StoredColumn(
                                    property.GetColumnName(table)!,
                                    KindOf(property),
                                    property.IsPrimaryKey()
                                )),
                        ]
                    );
                }),
        ];

    private static string KindOf(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            type = Enum.GetUnderlyingType(type);
        return type == typeof(int) ? "int"
            : type == typeof(long) ? "long"
            : type == typeof(double) ? "real"
            : type == typeof(bool) ? "bool"
            : type == typeof(string) ? "text"
            : type == typeof(DateTime) ? "time"
            : type == typeof(DateTimeOffset) ? "moment"
            : type == typeof(byte[]) ? "bytes"
            : throw new NotSupportedException($"{property.DeclaringType.Name}.{property.Name}: a backup knows no {type.Name}.");
    }

    /// <summary>Writes the rows; gives their number and the SHA-256 of the lines, hex.</summary>
    public async Task<(long Rows, string Hash)> DumpAsync(
        DbConnection connection,
        DbTransaction transaction,
        bool isPostgres,
        Stream lines,
        CancellationToken cancel
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = 0;
        var order = Columns
            .Where(column => column.Key)
            .Select(column => $"\"{column.Name}\"{(isPostgres && column.Kind == "text" ? " COLLATE \"C\"" : "")}");
        command.CommandText = $"SELECT {Names} FROM \"{Name}\" ORDER BY {string.Join(", ", order)}";
        await using var reader = await command.ExecuteReaderAsync(cancel);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new ArrayBufferWriter<byte>(FlushAt * 2);
        using var json = new Utf8JsonWriter(buffer, Json);
        var rows = 0L;
        while (await reader.ReadAsync(cancel))
        {
            json.Reset();
            json.WriteStartArray();
            for (var column = 0; column < Columns.Count; column++)
                Write(json, reader, column);
            json.WriteEndArray();
            json.Flush();
            buffer.Write("\n"u8);
            rows++;
            if (buffer.WrittenCount >= FlushAt)
                await FlushAsync();
        }
        await FlushAsync();
        return (rows, Convert.ToHexStringLower(hash.GetHashAndReset()));

        async Task FlushAsync()
        {
            hash.AppendData(buffer.WrittenSpan);
            await lines.WriteAsync(buffer.WrittenMemory, cancel);
            buffer.ResetWrittenCount();
        }
    }

    /// <summary>«INSERT INTO … VALUES (@p0, …)».</summary>
    public string Insert =>
        $"INSERT INTO \"{Name}\" ({Names}) VALUES " + $"({string.Join(", ", Columns.Select((_, index) => $"@{ParameterName(index)}"))})";

    /// <summary>What the value of a column is called in <see cref="Insert"/>.</summary>
    public static string ParameterName(int column) => string.Create(CultureInfo.InvariantCulture, $"p{column}");

    private string Names => string.Join(", ", Columns.Select(column => $"\"{column.Name}\""));

    private void Write(Utf8JsonWriter json, DbDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            json.WriteNullValue();
            return;
        }
        switch (Columns[column].Kind)
        {
            case "int" or "long":
                json.WriteNumberValue(row.GetInt64(column));
                break;
            case "real":
                json.WriteNumberValue(row.GetDouble(column));
                break;
            case "bool":
                json.WriteBooleanValue(row.GetBoolean(column));
                break;
            case "text":
                json.WriteStringValue(row.GetString(column));
                break;
            case "time":
                json.WriteStringValue(Written(row.GetFieldValue<DateTime>(column)));
                break;
            case "moment":
                json.WriteStringValue(Written(row.GetFieldValue<DateTimeOffset>(column).UtcDateTime));
                break;
            default:
                json.WriteBase64StringValue(row.GetFieldValue<byte[]>(column));
                break;
        }
    }

    private static string Written(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A value of a line as a parameter of either database takes it.</summary>
    public static object ValueOf(JsonElement value, string kind) =>
        value.ValueKind == JsonValueKind.Null
            ? DBNull.Value
            : kind switch
            {
                "int" => value.GetInt32(),
                "long" => value.GetInt64(),
                "real" => value.GetDouble(),
                "bool" => value.GetBoolean(),
                "text" => value.GetString()!,
                "time" => Time(value),
                "moment" => new DateTimeOffset(Time(value)),
                _ => value.GetBytesFromBase64(),
            };

    private static DateTime Time(JsonElement value) =>
        DateTime.ParseExact(
            value.GetString()!,
            "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );
}
