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
    public void Rights_InAccounts_NameNoArea() =>
        // What an actor sees of an area stands in the area; of the audit every operation of accounts writes its line.
        Repository
            .Sources("src/Orientir.Core/Accounts/Permissions")
            .SelectMany(file => AreaOfCore().Matches(File.ReadAllText(Repository.PathOf(file))).Select(match => $"{file}: {match.Value}"))
            .ShouldBeEmpty();

    [Fact]
    public void Sources_OfAnActor_StandInTheAreaOfTheirRows() =>
        // A page has no other way to rows than these: the sets of the store are internal to Core.
        Repository
            .Sources("src/Orientir.Core")
            .Where(file => File.ReadAllText(Repository.PathOf(file)).Contains("extension(Visible visible)", StringComparison.Ordinal))
            .Select(file => (Area: file.Split('/')[^2], Name: Path.GetFileNameWithoutExtension(file)))
            .Where(source => source.Name != "Visible" + source.Area)
            .ShouldBeEmpty();

    [Fact]
    public void Sets_OfTheStore_AreSeenByPagesAsAccountsAndKeysOnly() =>
        Load("Orientir.Core")
            .GetType("Orientir.Core.Store.OrientirContext", throwOnError: true)!
            .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(property =>
                property.PropertyType.IsGenericType && property.PropertyType.Name.StartsWith("DbSet", StringComparison.Ordinal)
            )
            .Select(property => property.Name)
            .ShouldBe(["Users", "DataProtectionKeys"], ignoreOrder: true);

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

    [GeneratedRegex(
        @"(?<![\w.])(Campaigns|Submissions|Evidence|Reviews|Results|Reports|Methodologies|Territories|Advice|Surveys|Assessments|Schools|Portal)\.[A-Z]|using Orientir\.Core\.(?!Audit;)"
    )]
    private static partial Regex AreaOfCore();

    [GeneratedRegex(@"\.Set<|IgnoreQueryFilters")]
    private static partial Regex Unfiltered();

    [GeneratedRegex(@"DocumentFormat\.OpenXml|System\.IO\.Packaging|\bZip(Archive|File)\b")]
    private static partial Regex OfficeFormats();
}
