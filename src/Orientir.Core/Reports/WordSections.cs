using Orientir.Core.Office;

namespace Orientir.Core.Reports;

/// <summary>Draws sections in Word: the same for the report and for the conclusions.</summary>
internal static class WordSections
{
    /// <summary>
    /// Draws the sections in order. A table too wide for an upright page stands on a page turned on its side, a chart too tall for
    /// that on an upright one; everything else goes with what follows it, so that a heading never stands alone.
    /// </summary>
    public static void Draw(WordDocument word, IReadOnlyList<Section> sections)
    {
        var tables = sections
            .Select(section => section.Blocks.Select(block => block is TableBlock table ? Table(table) : null).ToArray())
            .ToArray();
        for (var index = 0; index < sections.Count; index++)
        {
            var turned = Turned(sections, tables, index, 0) ?? false;
            Turn(word, turned);
            word.Heading(sections[index].Level, sections[index].Title);
            for (var block = 0; block < sections[index].Blocks.Count; block++)
            {
                turned = Turned(sections[index].Blocks, tables[index], block) ?? turned;
                Turn(word, turned);
                Draw(word, sections[index].Blocks[block], tables[index][block]);
            }
        }
        word.Portrait();
    }

    // A heading with nothing under it goes with the next one.
    private static bool? Turned(IReadOnlyList<Section> sections, WordTable?[][] tables, int section, int block) =>
        sections[section].Blocks.Count == 0 && section + 1 < sections.Count
            ? Turned(sections, tables, section + 1, block)
            : Turned(sections[section].Blocks, tables[section], block);

    // What the block, or the first after it that minds, needs; null where none minds.
    private static bool? Turned(IReadOnlyList<Block> blocks, WordTable?[] tables, int from)
    {
        for (var index = from; index < blocks.Count; index++)
        {
            if (tables[index] is { } table && WordTableLayout.IsWide(table))
                return true;
            if (blocks[index] is ChartBlock { Chart: var chart } && WordDocument.IsTall(chart))
                return false;
        }
        return null;
    }

    private static void Turn(WordDocument word, bool turned)
    {
        if (turned)
            word.Landscape();
        else
            word.Portrait();
    }

    private static void Draw(WordDocument word, Block block, WordTable? drawn)
    {
        switch (block)
        {
            case TextBlock text:
                word.Paragraph(text.Text, text.Strong);
                break;
            case ListBlock list:
                word.List(list.Items, list.Numbered);
                break;
            case TableBlock table:
                word.Table(drawn!);
                if (table.Note is { Length: > 0 } note)
                    word.Note(note);
                break;
            case ChartBlock chart:
                word.Chart(chart.Chart);
                break;
            default:
                throw new NotSupportedException($"Word does not draw {block.GetType().Name}.");
        }
    }

    private static WordTable Table(TableBlock table)
    {
        var rows = new WordCell[table.Rows.Count][];
        for (var row = 0; row < rows.Length; row++)
        {
            var cells = table.Rows[row].Cells;
            rows[row] = new WordCell[cells.Count];
            for (var column = 0; column < cells.Count; column++)
                rows[row][column] = new(
                    cells[column].Text,
                    cells[column].Heat is { } heat ? Palette.Heat[heat] : null,
                    cells[column].Strong || table.Rows[row].Total
                );
        }
        var description = $"{table.Caption}. Столбцы: {string.Join("; ", table.Columns.Select(column => column.Title))}.";
        return new(
            table.Caption,
            table.Note is { Length: > 0 } note ? $"{description} {note}" : description,
            [.. table.Columns.Select(column => new WordColumn(column.Title, column.Width, column.Numeric))],
            rows,
            table.RowHeader
        );
    }
}
