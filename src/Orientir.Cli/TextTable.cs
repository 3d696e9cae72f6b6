using System.Text;

namespace Orientir.Cli;

/// <summary>A table of text in aligned columns under a rule. A column of numbers is aligned right.</summary>
internal sealed class TextTable(params (string Title, bool Right)[] columns)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with a cell per column.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = columns.Select((column, index) => _rows.Select(row => row[index].Length).Append(column.Title.Length).Max()).ToArray();
        var text = new StringBuilder();
        Line(text, widths, [.. columns.Select(column => column.Title)]);
        text.AppendJoin(Gap, widths.Select(width => new string('─', width))).Append('\n');
        foreach (var row in _rows)
            Line(text, widths, row);
        return text.ToString();
    }

    private void Line(StringBuilder text, int[] widths, string[] cells)
    {
        var line = string.Join(
            Gap,
            cells.Select((cell, index) => columns[index].Right ? cell.PadLeft(widths[index]) : cell.PadRight(widths[index]))
        );
        text.Append(line.TrimEnd(' ')).Append('\n');
    }
}
