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
        JsonHolds.Check(actual.RootElement, expected.RootElement, 1e-9);
    }
}
