using Orientir.Core.Office;

namespace Orientir.Core.Reviews;

/// <summary>
/// A subject named once and left empty in the rows below, as merged cells leave it. That is read where the whole table is written so: every
/// subject named once, at the head of its rows. Where some rows repeat their subject an empty one may be forgotten, and is a fault.
/// </summary>
internal sealed class SubjectBlocks
{
    private readonly HashSet<int> seen = [];
    private (int Index, int Row) last = (-1, -1);
    private bool repeats;
    private (TableRow Row, int Column, string Place) firstEmpty;
    private int empty;

    /// <summary>A row that names its subject.</summary>
    public void Named(int index, int row)
    {
        repeats |= row != last.Row && !seen.Add(index);
        last = (index, row);
    }

    /// <summary>The subject of a row that names none.</summary>
    public int Above(TableReader table, int column, TableFaults faults)
    {
        if (seen.Count == 0)
        {
            faults.Add(table, column, "не указан объект", "в каждой строке стоит название или id объекта");
            return -1;
        }
        if (empty++ == 0)
            firstEmpty = (table.At, column, table.Place(column));
        return last.Index;
    }

    /// <summary>Says what is wrong once every row was read.</summary>
    public void TellEmpty(TableFaults faults)
    {
        if (empty > 0 && repeats)
            faults.Add(
                firstEmpty.Row,
                firstEmpty.Column,
                new(
                    firstEmpty.Place,
                    "не указан объект",
                    "впишите объект в каждую строку; пустым он остаётся, только если каждый объект назван один раз, в первой из своих строк"
                )
                {
                    Count = empty,
                }
            );
    }
}
