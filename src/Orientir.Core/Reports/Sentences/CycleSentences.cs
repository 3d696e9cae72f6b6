using Orientir.Core.Results;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>The cycle matrix with its breaks in words.</summary>
internal sealed class CycleSentences(ScoredNodes nodes)
{
    private readonly string[] titles = [.. nodes.Methodology.Stages.Select(stage => stage.Title)];
    private readonly BreakSentence breaks = new(
        [.. nodes.Methodology.Stages.Select(stage => stage.Title)],
        nodes.Scores.Subjects.Count == 1 ? Nouns.Indicator : Nouns.Mark
    );

    public CycleFacts Of(CycleMatrix matrix)
    {
        CycleRowFacts[] rows =
        [
            .. matrix.Rows.Select(row => new CycleRowFacts(
                nodes.PositionOf(row.Direction),
                row.Cells,
                row.Total,
                row.Subjects,
                Told(row.Break, row.Carriers, row.Tied, row.Cells, row.Unassessed),
                [.. row.Cells.Select((cell, stage) => Absent(cell, row.Direction, stage))],
                row.Unassessed
            )),
        ];
        var found = Told(matrix.Break, matrix.Carriers, matrix.Tied, matrix.Totals, matrix.Unassessed);
        return new(
            titles,
            rows,
            matrix.Totals,
            matrix.Total,
            [.. matrix.Totals.Select((cell, stage) => Absent(cell, null, stage))],
            found,
            BreakSentence.Rule(nodes.Scored.FindingsVersion),
            [found.Sentence, .. OfWhole(found, matrix.Totals), .. OfDirections(rows, matrix.Unassessed)]
        );
    }

    private BreakFacts Told(
        CycleBreak found,
        IReadOnlyList<CycleCarrier> carriers,
        int tied,
        IReadOnlyList<CycleValue?> cells,
        IReadOnlyList<int> unassessed
    ) =>
        new(
            found,
            [.. carriers.Select(carrier => new CarrierFacts(nodes.LeafOf(carrier.Node), carrier))],
            tied,
            breaks.Of(found, cells, unassessed)
        );

    // What stands in a cell without a share.
    private string Absent(CycleValue? cell, int? direction, int stage) =>
        cell is null ? "нет показателей"
        : cell.Value.IsUnassessed ? ResultWords.NotMarked
        : CycleMatrix.IsNotApplicable(nodes.Scores, nodes.Marks.HasLeafValue, direction, stage) ? ResultWords.NotApplicable
        : Russian.NoData;

    private IEnumerable<string> OfWhole(BreakFacts found, IReadOnlyList<CycleValue?> totals)
    {
        string Named(IEnumerable<int> stages) =>
            string.Join(
                ", ",
                stages.Select(stage =>
                    $"{Russian.Quote(titles[stage])} ({Russian.Percent(totals[stage]!.Value.Share ?? 0)}{Part(totals[stage]!.Value)})"
                )
            );
        string Part(CycleValue cell) => cell.IsIncomplete ? $", по{Russian.NoBreakSpace}{breaks.Extent(cell)}" : "";
        var carriers = found.Carriers.Select(carrier =>
            $"{carrier.Indicator.Summary.Label} (набрано {Russian.Number(carrier.Points)} из {Russian.Number(carrier.Max)})"
        );
        if (found.Carriers.Count > 0)
            yield return "Больше всего баллов на этом этапе потеряно по "
                + $"{(found.Carriers.Count + found.Tied == 1 ? "показателю" : "показателям")}: "
                + $"{string.Join("; ", carriers)}{(found.TiedInWords is { } tied ? $" и{Russian.NoBreakSpace}{tied}" : "")}.";
        if (found.Kind == BreakKind.AtStage && found.Weakest is { } weakest && weakest != found.Stage)
            yield return $"Самый слабый этап цикла: {Named([weakest])}.";
        if (found.Regained.Count > 0)
            yield return $"После разрыва доля баллов снова выше: {Named(found.Regained)}. Эта работа ведётся без опоры на пропущенный "
                + "этап.";
    }

    private IEnumerable<string> OfDirections(CycleRowFacts[] rows, IReadOnlyList<int> nowhere)
    {
        if (rows.Length < 2)
            yield break;
        string CodeOf(CycleRowFacts row) => nodes.Methodology.Nodes[nodes.DirectionNodes[row.Direction]].Code;
        var groups = rows.Where(row => row.Break.Stage is not null)
            .GroupBy(row => row.Break.Stage!.Value)
            .OrderBy(group => group.Key)
            .Select(group => $"на этапе {Russian.Quote(titles[group.Key])} — {string.Join(", ", group.Select(CodeOf))}")
            .ToArray();
        if (groups.Length > 0)
            yield return $"По направлениям цикл обрывается: {string.Join("; ", groups)}.";
        string[] whole = [.. rows.Where(row => row.Break.Kind == BreakKind.None).Select(CodeOf)];
        if (whole.Length > 0)
            yield return whole.Length == rows.Length
                ? "Ни в одном направлении цикл не обрывается."
                : $"Без разрыва: {string.Join(", ", whole)}.";
        string[] somewhere = [.. rows.Where(row => row.Break.Kind == BreakKind.Somewhere).Select(CodeOf)];
        if (somewhere.Length > 0)
            yield return $"Разрыв есть, но на каком этапе, по имеющимся оценкам сказать нельзя: {string.Join(", ", somewhere)}.";
        string[] open = [.. rows.Where(row => row.Break.Kind == BreakKind.Undecided).Select(CodeOf)];
        if (open.Length > 0)
            yield return $"Есть ли разрыв, по имеющимся оценкам сказать нельзя: {string.Join(", ", open)}.";
        string[] left =
        [
            .. Enumerable
                .Range(0, titles.Length)
                .Except(nowhere)
                .Select(stage => (stage, Codes: rows.Where(row => row.Unassessed.Contains(stage)).Select(CodeOf).ToArray()))
                .Where(one => one.Codes.Length > 0)
                .Select(one => $"этап {Russian.Quote(titles[one.stage])} — {string.Join(", ", one.Codes)}"),
        ];
        if (left.Length > 0)
            yield return $"По направлениям не оценены: {string.Join("; ", left)}.";
    }
}
