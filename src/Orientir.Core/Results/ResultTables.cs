using System.Globalization;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>The tables results are looked at in; every figure leads to what stands behind it.</summary>
public static class ResultTables
{
    /// <summary>Subjects in listing order, or as asked for.</summary>
    /// <param name="scored">Scored marks.</param>
    /// <param name="query">Order and choice of rows.</param>
    public static DisplayTable Rating(ScoredMarks scored, ResultQuery? query = null)
    {
        var (scores, order) = (scored.Scores, Order(scored, query));
        var directions = Known(scored);
        var levels = scored.Methodology.Levels;
        return new(
            "Рейтинг",
            [
                new(NameOf(scored), Sort: "name"),
                new("Место", true, "place"),
                new("Баллы", true, "points"),
                new("Максимум", true),
                new("Доля", true),
                .. levels.Select(level => new DisplayColumn(level.Title)),
                .. directions.Select(direction => new DisplayColumn($"{direction.Node.Code}, баллы", true, direction.Node.Uid)),
                new("Показателей без оценки", true),
            ],
            [
                .. order.Select(subject =>
                    (IReadOnlyList<DisplayCell>)
                        [
                            new(scores.Subjects[subject].Name, Target: OfSubject(scores, subject)),
                            scores[subject, 0].Rank is { } rank
                                ? new(Russian.PlaceNumber(rank, scores[subject, 0].RankTo!.Value), rank)
                                : NoData,
                            Points(scores[subject, 0].Points, OfSubject(scores, subject)),
                            Points(scores[subject, 0].Max),
                            Share(scores[subject, 0].Share),
                            .. levels.Select(
                                (level, index) =>
                                    new DisplayCell(
                                        scores.BandOf(subject, index) is { } band
                                            ? Palette.ZoneOf(band, level.Bands.Count).Shape
                                                + $"{Russian.NoBreakSpace}{level.Bands[band].Title}"
                                            : NoData.Text
                                    )
                            ),
                            .. directions.Select(direction =>
                                Points(scores[subject, direction.Index].Points, OfNode(scores, subject, direction.Node))
                            ),
                            new(Russian.Number(scores.UnscoredOf(subject)), scores.UnscoredOf(subject)),
                        ]
                ),
            ],
            [
                new("В среднем"),
                new(""),
                Points(scores.Summaries[0].Mean),
                new(""),
                Share(scores.Summaries[0].MeanShare),
                .. levels.Select(_ => new DisplayCell("")),
                .. directions.Select(direction => Points(scores.Summaries[direction.Index].Mean)),
                new(""),
            ]
        );
    }

    /// <summary>The subjects of the rating, by index, in the order asked for.</summary>
    public static IReadOnlyList<int> Order(ScoredMarks scored, ResultQuery? query = null)
    {
        var scores = scored.Scores;
        var byDirection = query?.Sort is { } uid ? scored.Methodology.Tree.FindDirection(uid) : null;
        var order = query?.Sort switch
        {
            "name" => scores.Order.OrderBy(subject => Language.FoldedName.Of(scores.Subjects[subject].Name), StringComparer.Ordinal),
            "points" => scores.Order.OrderByDescending(subject => scores[subject, 0].Points ?? -1),
            _ when byDirection is not null && scored.Methodology.Tree.IndexOf(byDirection) is var index => scores.Order.OrderByDescending(
                subject => scores[subject, index].Points ?? -1
            ),
            _ => scores.Order.AsEnumerable(),
        };
        if (query?.Search is { Length: > 0 } search && Language.FoldedName.Of(search) is var sought)
            order = order.Where(subject =>
                Language.FoldedName.Of(scores.Subjects[subject].Name).Contains(sought, StringComparison.Ordinal)
            );
        if (query?.Band is { Length: > 0 } wanted && scored.Methodology.Levels.Count > 0)
            order = order.Where(subject => scores.BandOf(subject, 0) is { } band && scored.Methodology.Levels[0].Bands[band].Id == wanted);
        return [.. order];
    }

