using System.Globalization;
using Orientir.Core.Office;

namespace Orientir.Core.Demo;

public sealed record ReconstructedMark(string Subject, string Code, double Value);

/// <summary>A printed cell the totals do not allow.</summary>
public sealed record UnmetSum(string Direction, string Stage, int Printed, int Reached);

/// <summary>Marks that agree with the printed totals, and the printed cells that cannot.</summary>
public sealed record Reconstruction(IReadOnlyList<ReconstructedMark> Marks, IReadOnlyList<UnmetSum> Unmet)
{
    /// <summary>The expert every reconstructed mark is signed by: reports show it as the source of the marks.</summary>
    public const string Expert = "реконструкция";

    /// <summary>Writes the marks as CSV of the columns subject, code, value, expert: UTF-8 without BOM, lines ending in LF.</summary>
    public void WriteCsv(Stream stream)
    {
        using var csv = CsvOutput.ForPrograms(stream);
        csv.WriteRecord("subject", "code", "value", "expert");
        foreach (var mark in Marks)
        {
            csv.WriteField(mark.Subject);
            csv.WriteField(mark.Code);
            csv.WriteField(mark.Value, default, CultureInfo.InvariantCulture);
            csv.WriteField(Expert);
            csv.EndRecord();
        }
    }
}
