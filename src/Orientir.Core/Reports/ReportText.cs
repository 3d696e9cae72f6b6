namespace Orientir.Core.Reports;

/// <summary>The analytic report as sections, in order: what Word and HTML draw.</summary>
public static class ReportText
{
    /// <summary>
    /// Summary, aim and object, participants, method, results by direction, consolidated table, levels, cycle, conclusions, appendix.
    /// Sections the data cannot carry consist of the sentence that says so.
    /// </summary>
    public static IReadOnlyList<Section> Of(ReportFacts facts) => throw new NotSupportedException(facts.Campaign);

    /// <summary>The expert conclusion of one subject as sections.</summary>
    public static IReadOnlyList<Section> Of(ReportFacts facts, SubjectFacts subject) => throw new NotSupportedException(facts.Campaign + subject.Name);
}