    /// <summary>Subject × direction, shaded by share.</summary>
    public static DisplayTable Heat(ScoredMarks scored)
    {
        var scores = scored.Scores;
        var directions = Known(scored);
        return new(
            $"{Russian.Capital(scored.Methodology.Subject.Noun.Many)} и направления, доля от максимума",
            [
                new(NameOf(scored)),
                .. directions.Select(direction => new DisplayColumn($"{direction.Node.Code} {direction.Node.Title}", true)),
            ],
            [
                .. scores.Order.Select(subject =>
                    (IReadOnlyList<DisplayCell>)
                        [
                            new(scores.Subjects[subject].Name, Target: OfSubject(scores, subject)),
                            .. directions.Select(direction =>
                                Shaded(scores[subject, direction.Index].Share, OfNode(scores, subject, direction.Node))
                            ),
                        ]
                ),
            ],
            [
                new("В среднем"),
                .. directions.Select(direction => Shaded(scores.Summaries[direction.Index].MeanShare, OfDirection(direction.Node))),
            ]
        );
    }

    /// <summary>One direction: subjects × its indicators, shaded by share; null where there is no such direction.</summary>
    public static DisplayTable? Direction(ScoredMarks scored, string uid)
    {
        var methodology = scored.Methodology;
        var scores = scored.Scores;
        if (methodology.Tree.FindDirection(uid) is not { } direction)
            return null;
        var found = (Node: direction, Index: methodology.Tree.IndexOf(direction));
        var leaves = methodology.Tree.LeavesOf(direction).Select(methodology.Tree.IndexOf).ToList();
        return new(
            $"{found.Node.Code} {found.Node.Title}",
            [
                new(NameOf(scored)),
                new("Место", true),
                new("Баллы", true),
                .. leaves.Select(leaf => new DisplayColumn($"{methodology.Nodes[leaf].Code} {methodology.Nodes[leaf].Title}", true)),
            ],
            [
                .. scores
                    .Order.OrderBy(subject => scores[subject, found.Index].Rank ?? int.MaxValue)
                    .Select(subject =>
                        (IReadOnlyList<DisplayCell>)
                            [
                                new(scores.Subjects[subject].Name, Target: OfNode(scores, subject, found.Node)),
                                scores[subject, found.Index].Rank is { } rank
                                    ? new(Russian.PlaceNumber(rank, scores[subject, found.Index].RankTo!.Value), rank)
                                    : NoData,
                                Points(scores[subject, found.Index].Points),
                                .. leaves.Select(leaf =>
                                    Points(
                                        scores[subject, leaf].Points,
                                        OfNode(scores, subject, methodology.Nodes[leaf]),
                                        scores[subject, leaf].Share
                                    )
                                ),
                            ]
                    ),
            ],
            [
                new("В среднем"),
                new(""),
                Points(scores.Summaries[found.Index].Mean),
                .. leaves.Select(leaf => Points(scores.Summaries[leaf].Mean, share: scores.Summaries[leaf].MeanShare)),
            ]
        );
    }

