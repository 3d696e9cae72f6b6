using System.Text.Json;

namespace Orientir.TestSupport;

/// <summary>Whether results as JSON hold what is expected of them; they may hold more.</summary>
internal static class JsonHolds
{
    /// <summary>
    /// What is expected must be there, numbers to the tolerance, lists in their order. What an object has beyond is allowed: names,
    /// titles, and statistics that are null where there is no data.
    /// </summary>
    public static void Check(JsonElement actual, JsonElement expected, double tolerance, string path = "$")
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in expected.EnumerateObject())
                {
                    actual.TryGetProperty(property.Name, out var value).ShouldBeTrue($"{path}.{property.Name} is missing");
                    Check(value, property.Value, tolerance, $"{path}.{property.Name}");
                }
                break;
            case JsonValueKind.Array:
                actual.GetArrayLength().ShouldBe(expected.GetArrayLength(), path);
                // Nodes stand in the order of the tree in both. Cells of the matrix are named by direction and stage, so their order says nothing.
                foreach (var (a, e) in Ordered(actual).Zip(Ordered(expected)))
                    Check(a, e, tolerance, $"{path}[{Key(e)}]");
                break;
            case JsonValueKind.Number:
                actual.ValueKind.ShouldBe(JsonValueKind.Number, path);
                Math.Abs(actual.GetDouble() - expected.GetDouble()).ShouldBeLessThanOrEqualTo(tolerance, path);
                break;
            case JsonValueKind.String:
                actual.GetString().ShouldBe(expected.GetString(), path);
                break;
            default:
                actual.ValueKind.ShouldBe(expected.ValueKind, path);
                break;
        }
    }

    private static IEnumerable<JsonElement> Ordered(JsonElement array) => array.EnumerateArray().OrderBy(Key, StringComparer.Ordinal);

    private static string Key(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("stage", out var stage)
            ? $"{item.GetProperty("direction").GetString()} {stage.GetString()}"
            : "";
}
