using Orientir.Core.Office;

namespace Orientir.Core.Reports;

/// <summary>
/// The figures of a campaign as a workbook, summary.xlsx: expert sheet 1 (the consolidated sheet and one sheet per direction), the
/// management cycle, the distribution of points, levels, charts, the method, and expert sheet 2 (one sheet per subject; above
/// <see cref="MostSubjectSheets"/> subjects one long sheet with filters). Sums and shares are formulas whose stored values are the
/// scored ones; where a cell does not follow from the others, as a total given by an expert, it is a number.
/// </summary>
public sealed class SummaryWorkbook
{
    /// <summary>More sheets than this nobody leafs through.</summary>
    public const int MostSubjectSheets = 60;

    /// <summary>Writes the workbook. The same facts give the same bytes.</summary>
    /// <param name="facts">What it says.</param>
    /// <param name="stream">Where to write the .xlsx; stays open.</param>
    public void Write(ReportFacts facts, Stream stream)
    {
        using var workbook = new WorkbookWriter(stream, facts.Campaign);
        var plan = new SummaryPlan(facts, workbook);
        var scores = new SummaryScoreSheets(plan);
        scores.WriteConsolidated();
        scores.WriteDirections();
        var overview = new SummaryOverviewSheets(plan);
        new SummaryCycleSheet(plan).Write();
        overview.WriteDistribution();
        overview.WriteLevels();
        overview.WriteCharts();
        overview.WriteMethod();
        var subjects = new SummarySubjectSheets(plan);
        if (plan.SubjectSheets is null)
            subjects.WriteLong();
        else
            subjects.WriteOneEach();
    }
}
