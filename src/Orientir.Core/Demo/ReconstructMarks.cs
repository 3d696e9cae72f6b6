using System.Globalization;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Demo;

/// <summary>A printed cell of a cycle matrix: the points all subjects together have in a direction at a stage.</summary>
public sealed record CycleSum(string Direction, string Stage, int Points);

/// <summary>What marks are reconstructed from.</summary>
/// <param name="Methodology">The methodology; the points of its leaves must be whole.</param>
/// <param name="Totals">Given totals of directions, whole points; totals of other inner nodes are not looked at.</param>
/// <param name="Sums">Printed cells of the cycle matrix; at most one a cell. A cell not given is free.</param>
/// <param name="Seed">The same seed gives the same marks.</param>
/// <param name="Name">Subjects are called by it and a number, never by the names of <paramref name="Totals"/>.</param>
public sealed record ReconstructionInput(Methodology Methodology, MarkSheet Totals, IReadOnlyList<CycleSum> Sums, int Seed, string Name);

/// <summary>
/// Makes marks of leaves out of printed totals. In each direction the subjects' totals are rows of fixed sums, and the
/// stages with a printed cell are columns of fixed sums and limited cells: an integer transportation problem, solved by
/// augmenting paths after a random start. What a subject has left goes to the leaves outside the printed cells. Rows are always met;
/// a column only as far as the rows allow.
/// </summary>
public sealed class ReconstructMarks
{
    /// <summary>Reconstructs.</summary>
    /// <exception cref="InputException">The input is not made of totals of directions in whole points, or a printed cell has no
    /// leaves.</exception>
    public Reconstruction Reconstruct(ReconstructionInput input)
    {
        var methodology = input.Methodology;
        var totals = TotalsOf(input);
        var directions = DirectionsOf(input);
        var random = new Random(input.Seed);
        var places = Shuffled(input.Totals.Subjects, random);

        var values = new double?[places.Length, methodology.Nodes.Count];
        var unmet = new List<UnmetSum>();
        foreach (var direction in directions)
        {
            var rows = Enumerable.Range(0, places.Length).Where(place => totals[places[place], direction.Node] is not null).ToArray();
            var points = rows.Select(place => totals[places[place], direction.Node]!.Value).ToArray();
            var cells = new Transportation(points, direction.Blocks, direction.Rest.Capacity, random).Solve();
            for (var row = 0; row < rows.Length; row++)
            {
                var left = points[row];
                for (var column = 0; column < direction.Blocks.Count; column++)
                {
                    direction.Blocks[column].Deal(cells[row, column], random, (leaf, value) => values[rows[row], leaf] = value);
                    left -= cells[row, column];
                }
                direction.Rest.Deal(left, random, (leaf, value) => values[rows[row], leaf] = value);
            }
            for (var column = 0; column < direction.Blocks.Count; column++)
            {
                var block = direction.Blocks[column];
                var reached = Enumerable.Range(0, rows.Length).Sum(row => cells[row, column]);
                if (reached != block.Sum)
                    unmet.Add(new(methodology.Nodes[direction.Node].Code, block.Stage!, block.Sum, reached));
            }
        }

        var marks = new List<ReconstructedMark>();
        for (var place = 0; place < places.Length; place++)
        for (var node = 0; node < methodology.Nodes.Count; node++)
            if (values[place, node] is { } value)
                marks.Add(
                    new(string.Create(CultureInfo.InvariantCulture, $"{input.Name} {place + 1}"), methodology.Nodes[node].Code, value)
                );
        return new(marks, unmet);
    }

    // Subject × node; null where no total of a direction is given.
    private static int?[,] TotalsOf(ReconstructionInput input)
    {
        var specification = input.Methodology.Specification;
        var totals = new int?[input.Totals.Subjects.Count, specification.Nodes.Count];
        var errors = new List<InputError>();
        foreach (var mark in input.Totals.Marks.Span)
        {
            var node = specification.Nodes[mark.Node];
            var place = $"{input.Totals.Subjects[mark.Subject].Name}, {node.Code}";
            if (node.Direction != mark.Node)
            {
                if (specification.IsLeaf(mark.Node))
                    errors.Add(new(place, "отметка показателя", "для реконструкции нужны итоги направлений"));
            }
            else if (!(mark.Value >= 0 && mark.Value == Math.Floor(mark.Value)))
                errors.Add(
                    new(place, double.IsNaN(mark.Value) ? "«не применимо»" : "дробный итог направления", "нужно целое число баллов")
                );
            else if (totals[mark.Subject, mark.Node] is not null)
                errors.Add(new(place, "итоги двух экспертов", "оставьте один"));
            else
                totals[mark.Subject, mark.Node] = (int)mark.Value;
        }
        return errors.Count == 0 ? totals : throw new InputException(errors);
    }

