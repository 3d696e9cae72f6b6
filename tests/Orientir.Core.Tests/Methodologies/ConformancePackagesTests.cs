using Orientir.Core.Methodologies;

namespace Orientir.Core.Tests.Methodologies;

public class ConformancePackagesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "conformance");

    public static TheoryData<string> Packages =>
        [.. Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void Packages_Always_AreSixteen() => Packages.Count.ShouldBe(16);

    [Theory]
    [MemberData(nameof(Packages))]
    public void Read_ConformancePackage_FindsNoFault(string package)
    {
        var methodology = Read(package);

        methodology.Nodes[0].ShouldBeSameAs(methodology.Root);
        methodology.Nodes.Select(node => node.Code).ShouldBe(methodology.Specification.Nodes.Select(node => node.Code));
        methodology.Specification.MaximumOf(0).ShouldBeGreaterThan(0);
    }

    internal static Methodology Read(string package) =>
        new ReadMethodology().Read(File.ReadAllBytes(Path.Combine(Folder, package, "methodology.json")), "methodology.json");
}
