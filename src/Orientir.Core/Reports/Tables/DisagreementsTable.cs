namespace Orientir.Core.Reports;

/// <summary>Marks of experts that differ, by subject.</summary>
internal static class DisagreementsTable
{
    // What a page still holds; the rest stands in the conclusions and the workbook.
    private const int MostDisputed = 60;
    private const int MostCases = 30;

    /// <summary>A row a subject, those with most cases first.</summary>
    public static TableBlock Of(ReportFacts facts)
    {
        var left = facts.Disagreements.Count - MostDisputed;
        return new(
            "Расхождения экспертов",
            [new(Russian.Capital(facts.Noun.One), false, 2.5), new("Случаев"), new("Показатель — баллы экспертов → взято", false, 6)],
            [
                .. facts
                    .Disagreements.Take(MostDisputed)
                    .Select(found => new TableRow([
                        found.Name,
                        Russian.Number(found.Cases.Count),
                        string.Join("; ", found.Cases.Take(MostCases).Select(one => one.InWords))
                            + (
                                found.Cases.Count > MostCases
                                    ? $"; ещё{Russian.NoBreakSpace}{Russian.Number(found.Cases.Count - MostCases)} — в заключении"
                                    : ""
                            ),
                    ])),
            ],
            Note: "Баллы до умножения на вес, в порядке экспертов; взята медиана."
                + (left > 0 ? $" Ещё {Russian.Count(left, facts.Noun)} — в заключениях и в сводной книге." : "")
        );
    }
}