    private static List<Direction> DirectionsOf(ReconstructionInput input)
    {
        var specification = input.Methodology.Specification;
        var errors = new List<InputError>();
        var sums = new Dictionary<(string, string), CycleSum>();
        foreach (var sum in input.Sums)
            if (!sums.TryAdd((sum.Direction, sum.Stage), sum))
                errors.Add(new($"{sum.Direction}, {sum.Stage}", "клетка матрицы дана дважды", "оставьте одну"));

        var directions = new List<Direction>();
        for (var node = 0; node < specification.Nodes.Count; node++)
        {
            if (specification.Nodes[node].Direction != node)
                continue;
            var code = specification.Nodes[node].Code;
            // A measure without bands is reported, never scored: nothing of a total stands there.
            var leaves = Enumerable
                .Range(node, specification.EndOf(node) - node)
                .Where(leaf => specification.Nodes[leaf].Scale is { Maximum: > 0 })
                .Select(leaf => new Leaf(leaf, specification.Nodes[leaf]))
                .ToList();
            var blocks = new List<Block>();
            foreach (
                var group in leaves
                    .Where(leaf => leaf.Node is { InCycle: true, Stage: >= 0 })
                    .GroupBy(leaf => leaf.Node.Stage)
                    .OrderBy(group => group.Key)
            )
                if (sums.Remove((code, specification.Stages[group.Key]), out var sum))
                    blocks.Add(new(specification.Stages[group.Key], sum.Points, [.. group]));
            var direction = new Direction(node, blocks, new(null, 0, [.. leaves.Except(blocks.SelectMany(block => block.Leaves))]));
            errors.AddRange(
                blocks
                    .Append(direction.Rest)
                    .SelectMany(block => block.Leaves)
                    .Where(leaf => !leaf.IsWhole)
                    .Select(leaf => new InputError(
                        leaf.Node.Code,
                        "шкала с дробными баллами",
                        "реконструкция умеет делить только целые баллы"
                    ))
            );
            if (errors.Count == 0)
                errors.AddRange(
                    blocks
                        .Append(direction.Rest)
                        .Where(block => !block.IsGapless)
                        .Select(block => new InputError(
                            block.Stage is null ? code : $"{code}, {block.Stage}",
                            "не всякую сумму баллов можно набрать",
                            "реконструкции нужны шкалы без пропусков"
                        ))
                );
            directions.Add(direction);
        }
        errors.AddRange(
            sums.Values.Select(sum => new InputError(
                $"{sum.Direction}, {sum.Stage}",
                "в методике нет такой клетки матрицы цикла",
                "нужны код направления и этап, у которых есть показатели в матрице"
            ))
        );
        return errors.Count == 0 ? directions : throw new InputException(errors);
    }

    // One random cycle through all subjects (Sattolo 1986): nobody keeps his place in the alphabet.
    private static int[] Shuffled(IReadOnlyList<ScoringSubject> subjects, Random random)
    {
        var places = Enumerable.Range(0, subjects.Count).OrderBy(subject => subjects[subject].Name, StringComparer.Ordinal).ToArray();
        for (var last = places.Length - 1; last > 0; last--)
        {
            var other = random.Next(last);
            (places[last], places[other]) = (places[other], places[last]);
        }
        return places;
    }

    private sealed record Direction(int Node, IReadOnlyList<Block> Blocks, Block Rest);

    private sealed class Leaf(int index, ScoringNode node)
    {
        private readonly double[] points = [.. node.Scale!.AttainablePoints.Select(points => points * node.Weight)];

        public int Index => index;

        public ScoringNode Node => node;

        public bool IsWhole => points.All(points => points == Math.Floor(points));

        public int[] Points => [.. points.Select(points => (int)points)];

        /// <summary>The least value of a mark that gives the points number <paramref name="step"/> of <see cref="Points"/>.</summary>
        public double ValueOf(int step)
        {
            var unweighted = node.Scale!.AttainablePoints[step];
            return node.Scale switch
            {
                BinaryScale => step,
                ChecklistScale checklist => Enumerable
                    .Range(0, checklist.Items.Count + 1)
                    .First(count => checklist.PointsOf(count) == unweighted),
                MeasureScale measure => measure
                    .Bands.Where(band => band.Points == unweighted)
                    .Select(band => band.From)
                    .DefaultIfEmpty(measure.Bands[0].From - 1)
                    .First(),
                _ => unweighted,
            };
        }
    }

    /// <summary>Leaves that share a sum: those of one printed cell, or the rest of a direction (no stage).</summary>
    private sealed class Block(string? stage, int sum, IReadOnlyList<Leaf> leaves)
    {
        // ways[leaf][points]: in how many ways the leaves from this one on can make the points.
        private double[][]? ways;

