using System.Text.Json;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Results;

/// <summary>The conformance packages, through the real readers and the JSON that leaves the program.</summary>
public class ConformanceTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "conformance");

    public static TheoryData<string> Packages =>
        [.. new DirectoryInfo(Folder).GetDirectories().Select(folder => folder.Name).Order(StringComparer.Ordinal)];

    [Fact]
    public void Packages_OnDisk_AreSixteen() => Packages.Count.ShouldBe(16);

    [Theory]
    [MemberData(nameof(Packages))]
    public void Score_ConformancePackage_GivesTheExpectedScores(string package)
    {
        byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder, package, file));

        var methodology = new ReadMethodology().Read(Bytes("methodology.json"), "methodology.json");
        var register = File.Exists(Path.Combine(Folder, package, "register.csv"))
            ? new ReadRegister().Read(Bytes("register.csv"), "register.csv")
            : null;
        var marks = new ReadMarks().Read(
            Bytes("marks.csv"),
            "marks.csv",
            methodology,
            register,
            cancel: TestContext.Current.CancellationToken
        );
        using var output = new MemoryStream();
        ResultsJson.Write(output, new ScoreMarks().Score(methodology, marks));

        using var expected = JsonDocument.Parse(Bytes("expected.json"));
        using var actual = JsonDocument.Parse(output.ToArray());
        Compare(actual.RootElement, expected.RootElement, "$");
    }

    /// <summary>
    /// What is expected must be there, numbers to 1e-9, lists in their order. What an object has beyond is allowed: names,
    /// titles, and statistics that are null where there is no data.
    /// </summary>
    private static void Compare(JsonElement actual, JsonElement expected, string path)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in expected.EnumerateObject())
                {
                    actual.TryGetProperty(property.Name, out var value).ShouldBeTrue($"{path}.{property.Name} is missing");
                    Compare(value, property.Value, $"{path}.{property.Name}");
                }
                break;
            case JsonValueKind.Array:
                actual.GetArrayLength().ShouldBe(expected.GetArrayLength(), path);
                // Nodes stand in the order of the tree in both. Cells of the matrix are named by direction and stage, so their order says nothing.
                foreach (var (a, e) in Ordered(actual).Zip(Ordered(expected)))
                    Compare(a, e, $"{path}[{Key(e)}]");
                break;
            case JsonValueKind.Number:
                actual.ValueKind.ShouldBe(JsonValueKind.Number, path);
                actual.GetDouble().ShouldBe(expected.GetDouble(), 1e-9, path);
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
