using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Tests.Demo;

/// <summary>The packages and the demonstration data of the repository, as users get them.</summary>
internal static class Published
{
    public static IReadOnlyList<string> Ids { get; } =
    [
        .. Directory
            .GetFiles(PathOf("methodologies"), "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, .. parts]);

    public static byte[] Bytes(string path) => File.ReadAllBytes(PathOf(path.Split('/')));

    public static Methodology Methodology(string id) => new ReadMethodology().Read(Bytes($"methodologies/{id}.json"), $"{id}.json");

    public static ScoredMarks Scored(string methodologyId, string marks, string? register = null)
    {
        var methodology = Methodology(methodologyId);
        var known = register is null ? null : new ReadRegister().Read(Bytes(register), register);
        return new ScoreMarks().Score(
            methodology,
            new ReadMarks().Read(Bytes(marks), marks, methodology, known, cancel: TestContext.Current.CancellationToken)
        );
    }

    /// <summary>A printed table: a row by the names of its columns.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Printed(string path)
    {
        var faults = new TableFaults();
        using var table = new CsvTable(Bytes(path), path, faults, ',');
        var rows = new List<IReadOnlyDictionary<string, string>>();
        table.Read().ShouldBeTrue();
        string[] names = [.. Enumerable.Range(0, table.Width).Select(column => table.Text(column).ToString())];
        while (table.Read())
            rows.Add(names.Index().ToDictionary(name => name.Item, name => table.Text(name.Index).ToString()));
        faults.ThrowIfAny();
        return rows;
    }

    public static int NodeOf(this Methodology methodology, string code) =>
        methodology.Nodes.Index().Single(node => node.Item.Code == code).Index;

    public static int SubjectOf(this Scores scores, string name) =>
        scores.Subjects.Index().Single(subject => subject.Item.Name == name).Index;

    /// <summary>As the sources round.</summary>
    public static double Rounded(double number, int digits = 0) => Math.Round(number, digits, MidpointRounding.AwayFromZero);
}

/// <summary>A cell where a printed figure is not what the printed data give.</summary>
internal sealed record Contradiction(string Cell, string Printed, string Computed)
{
    /// <summary>Adds the cell where the figures differ; compares as text what the source prints.</summary>
    public static void Note(List<Contradiction> found, string cell, string printed, double computed)
    {
        var text = computed.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (printed != text)
            found.Add(new(cell, printed, text));
    }
}
