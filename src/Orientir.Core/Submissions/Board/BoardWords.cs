using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Submissions;

/// <summary>What the board says in words: the notes of the completeness table and the page for the ministry.</summary>
public static class BoardWords
{
    /// <summary>The remark on a subject in the completeness table; empty where there is none.</summary>
    public static string NoteOf(Board board, BoardRow row)
    {
        if (row.IsSilent)
            return "ответов и подтверждений нет";
        var single = Numbers(cell => cell.IsSingleItem);
        var whole = Numbers(cell => cell.IsUndivided);
        var notes = new List<string>();
        if (single.Count > 0)
            notes.Add(
                single.Count == board.Directions.Count
                    ? "в каждом направлении одно подтверждение, по показателям не разбито"
                    : $"{In(single)} одно подтверждение, по показателям не разбито"
            );
        if (whole.Count > 0)
            notes.Add($"{In(whole)} подтверждения не разбиты по показателям");
        if (row.IsLate)
            notes.Add("не отправлено в срок");
        if (CampaignWords.WithoutAssessment(row.WithoutAssessment) is { } missing)
            notes.Add(missing);
        return string.Join("; ", notes);

        List<string> Numbers(Func<BoardCell, bool> holds) =>
            [
                .. row
                    .Cells.Select((cell, index) => (cell, index))
                    .Where(pair => holds(pair.cell))
                    .Select(pair => board.Directions[pair.index].Code),
            ];
    }

    private static string In(List<string> codes) => $"в {(codes.Count == 1 ? "направлении" : "направлениях")} {Russian.List(codes)}";

    /// <summary>«12 из 18 муниципалитетов отправили ответы, у 1 из них они возвращены».</summary>
    public static string SentOf(Board board)
    {
        var noun = board.Kind.Noun;
        return $"{Russian.Number(board.Sent)} из {Russian.Count(board.Rows.Count, noun, GrammaticalCase.Genitive)} "
            + $"{Russian.Verb(board.Sent, noun.Agree("отправил", "отправила", "отправило"), "отправили")} ответы"
            + (board.Returned > 0 ? $", у\u00A0{Russian.Number(board.Returned)} из них они возвращены" : "");
    }

    /// <summary>The problems of the campaign, the one that concerns most subjects first, at most so many.</summary>
    public static IReadOnlyList<string> ProblemsOf(Board board, int most = 3)
    {
        var noun = board.Kind.Noun;
        var problems = new List<(int Weight, string Text)>();
        var silent = board.Rows.Count(row => row.IsSilent);
        if (silent > 0)
            problems.Add(
                (
                    silent,
                    $"{Russian.Capital(Phrase(silent))} "
                        + $"{Russian.Verb(silent, noun.Agree("не начал", "не начала", "не начало"), "не начали")} отвечать"
                )
            );
        var late = board.Rows.Count(row => row.IsLate && !row.IsSilent);
        if (late > 0)
            problems.Add(
                (
                    late,
                    $"{Russian.Capital(Phrase(late))} "
                        + Russian.Verb(
                            late,
                            noun.Agree("начал, но не отправил", "начала, но не отправила", "начало, но не отправило"),
                            "начали, но не отправили"
                        )
                        + " ответы в срок"
                )
            );
        var partly = board.Rows.Where(row => row is { IsSent: true, WithoutAssessment: > 0 }).ToList();
        if (partly.Count > 0)
            problems.Add(
                (
                    partly.Count,
                    $"{Russian.Capital(Phrase(partly.Count))} "
                        + $"{Russian.Verb(partly.Count, noun.Agree("отправил", "отправила", "отправило"), "отправили")} "
                        + "обязательную самооценку не полностью: нет "
                        + $"{Russian.Count(partly.Sum(row => row.WithoutAssessment), "ответа", "ответов", "ответов")}"
                )
            );
        var answering = board.Rows.Where(row => !row.IsSilent).ToList();
        var single = answering.Count(row => row.Cells.Any(cell => cell.IsSingleItem));
        if (single > 0)
            problems.Add(
                (
                    single,
                    $"У {Russian.Count(single, noun, GrammaticalCase.Genitive)} на целое направление одно подтверждение: к какому "
                        + "показателю оно относится, не видно"
                )
            );
        AddOf("не хватает подтверждений", answering, cell => cell.WithoutEvidence > 0);
        AddOf("есть показатели без ответа", answering.Except(partly), cell => cell.Filled < cell.Total);
        return
        [
            .. problems
                .Select((problem, order) => (problem, order))
                .OrderByDescending(one => one.problem.Weight)
                .ThenBy(one => one.order)
                .Take(most)
                .Select(one => one.problem.Text),
        ];

        string Phrase(int count) => Russian.Count(count, noun);

        void AddOf(string what, IEnumerable<BoardRow> among, Predicate<BoardCell> holds)
        {
            var rows = among.Where(row => row.Cells.Any(cell => holds(cell))).ToList();
            if (rows.Count == 0)
                return;
            int[] byDirection = [.. board.Directions.Select((_, index) => rows.Count(row => holds(row.Cells[index])))];
            var worst = board.Directions.Where((_, index) => byDirection[index] == byDirection.Max()).ToList();
            var where =
                worst.Count == board.Directions.Count ? "во всех направлениях"
                : worst.Count == 1 ? $"чаще всего в направлении {Russian.Quote(worst[0].Title)}"
                : "чаще всего " + In([.. worst.Select(one => one.Code)]);
            problems.Add((rows.Count, $"У {Russian.Count(rows.Count, noun, GrammaticalCase.Genitive)} {what}, {where}"));
        }
    }