        public string? Stage => stage;

        public int Sum => sum;

        public IReadOnlyList<Leaf> Leaves => leaves;

        public int Capacity { get; } = leaves.Sum(leaf => leaf.Points[^1]);

        public bool IsGapless => Ways[0].All(count => count > 0);

        private double[][] Ways => ways ??= CountWays();

        /// <summary>Deals points over the leaves, every way of dealing as likely as any other.</summary>
        public void Deal(int points, Random random, Action<int, double> deal)
        {
            for (var leaf = 0; leaf < leaves.Count; leaf++)
            {
                var steps = leaves[leaf].Points;
                var lot = random.NextDouble() * Ways[leaf][points];
                var chosen = -1;
                for (var step = 0; step < steps.Length && (chosen < 0 || lot >= 0); step++)
                {
                    if (steps[step] > points || Ways[leaf + 1][points - steps[step]] == 0)
                        continue;
                    chosen = step;
                    lot -= Ways[leaf + 1][points - steps[step]];
                }
                deal(leaves[leaf].Index, leaves[leaf].ValueOf(chosen));
                points -= steps[chosen];
            }
        }

        private double[][] CountWays()
        {
            var counts = new double[leaves.Count + 1][];
            counts[leaves.Count] = new double[Capacity + 1];
            counts[leaves.Count][0] = 1;
            for (var leaf = leaves.Count - 1; leaf >= 0; leaf--)
            {
                counts[leaf] = new double[Capacity + 1];
                foreach (var step in leaves[leaf].Points)
                    for (var points = step; points <= Capacity; points++)
                        counts[leaf][points] += counts[leaf + 1][points - step];
            }
            return counts;
        }
    }

    /// <summary>Rows are subjects, columns the printed cells of a direction; cells are points.</summary>
    private sealed class Transportation(int[] totals, IReadOnlyList<Block> columns, int rest, Random random)
    {
        private readonly int[,] cells = new int[totals.Length, columns.Count];
        private readonly int[] lacking = [.. columns.Select(column => column.Sum)];
        private readonly int[] open = new int[totals.Length];

        public int[,] Solve()
        {
            // What the leaves outside the printed cells cannot hold must go into them; it has precedence.
            for (var row = 0; row < totals.Length; row++)
                open[row] = Math.Max(0, totals[row] - rest);
            Fill();
            for (var row = 0; row < totals.Length; row++)
            {
                while (open[row] > 0)
                    Put(row, Enumerable.Range(0, columns.Count).First(column => Room(row, column) > 0));
                open[row] = Math.Min(totals[row], rest);
            }
            Fill();
            return cells;
        }

        private void Fill()
        {
            var units = Enumerable
                .Range(0, columns.Count)
                .SelectMany(column => Enumerable.Repeat(column, Math.Max(0, lacking[column])))
                .ToArray();
            random.Shuffle(units);
            foreach (var column in units)
                if (Draw(column) is { } row)
                    Put(row, column);
            for (var column = 0; column < columns.Count; column++)
                while (lacking[column] > 0 && Augment(column)) { }
        }

        // A subject with more points left, and further from the top of the cell, is drawn more often.
        private int? Draw(int column)
        {
            var lot = Enumerable.Range(0, totals.Length).Sum(row => open[row] * Room(row, column));
            if (lot == 0)
                return null;
            lot = random.Next(lot);
            var drawn = 0;
            while ((lot -= open[drawn] * Room(drawn, column)) >= 0)
                drawn++;
            return drawn;
        }

        // Gives the column one point more: by a row with points left, found over rows that exchange one column for another.
        private bool Augment(int start)
        {
            var previous = new (int Row, int Column)?[columns.Count];
            var queue = new Queue<int>([start]);
            while (queue.TryDequeue(out var column))
            {
                for (var row = 0; row < totals.Length; row++)
                {
                    if (Room(row, column) == 0)
                        continue;
                    if (open[row] > 0)
                    {
                        Put(row, column);
                        while (previous[column] is { } step)
                        {
                            cells[step.Row, column]--;
                            lacking[column]++;
                            open[step.Row]++;
                            column = step.Column;
                            Put(step.Row, column);
                        }
                        return true;
                    }
                    for (var other = 0; other < columns.Count; other++)
                    {
                        if (other == start || previous[other] is not null || cells[row, other] == 0)
                            continue;
                        previous[other] = (row, column);
                        queue.Enqueue(other);
                    }
                }
            }
            return false;
        }

        private int Room(int row, int column) => columns[column].Capacity - cells[row, column];

        private void Put(int row, int column)
        {
            cells[row, column]++;
            lacking[column]--;
            open[row]--;
        }
    }
}
