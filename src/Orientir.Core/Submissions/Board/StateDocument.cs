using Orientir.Core.Campaigns;
using Orientir.Core.Office;

namespace Orientir.Core.Submissions;

/// <summary>A part of the one-page state under its heading.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Lines">Sentences; those of a list are numbered where they are shown.</param>
/// <param name="IsList">Whether the lines are a list.</param>
public sealed record StatePart(string Heading, IReadOnlyList<string> Lines, bool IsList = false);

/// <summary>The state of a campaign for the ministry on one page: what the page of the site shows and its .docx holds.</summary>
/// <param name="Moment">When, and what comes next.</param>
/// <param name="Sent">How many have sent.</param>
/// <param name="Parts">Who is late, the problems, who is silent.</param>
/// <param name="Directions">How far each direction is.</param>
public sealed record StateDocument(string Moment, string Sent, IReadOnlyList<StatePart> Parts, DisplayTable Directions)
{
    /// <summary>The state of an opened campaign.</summary>
    public static StateDocument Of(Campaign campaign, Board board, RegionTime zone)
    {
        var problems = BoardWords.ProblemsOf(board);
        return new(
            MomentOf(campaign, board.At, zone),
            BoardWords.SentOf(board) + ".",
            [
                new(BoardWords.LateCalled(board), [BoardWords.LateOf(board) + "."]),
                problems.Count == 0
                    ? new("Главные проблемы", ["Проблем нет: на всё отвечено, всё заявленное подтверждено."])
                    : new(
                        problems.Count == 3 ? "Три главные проблемы" : "Главные проблемы",
                        [.. problems.Select(problem => problem + ".")],
                        IsList: true
                    ),
                new("Кто молчит", [BoardWords.SilentOf(board) + "."]),
            ],
            BoardTable.Directions(board)
        );
    }

    /// <summary>«Состояние на 12 марта 2026, 14:02. Ответы принимаются по …».</summary>
    public static string MomentOf(Campaign campaign, DateTime at, RegionTime zone) =>
        $"Состояние на {zone.Moment(at)}. {Russian.Capital(CampaignWords.NextDeadline(campaign, at, zone))}.";

    /// <summary>Writes it as .docx.</summary>
    public void Write(Stream stream, string title)
    {
        var word = new WordDocument($"Состояние мониторинга. {title}");
        word.Title(title);
        word.Subtitle(Moment);
        word.Paragraph(Sent, bold: true);
        foreach (var part in Parts)
        {
            word.Heading(2, part.Heading);
            for (var index = 0; index < part.Lines.Count; index++)
                word.Dense(part.IsList ? $"{Russian.Number(index + 1)}. {part.Lines[index]}" : part.Lines[index]);
        }
        word.Table(
            new(
                Directions.Title,
                Directions.Title,
                [.. Directions.Columns.Select(column => new WordColumn(column.Title, column.Numeric ? 1 : 4, column.Numeric))],
                [.. Directions.Rows.Select(IReadOnlyList<WordCell> (row) => [.. row.Select(cell => new WordCell(cell.Text))])]
            )
        );
        word.Save(stream);
    }
}
