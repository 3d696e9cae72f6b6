using System.Text.RegularExpressions;

namespace Orientir.App.Tests.Architecture;

public partial class ConventionsTests
{
    private static readonly string[] Areas =
    [
        "Methodologies",
        "Territories",
        "Campaigns",
        "Submissions",
        "Evidence",
        "Reviews",
        "Results",
        "Advice",
        "Reports",
        "Office",
        "Surveys",
        "Assessments",
        "Schools",
        "Portal",
        "Accounts",
        "Audit",
        "Demo",
        "Language",
        "Store",
        "Files",
        "Jobs",
        "Letters",
        "Questions",
    ];

    private static readonly string[] NumericAreas =
    [
        "Statistics",
        "Scoring",
        "Ranking",
        "Cycle",
        "Robustness",
        "Agreement",
        "Bridges",
        "Models",
        "Effects",
    ];

    public static TheoryData<string> Sources =>
        [.. Repository.Sources("src"), .. Repository.Sources("tests"), .. Repository.Sources("bench")];

    [Theory]
    [InlineData("src/Orientir.Core", "")]
    [InlineData("src/Orientir.Cli", "Data")]
    [InlineData("src/Orientir.Web", "Layout Shared Api wwwroot")]
    [InlineData("tests/Orientir.Core.Tests", "TestData ReferenceData Data")]
    [InlineData("tests/Orientir.App.Tests/Cli", "Data")]
    [InlineData("tests/Orientir.App.Tests/Web", "Layout Shared Api")]
    public void Folder_OfOurs_IsAnAreaOfTheDesign(string folder, string also) =>
        Folders(folder).ShouldBeSubsetOf([.. Areas, .. also.Split(' ')]);

    [Theory]
    [InlineData("src/Orientir.Measurement", "")]
    [InlineData("tests/Orientir.Measurement.Tests", "ReferenceData")]
    public void Folder_OfMeasurement_IsAFamilyOfMethods(string folder, string also) =>
        Folders(folder).ShouldBeSubsetOf([.. NumericAreas, .. also.Split(' ')]);

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_ByName_DeclaresWhatItIsCalled(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (name == "Program" || file.StartsWith("src/Orientir.Core/Store/Mappings/", StringComparison.Ordinal))
            return;
        var declared = Declarations().Matches(File.ReadAllText(Repository.PathOf(file))).Select(match => match.Groups[1].Value).ToList();
        // Several small records that are one format stand in one file under the format's name.
        if (declared.Count > 2)
            return;
        declared.ShouldContain(name, $"{file} declares {string.Join(", ", declared)}");
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_ByNamespace_StandsInTheFolderOfItsName(string file)
    {
        var match = Namespace().Match(File.ReadAllText(Repository.PathOf(file)));
        if (!match.Success)
        {
            Path.GetFileName(file).ShouldBe("Program.cs");
            return;
        }
        var folder = file[(file.IndexOf('/', StringComparison.Ordinal) + 1)..file.LastIndexOf('/')];
        // Folders within an area of Core are for reading: the area is one namespace.
        if (folder.StartsWith("Orientir.Core/", StringComparison.Ordinal))
            folder = string.Join('/', folder.Split('/').Take(2));
        match.Groups[1].Value.ShouldBe(folder.Replace('/', '.'));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_ByItsTypes_IsNotNamedAfterATechnique(string file) =>
        Declarations()
            .Matches(File.ReadAllText(Repository.PathOf(file)))
            .Select(match => match.Groups[1].Value)
            .Where(name => Techniques().IsMatch(name))
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Sources))]
    public void Source_ByItsClock_AsksATimeProvider(string file) =>
        file.EndsWith("/ConventionsTests.cs", StringComparison.Ordinal)
            .ShouldBe(
                Clock().IsMatch(File.ReadAllText(Repository.PathOf(file))),
                "only this test may name what is banned: the clock is an input"
            );

    [Fact]
    public void BannedSymbols_OfEveryProject_NameTheClock()
    {
        var banned = File.ReadAllText(Repository.PathOf("BannedSymbols.txt"));
        foreach (
            var member in (string[])["DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow"]
        )
            banned.ShouldContain($"P:System.{member};");
        File.ReadAllText(Repository.PathOf("Directory.Build.props")).ShouldContain("BannedSymbols.txt");
    }

    [Fact]
    public void Command_OfTheTool_IsCalledVerbCommandAndStandsInAnArea() =>
        Repository
            .Sources("src/Orientir.Cli")
            .Where(file => Verbs().IsMatch(File.ReadAllText(Repository.PathOf(file))))
            .Where(file => !CommandFile().IsMatch(file))
            .ShouldBeEmpty();

    [Fact]
    public void Test_ByName_SaysOperationConditionOutcome() =>
        Repository
            .Sources("tests")
            .SelectMany(file =>
                Tests().Matches(File.ReadAllText(Repository.PathOf(file))).Select(match => $"{file}: {match.Groups[1].Value}")
            )
            .Where(test => test.Count(character => character == '_') != 2)
            .ShouldBeEmpty();

    private static IEnumerable<string> Folders(string folder) =>
        Directory
            .EnumerateDirectories(Repository.PathOf(folder))
            .Select(path => Path.GetFileName(path))
            .Where(name => name is not ("bin" or "obj" or "Properties" or "TestResults"));

    [GeneratedRegex(@"^[a-z ]*\b(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declarations();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(Helper|Helpers|Service|Services|Manager|Extensions|Utils|Utilities|Util|Impl|Dto)$")]
    private static partial Regex Techniques();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"class \w+(\([^)]*\))? ?: Verb\b")]
    private static partial Regex Verbs();

    [GeneratedRegex(@"^src/Orientir\.Cli/\w+/\w+Command\.cs$")]
    private static partial Regex CommandFile();

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\]]*\]\s*(?:\[[^\n]*\]\s*)*public (?:static )?(?:async )?(?:void|Task|ValueTask) (\w+)\(")]
    private static partial Regex Tests();
}
