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
        var smaller = ResultWords.MaximaDiffer(scores);
        return new(
            "Рейтинг",
            [
                new(NameOf(scored), Sort: "name"),
                new("Место", true, "place"),
                new("Баллы", true, "points"),
                new("Показателей без оценки", true),
                new("Максимум", true),
                .. smaller ? new DisplayColumn[] { new("Почему максимум меньше полного") } : [],
                new("Доля", true),
                .. levels.Select(level => new DisplayColumn(level.Title)),
                .. directions.Select(direction => new DisplayColumn($"{direction.Node.Code}, баллы", true, direction.Node.Uid)),
            ],
            [
                .. order.Select(subject =>
                    (IReadOnlyList<DisplayCell>)
                        [
                            new(scores.Subjects[subject].Name, Target: OfSubject(scores, subject)),
                            Place(scored, subject, 0),
                            Points(scores, subject, 0, OfSubject(scores, subject)),
                            new(Russian.Number(scores.UnscoredOf(subject)), scores.UnscoredOf(subject)),
                            Maximum(scores, subject, 0),
                            .. smaller ? new DisplayCell[] { new(ResultWords.WhySmaller(scored, subject) ?? "") } : [],
                            Share(scores[subject, 0].Share, ResultWords.Absent(scores, subject, 0)),
                            .. levels.Select(
                                (level, index) =>
                                    new DisplayCell(
                                        scores.BandOf(subject, index) is { } band
                                            ? Palette.ZoneOf(band, level.Bands.Count).Shape
                                                + $"{Russian.NoBreakSpace}{level.Bands[band].Title}"
                                                + ResultWords.LevelInBrackets(scored, index, subject)
                                        : scores[subject, 0].Points is null ? ResultWords.Absent(scores, subject, 0)
                                        : Russian.NoData
                                    )
                            ),
                            .. directions.Select(direction =>
                                Points(scores, subject, direction.Index, OfNode(scores, subject, direction.Node))
                            ),
                        ]
                ),
            ],
            [
                new("В среднем"),
                new(""),
                MeanOfAll(scored, 0, smaller),
                new(""),
                new(""),
                .. smaller ? new DisplayCell[] { new("") } : [],
                Share(scores.Summaries[0].MeanShare, ResultWords.AbsentForAll(scores, 0)),
                .. levels.Select(_ => new DisplayCell("")),
                .. directions.Select(direction => MeanOfAll(scored, direction.Index, smaller)),
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
            _ => scored.Listed.AsEnumerable(),
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
                .. scored.Listed.Select(subject =>
                    (IReadOnlyList<DisplayCell>)
                        [
                            new(scores.Subjects[subject].Name, Target: OfSubject(scores, subject)),
                            .. directions.Select(direction =>
                                Shaded(
                                    scores[subject, direction.Index].Share,
                                    ResultWords.Absent(scores, subject, direction.Index),
                                    OfNode(scores, subject, direction.Node)
                                )
                            ),
                        ]
                ),
            ],
            [
                new("В среднем"),
                .. directions.Select(direction =>
                    Shaded(
                        scores.Summaries[direction.Index].MeanShare,
                        ResultWords.AbsentForAll(scores, direction.Index),
                        OfDirection(direction.Node)
                    )
                ),
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
        var differ = ResultWords.MaximaDiffer(scores);
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
                                Place(scored, subject, found.Index),
                                Points(scores, subject, found.Index),
                                .. leaves.Select(leaf =>
                                    Points(scores, subject, leaf, OfNode(scores, subject, methodology.Nodes[leaf]), true)
                                ),
                            ]
                    ),
            ],
            [
                new("В среднем"),
                new(""),
                MeanOfAll(scored, found.Index, differ),
                .. leaves.Select(leaf => MeanOfAll(scored, leaf, differ) with { Share = scores.Summaries[leaf].MeanShare }),
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
        var differ = ResultWords.MaximaDiffer(scores);
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
                                Points(scores, subject, row.Index),
                                Maximum(scores, subject, row.Index),
                                Shaded(row.Score.Share, ResultWords.Absent(scores, subject, row.Index)),
                                MeanOfAll(scored, row.Index, differ),
                                OfAll(scored, row.Index, differ, row.Summary.MaxFound, row.Summary.MaxShare),
                                Place(scored, subject, row.Index),
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

    private static ResultPlace OfSubject(Scores scores, int subject) => new(scores.Subjects[subject].Id, null);

    private static ResultPlace OfNode(Scores scores, int subject, Node node) => new(scores.Subjects[subject].Id, node.Uid);

    private static ResultPlace OfDirection(Node node) => new(null, node.Uid);

    private static string Named(string expert, string text) => expert.Length == 0 ? text : $"{expert}: {text}";

    private static DisplayCell Points(Scores scores, int subject, int node, CellTarget? target = null, bool shaded = false) =>
        scores[subject, node] is { Points: { } points, Share: var share }
            ? new(Russian.Number(points), points, shaded ? share : null, target)
            : new(ResultWords.Absent(scores, subject, node), Target: target);

    // Of what does not apply there is no maximum: 0 would be another thing.
    private static DisplayCell Maximum(Scores scores, int subject, int node) =>
        scores.IsNotApplicable(subject, node)
            ? new(ResultWords.NotApplicable)
            : new(Russian.Number(scores[subject, node].Max), scores[subject, node].Max);

    // A place beside which words stand is text in files too.
    private static DisplayCell Place(ScoredMarks scored, int subject, int node) =>
        scored.Scores[subject, node] is not { Rank: { } rank, RankTo: { } to } ? new(ResultWords.Absent(scored.Scores, subject, node))
        : ResultWords.Beside(scored, subject) is not null ? new(ResultWords.Place(scored, subject, rank, to))
        : new(Russian.PlaceNumber(rank, to), rank);

    private static DisplayCell MeanOfAll(ScoredMarks scored, int node, bool differ) =>
        OfAll(scored, node, differ, scored.Scores.Summaries[node].Mean, scored.Scores.Summaries[node].MeanShare);

    // An indicator has one maximum for all to whom it applies.
    private static DisplayCell OfAll(ScoredMarks scored, int node, bool differ, double? points, double? share) =>
        points is not { } number ? new(ResultWords.AbsentForAll(scored.Scores, node))
        : differ && scored.Methodology.Nodes[node].Scale is null ? Share(share, ResultWords.AbsentForAll(scored.Scores, node))
        : new(Russian.Number(number), number);

    private static DisplayCell Share(double? share, string absent) => share is { } part ? new(Russian.Percent(part), part) : new(absent);

    private static DisplayCell Shaded(double? share, string absent, CellTarget? target = null) =>
        Share(share, absent) with
        {
            Share = share,
            Target = target,
        };
}
