using Orientir.Core.Office;
using Orientir.Core.Reports;

namespace Orientir.Core.Tests.Reports;

/// <summary>Everything a package says, text by text, with plain spaces.</summary>
internal static class SaidTexts
{
    /// <summary>Of the report and every conclusion.</summary>
    public static IReadOnlyList<string> Of(ReportFacts facts) =>
        [
            .. Of(
                ReportText
                    .Of(facts)
                    .Concat(
                        Enumerable
                            .Range(0, facts.Scored.Scores.Subjects.Count)
                            .SelectMany(subject => ConclusionText.Of(facts, facts.Subject(subject)))
                    )
            ),
            .. Enumerable
                .Range(0, facts.Scored.Scores.Subjects.Count)
                .Select(facts.Subject)
                .SelectMany(subject => new[] { subject.GainSentence, subject.OpenSentence }.OfType<string>().Concat(subject.Flags))
                .Select(Plain),
        ];

    public static IReadOnlyList<string> Of(IEnumerable<Section> sections) =>
        [.. sections.SelectMany(section => section.Blocks.SelectMany(TextsOf).Prepend(section.Title)).Select(Plain)];

    public static string Plain(string text) => text.Replace(Russian.NoBreakSpace, ' ');

    /// <summary>The rows of a table of the report by its caption, as plain texts.</summary>
    public static IReadOnlyList<string[]> Table(IEnumerable<Section> sections, string caption) =>
        [
            .. sections
                .SelectMany(section => section.Blocks)
                .OfType<TableBlock>()
                .Single(table => table.Caption == caption)
                .Rows.Select(row => row.Cells.Select(cell => Plain(cell.Text)).ToArray()),
        ];

    private static IEnumerable<string> TextsOf(Block block) =>
        block switch
        {
            TextBlock text => [text.Text],
            ListBlock list => list.Items,
            TableBlock table =>
            [
                table.Caption,
                .. table.Columns.Select(column => column.Title),
                .. table.Rows.SelectMany(row => row.Cells.Select(cell => cell.Text)),
                table.Note ?? "",
            ],
            ChartBlock { Chart: Chart chart } => [chart.Title, chart.Description, .. chart.Categories],
            _ => throw new NotSupportedException(),
        };
}
