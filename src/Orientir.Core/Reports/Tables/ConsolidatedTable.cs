using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>Points and places of every subject, and the maximum and the mean below them.</summary>
internal static class ConsolidatedTable
{
    // What a note still holds; the rest stands in the conclusions and the workbook.
    private const int MostReasons = 20;

    /// <summary>A row a subject in the order of the rating.</summary>
    public static TableBlock Of(ReportFacts facts)
    {
        var scores = facts.Scored.Scores;
        // Its own maximum, where what does not apply has made it smaller.
        var own = facts.Rating.Any(row => ResultWords.HasSmallerMaximum(scores, row.Subject));
        var digits = Wording.MeanDigits(facts.Total.Max);
        var levels = facts.Levels.Where(level => level.Node == 0).ToArray();
        var shown = facts.Scope.HasDirections ? facts.Directions : [];
        List<TableColumn> columns =
        [
            new("Место"),
            new(Russian.Capital(facts.Noun.One), false, 3.5),
            .. shown.Select(direction => new TableColumn(direction.Summary.Code)),
            new("Всего"),
            .. own ? new TableColumn[] { new("Максимум", true, 1.4) } : [],
            new("Доля, %", true, 1.2),
            .. levels.Select(level => new TableColumn(level.Title, false, 1.8)),
        ];
        var rows = facts
            .Rating.Select(row => new TableRow([
                row.Total.Rank is { } rank ? Russian.PlaceNumber(rank, row.Total.RankTo!.Value) : "нет",
                row.Name + ResultWords.InBrackets(facts.Scored, row.Subject),
                .. shown.Select(
                    (direction, at) =>
                        TableCell.Number(row.Directions[at].Points, 2, Absent(row.Subject, direction.Summary.Node)) with
                        {
                            Strong =
                                facts.Scope.Comparable
                                && row.MayBeNamed
                                && direction.Summary.LeadIsSure
                                && direction.Summary.Leaders.Contains(row.Subject),
                        }
                ),
                TableCell.Number(row.Total.Points, 2, Absent(row.Subject, 0)),
                .. own ? new[] { TableCell.Number(row.Total.Share is null ? null : row.Total.Max, 2, Absent(row.Subject, 0)) } : [],
                row.Total.Share is { } share ? Russian.Fixed(share * 100, 1) : Absent(row.Subject, 0),
                .. levels.Select(level => new TableCell(
                    row.Bands[level.Index] is { } band
                        ? band.Label + ResultWords.LevelInBrackets(facts.Scored, level.Index, row.Subject)
                        : (row.Total.Points is null ? Absent(row.Subject, 0) : Russian.NoData)
                )),
            ]))
            .ToList();
        rows.Add(
            new(
                [
                    "",
                    own ? "Полный максимум" : "Максимум",
                    .. shown.Select(direction => TableCell.Number(direction.Summary.Max, 2)),
                    TableCell.Number(facts.Total.Max, 2),
                    .. own ? new[] { TableCell.Number(facts.Total.Max, 2) } : [],
                    "100,0",
                    .. levels.Select(_ => new TableCell("")),
                ],
                Total: true
            )
        );
        if (facts.Scope.Comparable)
            rows.Add(
                new(
                    [
                        "",
                        "Среднее",
                        .. shown.Select(direction => MeanOf(direction.Summary)),
                        MeanOf(facts.Total),
                        .. own ? new TableCell[] { "" } : [],
                        facts.Total.MeanShare is { } mean ? Russian.Fixed(mean * 100, 1) : Russian.NoData,
                        .. levels.Select(_ => new TableCell("")),
                    ],
                    Total: true
                )
            );
        return new("Баллы и места", columns, rows, RowHeader: 1, Note());

        string Absent(int subject, int node) => ResultWords.Absent(scores, subject, node);

        TableCell MeanOf(NodeFacts of) =>
            facts.MaximaDiffer && of.MeanShare is { } share
                ? Russian.Percent(share)
                : TableCell.Number(of.Mean, digits, ResultWords.AbsentForAll(scores, of.Node));

        string? Note()
        {
            List<string> notes = [];
            if (shown.Count > 0)
                notes.Add(
                    "Направления: "
                        + Russian.Sentence(
                            string.Join("; ", shown.Select(direction => $"{direction.Summary.Code} — {direction.Summary.Title}"))
                        )
                        + (facts.Scope.Comparable ? " Выделены лучшие результаты по направлениям." : "")
                );
            string[] smaller =
            [
                .. facts
                    .Rating.Select(row => (row.Name, Why: ResultWords.WhySmaller(facts.Scored, row.Subject)))
                    .Where(row => row.Why is not null)
                    .Select(row => $"{row.Name} — {row.Why}"),
            ];
            if (smaller.Length > 0)
                notes.Add(
                    "Максимум меньше: "
                        + string.Join("; ", smaller.Take(MostReasons))
                        + (
                            smaller.Length > MostReasons
                                ? $"; так же ещё у {Russian.Count(smaller.Length - MostReasons, facts.Noun, GrammaticalCase.Genitive)}."
                                : "."
                        )
                );
            return notes.Count == 0 ? null : string.Join(' ', notes);
        }
    }
}
