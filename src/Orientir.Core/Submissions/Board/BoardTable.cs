using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>Which table of the board.</summary>
public enum BoardView
{
    /// <summary>Ход сбора: answered of all and with evidence, a column per direction.</summary>
    Progress,

    /// <summary>Полнота: 1 or 0 a direction by the rule of the campaign, with total and note.</summary>
    Completeness,
}

/// <summary>A table of the board as it is shown and exported.</summary>
public static class BoardTable
{
    /// <summary>
    /// The table, a row for each row of the board in its order: name, the directions, then what concerns the subject as a whole.
    /// </summary>
    public static DisplayTable Of(Board board, BoardView view, RegionTime zone)
    {
        var name = new DisplayColumn(Russian.Capital(board.Kind.Noun.One), Sort: "name");
        return view == BoardView.Progress
            ? new(
                "Ход сбора",
                [
                    name,
                    .. board.Directions.Select(one => new DisplayColumn($"Напр. {one.Code}", Sort: one.Uid)),
                    new("Всего", Sort: "filled"),
                    new("Без подтв.", Numeric: true, Sort: "evidence"),
                    new("Состояние", Sort: "state"),
                    new("Отправлено", Sort: "sent"),
                    new("Срок", Sort: "deadline"),
                ],
                [
                    .. board.Rows.Select(
                        IReadOnlyList<DisplayCell> (row) =>
                            [
                                Name(row),
                                .. row.Cells.Select(cell => Progress(cell.Filled, cell.Total, cell.WithEvidence)),
                                Progress(row.Filled, row.Total, row.WithEvidence),
                                Number(row.WithoutEvidence),
                                new(
                                    string.Join(", ", ((string?[])[BoardWords.StateOf(row), BoardWords.UnassessedOf(row)]).OfType<string>())
                                ),
                                new(row.SentAt is { } sent ? Plain(zone.Date(sent)) : "нет"),
                                new(Plain(zone.LastDay(row.Deadline)) + (row.IsExtended ? ", продлён" : "")),
                            ]
                    ),
                ],
                Totals(
                    board,
                    [
                        .. board.Directions.Select(
                            (_, index) =>
                                Progress(
                                    Sum(row => row.Cells[index].Filled),
                                    Sum(row => row.Cells[index].Total),
                                    Sum(row => row.Cells[index].WithEvidence)
                                )
                        ),
                        Progress(Sum(row => row.Filled), Sum(row => row.Total), Sum(row => row.WithEvidence)),
                        Number(Sum(row => row.WithoutEvidence)),
                        new($"отправили {Russian.Number(board.Sent)}"),
                        new(""),
                        new($"опаздывают {Russian.Number(board.Late)}"),
                    ]
                )
            )
            : new(
                "Полнота",
                [
                    name,
                    .. board.Directions.Select(one => new DisplayColumn($"{one.Code}. {one.Title}", Numeric: true, Sort: one.Uid)),
                    new("Итого", Numeric: true, Sort: "complete"),
                    new("Примечание"),
                ],
                [
                    .. board.Rows.Select(
                        IReadOnlyList<DisplayCell> (row) =>
                            [
                                Name(row),
                                .. row.Cells.Select(cell => Number(cell.IsComplete ? 1 : 0)),
                                Number(row.Complete),
                                new(BoardWords.NoteOf(board, row)),
                            ]
                    ),
                ],
                Totals(
                    board,
                    [
                        .. board.Directions.Select((_, index) => Number(board.Rows.Count(row => row.Cells[index].IsComplete))),
                        Number(Sum(row => row.Complete)),
                        new(""),
                    ]
                )
            );

        // Cells of two lines take a day, and sums, in as many: the columns fit a screen.
        string Plain(string day) => day.Replace('\u00A0', ' ');

        int Sum(Func<BoardRow, int> figure) => board.Rows.Sum(figure);
    }

    /// <summary>How far the directions are, all subjects together: a row per direction.</summary>
    public static DisplayTable Directions(Board board) =>
        new(
            $"Сколько {board.Kind.Noun.Form(GrammaticalCase.Genitive, plural: true)} заполнили и подтвердили по направлениям",
            [
                new("Направление"),
                new("Заполнено, %", Numeric: true),
                new("Подтверждено, %", Numeric: true),
                new("Полных ответов", Numeric: true),
            ],
            [
                .. board.Directions.Select(
                    IReadOnlyList<DisplayCell> (direction, index) =>
                        [
                            new($"{direction.Code}. {direction.Title}"),
                            Part(board.Rows.Sum(row => row.Cells[index].Filled), board.Rows.Sum(row => row.Cells[index].Total)),
                            Part(board.Rows.Sum(row => row.Cells[index].Evidenced), board.Rows.Sum(row => row.Cells[index].Required)),
                            Number(board.Rows.Count(row => row.Cells[index].IsComplete)),
                        ]
                ),
            ]
        );

    private static DisplayCell Part(int part, int of) =>
        new(of == 0 ? Russian.NoData : Russian.Number(100.0 * part / of, 0), of == 0 ? null : 100.0 * part / of);

    private static IReadOnlyList<DisplayCell>? Totals(Board board, IReadOnlyList<DisplayCell> sums) =>
        board.Rows.Count == 0 ? null : [new("Всего"), .. sums.Select(sum => sum with { Text = sum.Text.Replace('\u00A0', ' ') })];

    private static DisplayCell Name(BoardRow row) => new(row.Name, Target: new SubmissionPlace(row.CampaignSubjectId));

    // Not «5/14»: a spreadsheet would take that for a date.
    private static DisplayCell Progress(int filled, int total, int evidenced) =>
        new($"{Russian.Number(filled)}\u00A0из\u00A0{Russian.Number(total)}, подтв.\u00A0{Russian.Number(evidenced)}");

    private static DisplayCell Number(int number) => new(Russian.Number(number), number);
}
