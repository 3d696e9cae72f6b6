using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Orientir.App.Tests.Architecture;

public partial class ReferencesTests
{
    [Theory]
    [InlineData("Orientir.Measurement", "")]
    [InlineData("Orientir.Core", "Orientir.Measurement")]
    [InlineData("orientir", "Orientir.Core Orientir.Data Orientir.Measurement")]
    [InlineData("Orientir.Data", "Orientir.Core Orientir.Measurement")]
    [InlineData("Orientir.Web", "Orientir.Core Orientir.Data Orientir.Measurement")]
    public void Reference_OfEachAssembly_PointsOnlyTowardsMeasurement(string assembly, string allowed) =>
        Load(assembly)
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Orientir", StringComparison.OrdinalIgnoreCase))
            .ShouldBeSubsetOf(allowed.Split(' '));

    [Fact]
    public void Measurement_ByItsTypeReferences_KnowsNoFilesNetworkOrStores()
    {
        using var file = new PEReader(File.OpenRead(PathOf("Orientir.Measurement")));
        var metadata = file.GetMetadataReader();
        var namespaces = metadata
            .TypeReferences.Select(handle => metadata.GetString(metadata.GetTypeReference(handle).Namespace))
            .Distinct()
            .ToList();

        namespaces.ShouldContain("System");
        namespaces.Where(name => Forbidden().IsMatch(name)).ShouldBeEmpty();
        Load("Orientir.Measurement")
            .GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .ShouldBe(["MathNet.Numerics"]);
    }

    [Fact]
    public void Data_OfTheSite_IsNamedInProgramOnly() =>
        Repository
            .Sources("src/Orientir.Web")
            .Where(file => file != "src/Orientir.Web/Program.cs")
            .Where(file => File.ReadAllText(Repository.PathOf(file)).Contains("Orientir.Data", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void Store_OutsideAccounts_IsReadThroughItsSets() =>
        Repository
            .Sources("src")
            .Where(file =>
                !file.Contains("/Accounts/", StringComparison.Ordinal) && !file.EndsWith("/OrientirContext.cs", StringComparison.Ordinal)
            )
            .Where(file => Unfiltered().IsMatch(File.ReadAllText(Repository.PathOf(file))))
            .ShouldBeEmpty();

    [Fact]
    public void OpenXml_OutsideCoreOffice_IsNotTouched() =>
        // A backup is a zip archive and no office file.
        Repository
            .Sources("src")
            .Where(file =>
                !file.StartsWith("src/Orientir.Core/Office/", StringComparison.Ordinal)
                && !file.Contains("Backup", StringComparison.Ordinal)
            )
            .Where(file => OfficeFormats().IsMatch(File.ReadAllText(Repository.PathOf(file))))
            .ShouldBeEmpty();

    [Fact]
    public void Interface_InSource_HasTwoImplementations()
    {
        var types = new[] { "Orientir.Measurement", "Orientir.Core", "Orientir.Data", "orientir" }
            .SelectMany(name => Load(name).GetTypes())
            .ToList();
        types
            .Where(type => type.IsInterface)
            .Where(type => types.Count(other => other is { IsInterface: false, IsAbstract: false } && type.IsAssignableFrom(other)) < 2)
            .ShouldBeEmpty();
    }

    private static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    private static Assembly Load(string assembly) => Assembly.LoadFrom(PathOf(assembly));

    [GeneratedRegex(@"^(System\.IO|System\.Net|System\.Data|Microsoft\.EntityFrameworkCore|Microsoft\.AspNetCore)(\.|$)")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"\.Set<|IgnoreQueryFilters")]
    private static partial Regex Unfiltered();

    [GeneratedRegex(@"DocumentFormat\.OpenXml|System\.IO\.Packaging|\bZip(Archive|File)\b")]
    private static partial Regex OfficeFormats();
}
