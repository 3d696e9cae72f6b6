using Orientir.Core.Methodologies;
using Orientir.Core.Office;

namespace Orientir.Core.Reviews;

/// <summary>Knows a table of marks that is turned round: indicators down, subjects across. It is looked at row by row from its
/// first on.</summary>
/// <param name="methodology">What is marked.</param>
internal sealed class TurnedTable(Methodology methodology)
{
    private const int FewestRows = 3;
    private const int FewestMarks = 2;
    private const int TitlesShown = 4;

    private readonly MarkCodes codes = new(methodology);
    private readonly MarkValues values = new(methodology);
    private readonly HashSet<int> met = [];
    private (string Place, string[] Titles)? above;

    /// <summary>What is said of it, at its header; null where it is none.</summary>
    public InputError? Fault { get; private set; }

    /// <summary>Looks at a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isFirst">Whether another table begins.</param>
    public void Look(TableReader row, bool isFirst)
    {
        if (isFirst)
        {
            met.Clear();
            above = null;
        }
        if (NodeOf(row) is { } node)
        {
            if (met.Add(node) && met.Count == FewestRows && above is var (place, titles))
                Fault ??= new(
                    place,
                    "похоже, показатели стоят в строках, а объекты — в столбцах; заголовком принята строка "
                        + $"{Russian.List([.. titles.Select(Russian.Quote)], TitlesShown)}",
                    "поверните таблицу (в Excel: «Специальная вставка» → «транспонировать»): в строках — объекты, в заголовке — "
                        + $"«{Russian.Capital(methodology.Subject.Noun.One)}» или «Объект» и коды показателей"
                );
        }
        else if (met.Count == 0)
        {
            string[] titles =
            [
                .. Enumerable.Range(0, row.Width).Select(column => row.Text(column).ToString()).Where(text => text.Length > 0),
            ];
            if (titles.Length > FewestMarks)
                above = (row.Place(0), titles);
        }
    }

    // A row of an indicator begins with its code or has it in its second cell, and marks of it follow.
    private int? NodeOf(TableReader row)
    {
        for (var column = 0; column < Math.Min(2, row.Width); column++)
        {
            if (!WideMarks.NodeOf(row.Text(column), codes, out var node) || methodology.Nodes[node].Scale is null)
                continue;
            var marks = 0;
            for (var right = column + 1; right < row.Width; right++)
                if (!row.Text(right).IsEmpty && values.TryRead(row.Text(right), node, out _, out _))
                    marks++;
            return marks >= FewestMarks ? node : null;
        }
        return null;
    }
}
