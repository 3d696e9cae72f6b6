using Orientir.Core.Office;
using Orientir.Core.Territories;

namespace Orientir.Core.Campaigns;

/// <summary>Writes the state of a campaign for the ministry as one page of .docx.</summary>
public static class StateDocument
{
    /// <summary>Writes it.</summary>
    public static void Write(Stream stream, Board board, RegionTime zone)
    {
        var word = new WordDocument($"Состояние мониторинга. {board.Title}");
        word.Title("Состояние мониторинга");
        word.Subtitle($"{board.Title}. На {zone.Moment(board.At)}");
        word.Paragraph(BoardWords.SentOf(board) + ".", bold: true);
        word.Paragraph(BoardWords.LateOf(board) + ".");
        if (BoardWords.ProblemsOf(board) is { Count: > 0 } problems)
        {
            word.Paragraph("Главное, что мешает:");
            word.List(problems, numbered: true);
        }
        word.Paragraph(BoardWords.SilentOf(board) + ".");
        word.Save(stream);
    }
}
