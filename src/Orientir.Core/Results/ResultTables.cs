using System.Globalization;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>The tables results are looked at in; every figure leads to what stands behind it.</summary>
public static class ResultTables
{
    /// <summary>Subjects in listing order, or by what is asked for.</summary>
    /// <param name="scored">Scored marks.</param>
    /// <param name="run">Key of the run, for addresses.</param>
    /// <param name="sort">«name», «points» (most first), anything else the place.</param>
    public static SeenTable Rating(ScoredMarks scored, int run, string? sort = null)
    {
        var scores = scored.Scores;
        var order = sort switch
        {
            "name" => scores.Order.OrderBy(subject => scores.Subjects[subject].Name, RussianOrder),
            "points" => scores.Order.OrderByDescending(subject => scores[subject, 0].Points ?? -1),
            _ => scores.Order.AsEnumerable(),
        };
        var directions = Directions(scored.Methodology);
        var levels = scored.Methodology.Levels;
        return new(
            "Рейтинг",
            [
                new("Объект", Sort: "name"), new("Место", true, "place"), new("Баллы", true, "points"), new("Максимум", true), new("Доля", true),
                .. levels.Select(level => new SeenColumn(level.Title)),
                .. directions.Select(direction => new SeenColumn($"{direction.Node.Code}, баллы", true)),
                new("Без оценки", true),
            ],
            [
                .. order.Select(subject => (IReadOnlyList<SeenCell>)
                [
                    new(scores.Subjects[subject].Name, Address: OfSubject(run, scores, subject)),
                    scores[subject, 0].Rank is { } rank ? new(Russian.PlaceNumber(rank, scores[subject, 0].RankTo!.Value), rank) : NoData,
                    Points(scores[subject, 0].Points, OfSubject(run, scores, subject)),
                    Points(scores[subject, 0].Max),
                    Share(scores[subject, 0].Share),
                    .. levels.Select((level, index) => new SeenCell(scores.BandOf(subject, index) is { } band ? level.Bands[band].Title : NoData.Text)),
                    .. directions.Select(direction => Points(scores[subject, direction.Index].Points, OfNode(run, scores, subject, direction.Node))),
                    new(Russian.Number(scores.UnscoredOf(subject)), scores.UnscoredOf(subject)),
                ]),
            ],
            [
                new("В среднем"), new(""), Points(scores.Summaries[0].Mean), new(""), Share(scores.Summaries[0].MeanShare),
                .. levels.Select(_ => new SeenCell("")),
                .. directions.Select(direction => Points(scores.Summaries[direction.Index].Mean)), new(""),
            ]);
    }

    /// <summary>Subject × direction, shaded by share.</summary>
    public static SeenTable Heat(ScoredMarks scored, int run)
    {
        var scores = scored.Scores;
        var directions = Directions(scored.Methodology);
        return new(
            "Объекты и направления, доля от максимума",
            [new("Объект"), .. directions.Select(direction => new SeenColumn($"{direction.Node.Code} {direction.Node.Title}", true))],
            [
                .. scores.Order.Select(subject => (IReadOnlyList<SeenCell>)
                [
                    new(scores.Subjects[subject].Name, Address: OfSubject(run, scores, subject)),
                    .. directions.Select(direction => Shaded(scores[subject, direction.Index].Share, OfNode(run, scores, subject, direction.Node))),
                ]),
            ],
            [new("В среднем"), .. directions.Select(direction => Shaded(scores.Summaries[direction.Index].MeanShare, OfDirection(run, direction.Node)))]);
    }

    /// <summary>One direction: subjects × its indicators, shaded by share; null where there is no such direction.</summary>
    public static SeenTable? Direction(ScoredMarks scored, int run, string uid)
    {
        var methodology = scored.Methodology;
        var scores = scored.Scores;
        if (Directions(methodology).FirstOrDefault(direction => direction.Node.Uid == uid) is not { Node: not null } found) return null;
        var leaves = Enumerable.Range(found.Index, methodology.Specification.EndOf(found.Index) - found.Index).Where(index => methodology.Nodes[index].Scale is not null).ToList();
        return new(
            $"{found.Node.Code} {found.Node.Title}",
            [new("Объект"), new("Место", true), new("Баллы", true), .. leaves.Select(leaf => new SeenColumn($"{methodology.Nodes[leaf].Code} {methodology.Nodes[leaf].Title}", true))],
            [
                .. scores.Order.OrderBy(subject => scores[subject, found.Index].Rank ?? int.MaxValue).Select(subject => (IReadOnlyList<SeenCell>)
                [
                    new(scores.Subjects[subject].Name, Address: OfNode(run, scores, subject, found.Node)),
                    scores[subject, found.Index].Rank is { } rank ? new(Russian.PlaceNumber(rank, scores[subject, found.Index].RankTo!.Value), rank) : NoData,
                    Points(scores[subject, found.Index].Points),
                    .. leaves.Select(leaf => Points(scores[subject, leaf].Points, OfNode(run, scores, subject, methodology.Nodes[leaf]), scores[subject, leaf].Share)),
                ]),
            ],
            [
                new("В среднем"), new(""), Points(scores.Summaries[found.Index].Mean),
                .. leaves.Select(leaf => Points(scores.Summaries[leaf].Mean, share: scores.Summaries[leaf].MeanShare)),
            ]);
    }

