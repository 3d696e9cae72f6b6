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

    private const int LongestLine = 140;

    /// <summary>Every source of ours with its text, read once.</summary>
    private static readonly IReadOnlyList<(string File, string Text)> Sources =
    [
        .. ((string[])["src", "tests", "bench"])
            .SelectMany(Repository.Sources)
            .Select(file => (file, File.ReadAllText(Repository.PathOf(file)))),
    ];

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

    [Fact]
    public void Comment_InTheMiddleOfASentence_HasNoLineOfAFewWords() =>
        Sources
            .SelectMany(source => TornComment().Matches(source.Text).Select(match => $"{source.File}: {match.Value.Split('\n')[1].Trim()}"))
            .ShouldBeEmpty();

    [GeneratedRegex(@"^[ \t]*(///?) .{95,}\n[ \t]*\1 (?!<)[^ \n]+(?: [^ \n]+){0,2}(?<![.:;>])\n[ \t]*\1 (?!<)", RegexOptions.Multiline)]
    private static partial Regex TornComment();

    [Fact]
    public void Source_ByName_DeclaresWhatItIsCalled() =>
        Sources
            .Where(source => Path.GetFileName(source.File) != "Program.cs")
            // The mappings of an area stand in one file of the store.
            .Where(source => !source.File.StartsWith("src/Orientir.Core/Store/Mappings/", StringComparison.Ordinal))
            .Select(source => (source.File, Declared: DeclaredIn(source.Text)))
            .Where(source => !source.Declared.Contains(Path.GetFileNameWithoutExtension(source.File)))
            .Select(source => $"{source.File} declares {string.Join(", ", source.Declared)}")
            .ShouldBeEmpty();

    [Fact]
    public void Source_ByNamespace_StandsInTheFolderOfItsName() =>
        Sources
            .Where(source => Path.GetFileName(source.File) != "Program.cs")
            .Select(source => (source.File, Given: Namespace().Match(source.Text).Groups[1].Value, Expected: NamespaceOf(source.File)))
            .Where(source => source.Given != source.Expected)
            .Select(source => $"{source.File}: {source.Given} instead of {source.Expected}")
            .ShouldBeEmpty();

    [Fact]
    public void Source_ByItsTypes_IsNotNamedAfterATechnique() =>
        Sources
            .SelectMany(source =>
                DeclaredIn(source.Text).Where(name => Techniques().IsMatch(name)).Select(name => $"{source.File}: {name}")
            )
            .ShouldBeEmpty();

    [Fact]
    public void Source_ByItsClock_AsksATimeProvider() =>
        Sources
            .Where(source => Clock().IsMatch(source.Text))
            .Select(source => source.File)
            .ShouldBe(
                ["tests/Orientir.App.Tests/Architecture/ConventionsTests.cs"],
                "only this test may name what is banned: the clock is an input"
            );

    [Fact]
    public void Line_OfTheProduct_IsNoLongerThanAScreen() =>
        ((string[])["cs", "razor", "css", "js"])
            .SelectMany(ending => Directory.EnumerateFiles(Repository.PathOf("src"), "*." + ending, SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.PathOf(""), file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            // Its raw literals stand within one another.
            .Where(file => Path.GetFileName(file) != "WordParts.cs")
            .SelectMany(file =>
                WithoutRawTexts(File.ReadAllText(Repository.PathOf(file)))
                    .Split('\n')
                    .Select((line, at) => (Place: $"{file}:{at + 1}", line.Length))
            )
            .Where(line => line.Length > LongestLine)
            .Select(line => line.Place)
            .ShouldBeEmpty();

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

    // A raw literal has the lines of what it writes: XML, SQL, a style sheet.
    private static string WithoutRawTexts(string text) => RawText().Replace(text, raw => new string('\n', raw.Value.Count(c => c == '\n')));

    private static List<string> DeclaredIn(string text) => [.. Declarations().Matches(text).Select(match => match.Groups[1].Value)];

    // Folders within an area of Core are for reading: the area is one namespace.
    private static string NamespaceOf(string file)
    {
        var folders = file.Split('/')[1..^1];
        return string.Join('.', folders[0] == "Orientir.Core" ? folders.Take(2) : folders);
    }

    private static IEnumerable<string> Folders(string folder) =>
        Directory
            .EnumerateDirectories(Repository.PathOf(folder))
            .Select(path => Path.GetFileName(path))
            .Where(name => name is not ("bin" or "obj" or "Properties" or "TestResults"));

    [GeneratedRegex(@"^[a-z ]*\b(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declarations();

    [GeneratedRegex("(?<!\")(\"{3,})(?!\").*?(?<!\")\\1(?!\")", RegexOptions.Singleline)]
    private static partial Regex RawText();

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
