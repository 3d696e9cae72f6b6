using Orientir.Core.Methodologies;
using Orientir.Core.Office;

namespace Orientir.Core.Demo;

/// <summary>
/// Reads the printed cells of a cycle matrix from CSV with the columns <c>direction,cycle_stage,points</c> and optionally
/// <c>direction_title,cycle_element,max</c>, which are for people. An empty number of points is no cell.
/// </summary>
public sealed class ReadCycleSums
{
    private static readonly string[] Required = ["direction", "cycle_stage", "points"];
    private static readonly string[] Optional = ["direction_title", "cycle_element", "max"];

    /// <summary>Reads the cells in the order of the file.</summary>
    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Name of the file for messages.</param>
    /// <param name="methodology">Whose directions and stages the cells are.</param>
    /// <exception cref="InputException">The file has faults: every one, with its place.</exception>
    public IReadOnlyList<CycleSum> Read(ReadOnlyMemory<byte> content, string file, Methodology methodology)
    {
        var faults = new TableFaults();
        using var table = HeaderRow.In(content, file, faults, (row, _) => TableHeader.CountOf(row, Required));
        var sums = new List<CycleSum>();
        var seen = new HashSet<(string, string)>();
        if (table is not null && TableHeader.Map(table, Required, Optional, faults) is { } columns)
        {
            string[] directions = [.. methodology.Tree.Directions.Select(node => node.Code)];
            while (table.Read())
            {
                var direction = table.Text(columns[0]).ToString();
                var stage = table.Text(columns[1]).ToString();
                var before = faults.Count;
                if (!directions.Contains(direction))
                    faults.AddName(
                        table,
                        columns[0],
                        $"неизвестное направление «{direction}»",
                        $"допустимы: {string.Join(", ", directions)}"
                    );
                if (methodology.Stages.All(known => known.Id != stage))
                    faults.AddName(
                        table,
                        columns[1],
                        $"неизвестный этап «{stage}»",
                        $"допустимы: {string.Join(", ", methodology.Stages.Select(known => known.Id))}"
                    );
                else if (!seen.Add((direction, stage)))
                    faults.Add(table, columns[1], $"клетка «{direction}, {stage}» дана второй раз", "оставьте одну");
                if (table.Kind(columns[2]) == CellKind.Empty)
                    continue;
                if (
                    !WrittenNumber.TryParse(table.Text(columns[2]), out var points)
                    || points < 0
                    || points > int.MaxValue
                    || points != Math.Floor(points)
                )
                    faults.Add(table, columns[2], $"«{table.Text(columns[2])}»", "нужно целое число баллов от 0");
                else if (faults.Count == before)
                    sums.Add(new(direction, stage, (int)points));
            }
        }
        faults.ThrowIfAny();
        return sums;
    }
}