    /// <summary>One subject: every node with its points, the mean and the best of others, and the marks behind it; null where there is no such subject.</summary>
    public static SeenTable? Subject(ScoredMarks scored, int run, string id)
    {
        var (methodology, scores, marks) = (scored.Methodology, scored.Scores, scored.Marks);
        var subject = scores.Subjects.TakeWhile(candidate => candidate.Id != id).Count();
        if (subject == scores.Subjects.Count) return null;
        var given = marks.Marks.ToArray().Where(mark => mark.Subject == subject).ToLookup(mark => mark.Node);
        var comments = marks.Comments.Where(comment => comment.Subject == subject).ToLookup(comment => comment.Node);
        return new(
            scores.Subjects[subject].Name,
            [new("Код и показатель"), new("Баллы", true), new("Максимум", true), new("Доля", true), new("В среднем", true), new("Лучший", true), new("Место", true), new("Оценки"), new("Комментарии")],
            [
                .. methodology.Nodes.Select((node, index) => (Node: node, Score: scores[subject, index], Summary: scores.Summaries[index], Index: index)).Select(row => (IReadOnlyList<SeenCell>)
                [
                    new(row.Index == 0 ? "Всего" : $"{row.Node.Code} {row.Node.Title}", Address: row.Node.Kind == NodeKind.Direction ? OfDirection(run, row.Node) : null),
                    Points(row.Score.Points),
                    Points(row.Score.Max),
                    Shaded(row.Score.Share),
                    Points(row.Summary.Mean),
                    Points(row.Summary.MaxFound),
                    row.Score.Rank is { } rank ? new(Russian.PlaceNumber(rank, row.Score.RankTo!.Value), rank) : NoData,
                    new(string.Join("; ", given[row.Index].Select(mark => Named(marks.Experts[mark.Expert], double.IsNaN(mark.Value) ? "не применимо" : Russian.Number(mark.Value))))),
                    new(string.Join("; ", comments[row.Index].Select(comment => Named(marks.Experts[comment.Expert], comment.Text)))),
                ]),
            ]);
    }

    /// <summary>Direction × stage of the management cycle, shaded by share.</summary>
    public static SeenTable Cycle(ScoredMarks scored, int run)
    {
        var (methodology, scores) = (scored.Methodology, scored.Scores);
        var cells = scores.Cycle.ToDictionary(cell => (cell.Direction, cell.Stage));
        return new(
            "Управленческий цикл: направления и этапы, доля от максимума",
            [new("Направление"), .. methodology.Stages.Select(stage => new SeenColumn(stage.Title, true))],
            [
                .. Directions(methodology).Select(direction => (IReadOnlyList<SeenCell>)
                [
                    new($"{direction.Node.Code} {direction.Node.Title}", Address: OfDirection(run, direction.Node)),
                    .. methodology.Stages.Select((_, stage) => cells.TryGetValue((direction.Index, stage), out var cell)
                        ? Shaded(cell.Max > 0 ? cell.Points / cell.Max : null, OfDirection(run, direction.Node)) : new SeenCell("нет показателей")),
                ]),
            ]);
    }

    /// <summary>The table of a view by its name in addresses: rating, heat, cycle, direction, subject; null where there is none.</summary>
    public static SeenTable? Named(ScoredMarks scored, int run, string? view, string? of, string? sort) => view switch
    {
        "rating" => Rating(scored, run, sort),
        "heat" => Heat(scored, run),
        "cycle" => Cycle(scored, run),
        "direction" when of is not null => Direction(scored, run, of),
        "subject" when of is not null => Subject(scored, run, of),
        _ => null,
    };

    /// <summary>Address of a direction.</summary>
    public static string OfDirection(int run, Node node) => string.Create(CultureInfo.InvariantCulture, $"/results/{run}/direction?of={Uri.EscapeDataString(node.Uid)}");

    /// <summary>The directions in printed order.</summary>
    public static IReadOnlyList<(Node Node, int Index)> Directions(Methodology methodology) =>
        [.. methodology.Nodes.Select((node, index) => (node, index)).Where(pair => pair.node.Kind == NodeKind.Direction)];

    /// <summary>Order of names: by letters, ё as е.</summary>
    private static readonly IComparer<string> RussianOrder =
        Comparer<string>.Create((one, other) => string.CompareOrdinal(Territories.FoldedName.Of(one), Territories.FoldedName.Of(other)));

    private static readonly SeenCell NoData = new("нет данных");

    private static string OfSubject(int run, Scores scores, int subject) =>
        string.Create(CultureInfo.InvariantCulture, $"/results/{run}/subject?of={Uri.EscapeDataString(scores.Subjects[subject].Id)}");

    private static string OfNode(int run, Scores scores, int subject, Node node) => $"{OfSubject(run, scores, subject)}&node={Uri.EscapeDataString(node.Uid)}";

    private static string Named(string expert, string text) => expert.Length == 0 ? text : $"{expert}: {text}";

    private static SeenCell Points(double? points, string? address = null, double? share = null) =>
        points is { } number ? new(Russian.Number(number), number, share, address) : NoData with { Address = address };

    private static SeenCell Share(double? share) => share is { } part ? new(Russian.Percent(part), part) : NoData;

    private static SeenCell Shaded(double? share, string? address = null) => Share(share) with { Share = share, Address = address };
}
