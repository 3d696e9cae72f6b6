using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;

namespace Orientir.App.Tests.Architecture;

/// <summary>
/// Areas of Core and of Web know one another in one direction (docs/architecture.md), and operations are no libraries of each other.
/// </summary>
public class AreasTests
{
    private const string Core = "Orientir.Core.";
    private const string Web = "Orientir.Web.";

    // An area knows those of earlier rows and, within its row, those before it. Store stands outside: its context has the rows of all and is
    // known by all. The first row is what every area may use.
    private static readonly string[][] Order =
    [
        ["Language", "Office", "Files", "Audit", "Jobs", "Letters", "Accounts"],
        ["Questions"],
        ["Methodologies", "Territories"],
        ["Campaigns"],
        ["Evidence", "Submissions"],
        ["Surveys", "Assessments", "Schools"],
        ["Reviews"],
        ["Results"],
        ["Reports", "Advice", "Portal"],
        ["Demo"],
    ];

    // What points the other way: records, jobs and letters tell who acts, and Accounts puts records and letters beside its rows.
    private static readonly string[] ToWhoActs = ["Audit -> Accounts", "Jobs -> Accounts", "Letters -> Accounts"];

    // And what still does so in Core; this list only shrinks.
    private static readonly string[] Left = [.. ToWhoActs, "Accounts -> Territories"];

    private static readonly Dictionary<string, int> Places = Order
        .SelectMany(row => row)
        .Select((area, place) => (area, place))
        .ToDictionary(pair => pair.area, pair => pair.place, StringComparer.Ordinal);

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Product = new(() =>
        new ArchLoader()
            .LoadAssemblies(
                typeof(Orientir.Core.RefusedException).Assembly,
                typeof(Orientir.Web.Shared.SitePage).Assembly,
                System.Reflection.Assembly.Load("orientir")
            )
            .Build()
    );

    private static IEnumerable<(IType From, IType To, ITypeDependency By)> References =>
        Product.Value.Types.SelectMany(type => type.Dependencies.Select(one => (type, one.Target, one)));

    [Fact]
    public void Area_OfCore_HasItsPlaceInTheOrder() =>
        Product
            .Value.Types.Where(type => type.FullName.StartsWith(Core, StringComparison.Ordinal))
            .Select(type => type.FullName[Core.Length..].Split('.'))
            .Where(path => path.Length > 1)
            .Select(path => path[0])
            .Distinct()
            .Except([.. Places.Keys, "Store"])
            .ShouldBeEmpty("Give the area a place in Order.");

    [Fact]
    public void Area_OfCore_KnowsOnlyAreasBeforeIt()
    {
        References.Count(one => AreaOf(one.From) == "Results" && AreaOf(one.To) == "Campaigns").ShouldBeGreaterThan(0);
        var back = Back(Core);
        back.Where(one => !Left.Contains(one.Areas, StringComparer.Ordinal)).ShouldBeEmpty();
        Left.Except(back.Select(one => one.Areas)).ShouldBeEmpty("Take it from the list: it points the other way no more.");
    }

    [Fact]
    public void Area_OfWeb_IsAnAreaOfCore() =>
        Product
            .Value.Types.Where(type => type.FullName.StartsWith(Web, StringComparison.Ordinal))
            .Select(type => type.FullName[Web.Length..].Split('.'))
            .Where(path => path.Length > 1)
            .Select(path => path[0])
            .Distinct()
            .Except([.. Places.Keys, "Shared", "Layout"])
            .ShouldBeEmpty("Pages stand under the name of their area.");

    // Shared is what every area may use; Layout draws the menu, the home page and the addresses of all, and is drawn around all.
    [Fact]
    public void Area_OfWeb_KnowsOnlyAreasBeforeItInCore()
    {
        References.Count(one => AreaOf(one.From, Web) == "Reviews" && AreaOf(one.To, Web) == "Submissions").ShouldBeGreaterThan(0);
        Back(Web).Where(one => !ToWhoActs.Contains(one.Areas, StringComparer.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Operation_BesideItsMethod_IsUsedByNoOther()
    {
        var operations = Product
            .Value.Classes.Where(type => type.FullName.StartsWith(Core, StringComparison.Ordinal) && IsOperation(type))
            .Select(type => type.FullName)
            .ToHashSet(StringComparer.Ordinal);
        operations.Count.ShouldBeGreaterThan(40);
        References
            .Where(one => operations.Contains(one.To.FullName) && Outer(one.From) != one.To.FullName)
            .Select(one => (one.From, one.To, Member: (one.By as IMemberMemberDependency)?.TargetMember))
            .Where(one => one.Member is { IsStatic: true })
            .Select(one => $"{one.From.FullName} uses {one.To.Name}.{one.Member!.Name}")
            .Distinct()
            .ShouldBeEmpty();
    }

    [Fact]
    public void Operation_ByItsMethods_HasRunAsyncAlone() =>
        Product
            .Value.Classes.Where(type => type.FullName.StartsWith(Core, StringComparison.Ordinal) && IsOperation(type))
            // A kind of job has what its base asks for.
            .Where(type =>
                !type
                    .Dependencies.OfType<InheritsBaseClassDependency>()
                    .Any(one => one.Target.FullName.StartsWith(Core, StringComparison.Ordinal))
            )
            .SelectMany(type => type.Members.OfType<MethodMember>().Select(method => (Type: type.Name, Method: method)))
            .Where(one => one.Method is { Visibility: Visibility.Public, IsStatic: false, MethodForm: MethodForm.Normal })
            .Where(one => !one.Method.Name.StartsWith("RunAsync(", StringComparison.Ordinal))
            .Select(one => $"{one.Type}.{one.Method.Name}")
            .ShouldBeEmpty();

    [Fact]
    public void TakenKey_OutsideTheStore_IsCaughtAsAConcurrentChange() =>
        Repository
            .Sources("src")
            .Where(file => !file.StartsWith("src/Orientir.Core/Store/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(Repository.PathOf(file)).Contains("catch (DbUpdateException", StringComparison.Ordinal))
            .ShouldBeEmpty();

    private static bool IsOperation(Class type) =>
        type.IsSealed == true
        && type.Members.OfType<MethodMember>()
            .Any(method => method is { IsStatic: false } && method.Name.StartsWith("RunAsync(", StringComparison.Ordinal));

    // Areas of a project that know one after them, and by which types.
    private static (string Areas, string Types)[] Back(string project) =>
        [
            .. References
                .Select(one => (From: AreaOf(one.From, project), To: AreaOf(one.To, project), Types: $"{one.From.Name} -> {one.To.Name}"))
                .Where(one => one.From is not null && one.To is not null && Places[one.To] > Places[one.From])
                .Select(one => ($"{one.From} -> {one.To}", one.Types))
                .Distinct(),
        ];

    private static string Outer(IType type) => type.FullName.Split('+')[0];

    private static string? AreaOf(IType type, string project = Core) =>
        type.FullName.StartsWith(project, StringComparison.Ordinal)
        && type.FullName[project.Length..].Split('.') is [var area, _, ..]
        && Places.ContainsKey(area)
            ? area
            : null;
}