    /// <summary>How those are called who are late: once nobody can send any more, they were.</summary>
    public static string LateCalled(Board board) => IsAccepting(board) ? "Опаздывают" : "Не отправили в срок";

    /// <summary>Who is late: «Опаздывают 3 муниципалитета: …», «Не отправили ответы в срок 3 муниципалитета: …».</summary>
    public static string LateOf(Board board)
    {
        var late = board.Rows.Where(row => row.IsLate).Select(row => row.Name).ToList();
        if (late.Count > 0)
            return (
                    IsAccepting(board)
                        ? Russian.Verb(late.Count, "Опаздывает", "Опаздывают")
                        : Russian.Verb(late.Count, "Не отправил ответы в срок", "Не отправили ответы в срок")
                ) + $" {Russian.Count(late.Count, board.Kind.Noun)}: {Russian.List(late, 20)}";
        return board.State is CampaignState.Preparation or CampaignState.Collection
            ? "Срок ещё не прошёл, опаздывающих нет"
            : "Опоздавших нет";
    }

    // An extension lets some answer while experts mark.
    private static bool IsAccepting(Board board) =>
        board.State is CampaignState.Preparation or CampaignState.Collection or CampaignState.Review;

    /// <summary>Who has not begun: «Молчат 2 муниципалитета: …».</summary>
    public static string SilentOf(Board board)
    {
        var silent = board.Rows.Where(row => row.IsSilent).Select(row => row.Name).ToList();
        return silent.Count == 0
            ? "Ответы начали все"
            : $"{Russian.Verb(silent.Count, "Молчит", "Молчат")} {Russian.Count(silent.Count, board.Kind.Noun)}: "
                + $"{Russian.List(silent, 40)}";
    }

    /// <summary>
    /// What of a required self-assessment was sent without, beside the state: «без самооценки: 12 показателей»; null where nothing is.
    /// While it is being written the figures say it.
    /// </summary>
    public static string? UnassessedOf(BoardRow row) =>
        row is { IsSent: true, WithoutAssessment: > 0 } ? $"без самооценки: {Russian.Count(row.WithoutAssessment, Nouns.Indicator)}" : null;

    /// <summary>State of a submission as people call it; a draft past its deadline was not sent.</summary>
    public static string StateOf(BoardRow row) =>
        row switch
        {
            { IsSilent: true, IsLate: false, State: SubmissionState.Draft } => "не начато",
            _ => SubmissionForm.NameOf(row.State, row.IsLate),
        };
}