    /// <summary>
    /// One subject: every node with its points, the mean and the best of others, and the marks behind it; null where there is no such
    /// subject.
    /// </summary>
    /// <param name="scored">Scored marks.</param>
    /// <param name="id">Id of the subject.</param>
    /// <param name="behind">What stands behind the figures; null where the reader may not see it.</param>
    public static DisplayTable? Subject(ScoredMarks scored, string id, SubjectEvidence? behind)
    {
        var (methodology, scores, marks) = (scored.Methodology, scored.Scores, scored.Marks);
        if (scores.IndexOf(id) is not { } subject)
            return null;
        var given = marks.Marks.ToArray().Where(mark => mark.Subject == subject).ToLookup(mark => mark.Node);
        var comments = marks.Comments.Where(comment => comment.Subject == subject).ToLookup(comment => comment.Node);
        return new(
            scores.Subjects[subject].Name,
            [
                new("Код и показатель"),
                new("Баллы", true),
                new("Максимум", true),
                new("Доля", true),
                new("В среднем", true),
                new("Лучший", true),
                new("Место", true),
                .. behind is null
                    ? Array.Empty<DisplayColumn>()
                    : [new DisplayColumn("Оценки"), new DisplayColumn("Комментарии экспертов"), new DisplayColumn("Ответ и подтверждения")],
            ],
            [
                .. methodology
                    .Nodes.Select(
                        (node, index) => (Node: node, Score: scores[subject, index], Summary: scores.Summaries[index], Index: index)
                    )
                    .Select(row =>
                        (IReadOnlyList<DisplayCell>)
                            [
                                new(
                                    row.Index == 0 ? "Всего" : $"{row.Node.Code} {row.Node.Title}",
                                    Target: row.Node.Kind == NodeKind.Direction ? OfDirection(row.Node) : null,
                                    Key: row.Node.Uid
                                ),
                                Points(row.Score.Points),
                                Points(row.Score.Max),
                                Shaded(row.Score.Share),
                                Points(row.Summary.Mean),
                                Points(row.Summary.MaxFound),
                                row.Score.Rank is { } rank ? new(Russian.PlaceNumber(rank, row.Score.RankTo!.Value), rank) : NoData,
                                .. behind is not null
                                    ?
                                    [
                                        new DisplayCell(
                                            string.Join(
                                                "; ",
                                                given[row.Index]
                                                    .Select(mark =>
                                                        Named(
                                                            marks.Experts[mark.Expert],
                                                            double.IsNaN(mark.Value)
                                                                ? "не применимо"
                                                                : Reviews.MarkWords.OfValue(
                                                                    mark.Value.ToString(CultureInfo.InvariantCulture),
                                                                    row.Node.Scale
                                                                )
                                                        )
                                                    )
                                            )
                                        ),
                                        new DisplayCell(
                                            string.Join(
                                                "; ",
                                                comments[row.Index].Select(comment => Named(marks.Experts[comment.Expert], comment.Text))
                                            )
                                        ),
                                        behind.Answers.GetValueOrDefault(row.Node.Uid, new DisplayCell("")),
                                    ]
                                    : Array.Empty<DisplayCell>(),
                            ]
                    ),
            ]
        );
    }

    /// <summary>The table of a view by its name in addresses: rating, heat, cycle, direction, subject; null where there is none.</summary>
    /// <param name="scored">Scored marks.</param>
    /// <param name="cycle">Gives the table of the cycle, which rests on more than the marks.</param>
    /// <param name="view">Name of the view.</param>
    /// <param name="of">Uid of a direction or id of a subject.</param>
    /// <param name="query">Order and choice of the rating.</param>
    /// <param name="behind">What stands behind the figures of the subject asked for; null where the reader may not see it.</param>
    public static DisplayTable? Named(
        ScoredMarks scored,
        Func<DisplayTable?> cycle,
        string? view,
        string? of,
        ResultQuery query,
        SubjectEvidence? behind
    ) =>
        view switch
        {
            "rating" => Rating(scored, query),
            "heat" => Heat(scored),
            "cycle" => cycle(),
            "direction" when of is not null => Direction(scored, of),
            "subject" when of is not null => Subject(scored, of, behind),
            _ => null,
        };

    // Of an archive of totals nothing is known of directions: columns without a figure say nothing.
    private static IReadOnlyList<(Node Node, int Index)> Known(ScoredMarks scored) =>
        [
            .. scored
                .Methodology.Tree.Directions.Select(direction => (Node: direction, Index: scored.Methodology.Tree.IndexOf(direction)))
                .Where(direction => scored.Scores.Summaries[direction.Index].Count > 0),
        ];

    private static string NameOf(ScoredMarks scored) => Russian.Capital(scored.Methodology.Subject.Noun.One);

    private static readonly DisplayCell NoData = new("нет данных");

    private static ResultPlace OfSubject(Scores scores, int subject) => new(scores.Subjects[subject].Id, null);

    private static ResultPlace OfNode(Scores scores, int subject, Node node) => new(scores.Subjects[subject].Id, node.Uid);

    private static ResultPlace OfDirection(Node node) => new(null, node.Uid);

    private static string Named(string expert, string text) => expert.Length == 0 ? text : $"{expert}: {text}";

    private static DisplayCell Points(double? points, CellTarget? target = null, double? share = null) =>
        points is { } number ? new(Russian.Number(number), number, share, target) : NoData with { Target = target };

    private static DisplayCell Share(double? share) => share is { } part ? new(Russian.Percent(part), part) : NoData;

    private static DisplayCell Shaded(double? share, CellTarget? target = null) => Share(share) with { Share = share, Target = target };
}
