using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>The tables the difference of two runs is looked at in.</summary>
public static class DifferenceTables
{
    /// <summary>Subjects whose results differ: by place of the later run, by name, or by how far points moved («points»).</summary>
    public static DisplayTable Results(RunDifference difference, string? sort = null)
    {
        var levels = difference.After.Scored.Methodology.Levels;
        var rows = sort switch
        {
            "name" => difference.Results.OrderBy(row => FoldedName.Of(row.Name), StringComparer.Ordinal),
            "points" => difference.Results.OrderByDescending(row => Math.Abs(row.Gained ?? double.PositiveInfinity)),
            _ => difference.Results.AsEnumerable(),
        };
        return new(
            "Чьи итоги изменились",
            [
                new(Russian.Capital(difference.After.Scored.Methodology.Subject.Noun.One), Sort: "name"),
                new("Место было", true),
                new("Место стало", true, "place"),
                new("Баллы были", true),
                new("Баллы стали", true),
                new("Изменение, баллов", true, "points"),
                new("Доля была", true),
                new("Доля стала", true),
                .. levels.Select(level => new DisplayColumn(level.Title)),
                new("Показателей и разделов с другими баллами", true),
            ],
            [
                .. rows.Select(row =>
                    (IReadOnlyList<DisplayCell>)
                        [
                            new(row.Name, Target: row.After is null ? null : new ResultPlace(row.SubjectId, null)),
                            Place(row.Before, Absent(difference.Before, row)),
                            Place(row.After, Absent(difference.After, row)),
                            Points(row.Before?.Points, Absent(difference.Before, row)),
                            Points(row.After?.Points, Absent(difference.After, row)),
                            row.Gained is { } gained ? new(Signed(gained), gained) : new(""),
                            Share(row.Before?.Share, Absent(difference.Before, row)),
                            Share(row.After?.Share, Absent(difference.After, row)),
                            .. levels.Select(level => new DisplayCell(Moved(level.Id, row))),
                            new(Russian.Number(row.Nodes), row.Nodes),
                        ]
                ),
            ]
        );
    }

    /// <summary>Marks that differ.</summary>
    public static DisplayTable Marks(RunDifference difference) =>
        new(
            "Оценки, которые различаются",
            [
                new(Russian.Capital(difference.After.Scored.Methodology.Subject.Noun.One)),
                new("Показатель"),
                new("Эксперт"),
                new("Оценка была"),
                new("Оценка стала"),
                new("Комментарий был"),
                new("Комментарий стал"),
            ],
            [
                .. difference.Marks.Select(mark =>
                    (IReadOnlyList<DisplayCell>)
                        [
                            new(mark.Subject),
                            new($"{mark.Node.Code} {mark.Node.Title}"),
                            new(mark.Expert),
                            new(mark.Before ?? "не было"),
                            new(mark.After ?? "убрана"),
                            new(mark.CommentBefore ?? ""),
                            new(mark.CommentAfter ?? ""),
                        ]
                ),
            ]
        );

    // What stands where a run has no result: why it has none, or that the subject is not in it.
    private static string Absent(LoadedRun run, ChangedResult row) =>
        run.Scored.Scores.IndexOf(row.SubjectId) is { } subject ? ResultWords.Absent(run.Scored.Scores, subject, 0) : Russian.NoData;

    private static DisplayCell Place(NodeScore? score, string absent) =>
        score is { Rank: { } rank, RankTo: { } to } ? new(Russian.PlaceNumber(rank, to), rank) : new(absent);

    private static DisplayCell Points(double? points, string absent) =>
        points is { } number ? new(Russian.Number(number), number) : new(absent);

    private static DisplayCell Share(double? share, string absent) => share is { } part ? new(Russian.Percent(part), part) : new(absent);

    private static string Signed(double points) => (Math.Round(points, 2) > 0 ? "+" : "") + Russian.Number(points);

    private static string Moved(string level, ChangedResult row)
    {
        var (was, now) = (
            row.LevelsBefore.GetValueOrDefault(level) ?? Russian.NoData,
            row.LevelsAfter.GetValueOrDefault(level) ?? Russian.NoData
        );
        return was == now ? now : $"{was} → {now}";
    }
}
