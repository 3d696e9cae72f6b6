using Orientir.Measurement.Scoring;
using Orientir.Measurement.Statistics;

namespace Orientir.Core.Methodologies;

/// <summary>A band as read; a bound that could not be read is null.</summary>
internal sealed record ReadBand(PackageFields Fields, Band Band)
{
    public double? Lower => Band.From ?? Band.Above;

    /// <summary>«с 10» or «выше 10».</summary>
    public string Start => $"{(Band.Above is null ? "с" : "выше")} {PackageWords.Plain(Lower!.Value)}";

    public JsonItem LowerItem => Fields.Find("from") ?? Fields.Find("above")!;
}

/// <summary>
/// The bands of one classification: they ascend within 0 … the maximum, do not overlap, and every value that complete
/// marking by one expert can reach lies in one of them.
/// </summary>
internal sealed class LevelCheck(PackageFaults faults, List<ReadNode> nodes, int node, LevelBasis by, PackageFields level)
{
    public void Check(List<ReadBand> bands)
    {
        // A bound that could not be read is reported already; the rest is checked once it is corrected.
        if (bands.Exists(band => band.Lower is null || (band.Fields.Has("to") && band.Band.To is null)))
            return;
        var subtree = nodes.GetRange(node, nodes[node].End - node);
        var broken = nodes[node].Broken;
        var leaves = subtree.FindAll(read => read.Scale is not null);
        var withThreshold = leaves.FindAll(leaf => leaf.Threshold is not null);
        var points = leaves.Sum(leaf => leaf.Scale!.Maximum * leaf.Weight);
        if (!broken && by == LevelBasis.Thresholds && withThreshold.Count == 0)
        {
            faults.Add(
                level.Find("by")!,
                "уровни по порогам, а порогов («threshold») у показателей нет",
                "дайте показателям пороги или возьмите share либо points"
            );
            return;
        }
        if (!broken && by != LevelBasis.Thresholds && points == 0)
        {
            faults.Add(level.Find("node")!, "уровни узла, у которого нет баллов", "нужен узел, чей максимум больше 0");
            return;
        }

        double? maximum =
            by == LevelBasis.Points
                ? broken
                    ? null
                    : points
                : 1;
        var orderly = true;
        for (var index = 0; index < bands.Count; index++)
            orderly &= CheckBounds(bands[index], index > 0 ? bands[index - 1] : null, maximum);
        if (!orderly || broken)
            return;

        var values = by switch
        {
            LevelBasis.Points => AttainableSums.Of(leaves),
            LevelBasis.Share => AttainableSums.Of(leaves).ConvertAll(sum => sum / points),
            _ => AttainableShares(withThreshold),
        };
        ReportGaps(bands, values);
    }

    private bool CheckBounds(ReadBand band, ReadBand? previous, double? maximum)
    {
        var before = faults.Count;
        var lower = band.Lower!.Value;
        if (lower < 0)
            faults.Add(band.LowerItem, $"граница {Plain(lower)} меньше 0", "значения начинаются с 0");
        else if (maximum is { } most && (band.Band.Above is null ? Tolerance.IsAbove(lower, most) : lower > most - Tolerance.Absolute))
            faults.Add(band.LowerItem, $"уровень начинается {band.Start} — за максимумом {Plain(most)}", Range(most));
        if (previous?.Lower is { } start && lower <= start)
            faults.Add(band.LowerItem, $"граница {Plain(lower)} после {Plain(start)}", "границы уровней возрастают");
        else if (previous?.Band.To is { } end && (band.Band.Above is null ? lower <= end : lower < end))
            faults.Add(
                band.LowerItem,
                $"уровни «{previous.Band.Id}» (до {Plain(end)} включительно) и «{band.Band.Id}» ({band.Start}) перекрываются",
                "уменьшите «to» предыдущего или уберите его: без «to» уровень длится до следующего"
            );
        if (band.Band.To is { } to)
        {
            if (band.Band.Above is null ? to < lower : to <= lower)
                faults.Add(
                    band.Fields.Find("to")!,
                    $"уровень кончается на {Plain(to)}, а начинается {band.Start}",
                    "«to» больше начала уровня"
                );
            else if (maximum is { } top && Tolerance.IsAbove(to, top))
                faults.Add(band.Fields.Find("to")!, $"уровень кончается на {Plain(to)} — за максимумом {Plain(top)}", Range(top));
        }
        return faults.Count == before;
    }

    private string Range(double maximum) =>
        by == LevelBasis.Points ? $"баллы этого узла — от 0 до {Plain(maximum)}" : "доля пишется числом от 0 до 1 (60 % — это 0.6)";

    // The share of leaves that reach their threshold; a leaf whose least points reach it always does.
    private static List<double> AttainableShares(List<ReadNode> leaves)
    {
        var always = leaves.Count(leaf => Tolerance.Reaches(leaf.Scale!.AttainablePoints[0], leaf.Threshold!.Value));
        return [.. Enumerable.Range(always, leaves.Count - always + 1).Select(count => (double)count / leaves.Count)];
    }

    private void ReportGaps(List<ReadBand> bands, List<double> values)
    {
        // Values ascend, so those of one gap stand together: after band number «below» and before the next.
        var gap = new List<double>();
        var below = -1;
        foreach (var value in values)
        {
            var last = bands.FindLastIndex(band =>
                band.Band.Above is null ? Tolerance.Reaches(value, band.Lower!.Value) : Tolerance.IsAbove(value, band.Lower!.Value)
            );
            if (last >= 0 && !(bands[last].Band.To is { } to && Tolerance.IsAbove(value, to)))
                continue;
            if (last != below)
                Report();
            below = last;
            gap.Add(value);
        }
        Report();

        void Report()
        {
            if (gap.Count == 0)
                return;
            var next = below + 1 < bands.Count ? bands[below + 1] : null;
            var found = gap.Count switch
            {
                1 => $"значение {Plain(gap[0])} не попадает ни в один уровень",
                <= 5 => $"значения {string.Join("; ", gap.Select(Plain))} не попадают ни в один уровень",
                _ => $"достижимые значения от {Plain(gap[0])} до {Plain(gap[^1])} ({gap.Count}) не попадают ни в один уровень",
            };
            if (below < 0)
                faults.Add(next!.LowerItem, $"{found}: первый начинается {next.Start}", "начните первый уровень с наименьшего значения");
            else if (next is null)
                faults.Add(
                    bands[below].Fields.Find("to")!,
                    $"{found}: последний кончается на {Plain(bands[below].Band.To!.Value)}",
                    "продлите последний уровень до максимума или уберите «to»"
                );
            else
                faults.Add(
                    bands[below].Fields.Find("to")!,
                    $"{found}: «{bands[below].Band.Id}» кончается на {Plain(bands[below].Band.To!.Value)}, "
                        + $"«{next.Band.Id}» начинается {next.Start}",
                    "сдвиньте границу или уберите «to»: без него уровень длится до следующего"
                );
            gap.Clear();
        }
    }

    private static string Plain(double number) => PackageWords.Plain(number);
}
