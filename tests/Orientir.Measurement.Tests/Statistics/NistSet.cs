using System.Globalization;

namespace Orientir.Measurement.Tests.Statistics;

/// <summary>A univariate set of NIST's Statistical Reference Datasets with its certified values.</summary>
internal sealed record NistSet(double Mean, double Sd, double[] Values)
{
    public static NistSet Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "ReferenceData", name + ".dat"));
        double Certified(string of) => Parsed(lines.First(line => line.StartsWith(of, StringComparison.Ordinal)).Split(": ")[1]);
        var set = new NistSet(
            Certified("Sample Mean"),
            Certified("Sample Standard Deviation"),
            [.. lines.SkipWhile(line => line != "Data: Y").Skip(1).Select(Parsed)]
        );
        set.Values.Length.ShouldBe((int)Certified("Number of Observations"));
        return set;
    }

    private static double Parsed(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
