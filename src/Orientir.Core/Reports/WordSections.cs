using Orientir.Core.Office;

namespace Orientir.Core.Reports;

/// <summary>Draws sections in Word: the same for the report and for the conclusions.</summary>
internal static class WordSections
{
    /// <summary>Draws the sections in order. A section with a table too wide for an upright page stands on pages turned on their side.</summary>
    public static void Draw(WordDocument word, IReadOnlyList<Section> sections)
    {
        var tables = sections.Select(section => section.Blocks.Select(block => block is TableBlock table ? Table(table) : null).ToArray()).ToArray();
        var turned = new bool[sections.Count];
        for (var index = sections.Count - 1; index >= 0; index--)
        {
            turned[index] = tables[index].Any(table => table is not null && WordTableLayout.IsWide(table))
                // A heading with nothing under it goes with what follows.
                || (sections[index].Blocks.Count == 0 && index + 1 < sections.Count && turned[index + 1]);
        }

        for (var index = 0; index < sections.Count; index++)
        {
            if (turned[index]) word.Landscape();
            else word.Portrait();
            word.Heading(sections[index].Level, sections[index].Title);
            Draw(word, sections[index].Blocks, tables[index]);
        }
        word.Portrait();
    }

    private static void Draw(WordDocument word, IReadOnlyList<Block> blocks, WordTable?[] tables)
    {
        for (var index = 0; index < blocks.Count; index++)
        {
            switch (blocks[index])
            {
                case TextBlock text:
                    word.Paragraph(text.Text, text.Strong, LinksAfter(word, blocks, tables, index));
                    break;
                case ListBlock list:
                    word.List(list.Items, list.Numbered);
                    break;
                case TableBlock table:
                    word.Table(tables[index]!);
                    if (table.Note is { Length: > 0 } note) word.Note(note);
                    break;
                case ChartBlock chart:
                    word.Chart(chart.Chart);
                    break;
                default:
                    throw new NotSupportedException($"Word does not draw {blocks[index].GetType().Name}.");
            }
        }
    }

    // A document names each table and figure in its text; the sentence before it is where it speaks of it.
    private static WordLink[] LinksAfter(WordDocument word, IReadOnlyList<Block> blocks, WordTable?[] tables, int text)
    {
        var (links, ahead, figures) = (new List<WordLink>(), 0, 0);
        for (var index = text + 1; index < blocks.Count && blocks[index] is TableBlock or ChartBlock; index++)
        {
            if (tables[index] is { } table)
            {
                links.Add(word.TableAhead(ahead));
                ahead += word.PartsOf(table);
            }
            else
            {
                links.Add(word.FigureAhead(figures++));
            }
        }
        return [.. links];
    }

    private static WordTable Table(TableBlock table)
    {
        var rows = new WordCell[table.Rows.Count][];
        for (var row = 0; row < rows.Length; row++)
        {
            var cells = table.Rows[row].Cells;
            rows[row] = new WordCell[cells.Count];
            for (var column = 0; column < cells.Count; column++)
                rows[row][column] = new(cells[column].Text, cells[column].Heat is { } heat ? Palette.Heat[heat] : null, cells[column].Strong || table.Rows[row].Total);
        }
        var description = $"{table.Caption}. Столбцы: {string.Join("; ", table.Columns.Select(column => column.Title))}.";
        return new(
            table.Caption,
            table.Note is { Length: > 0 } note ? $"{description} {note}" : description,
            [.. table.Columns.Select(column => new WordColumn(column.Title, column.Width, column.Numeric))],
            rows,
            table.RowHeader);
    }
}
