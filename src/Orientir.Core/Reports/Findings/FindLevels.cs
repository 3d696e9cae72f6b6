using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>Finds whom the bands of each classification hold.</summary>
internal sealed class FindLevels(ScoredNodes nodes)
{
    public IReadOnlyList<LevelFinding> Find() => [.. nodes.Methodology.Levels.Select((_, index) => Find(index))];

    private LevelFinding Find(int index)
    {
        var holders = nodes.Methodology.Levels[index].Bands.Select(_ => new List<int>()).ToArray();
        var (without, notApplicable) = (0, 0);
        var node = nodes.Methodology.Specification.Levels[index].Node;
        foreach (var subject in nodes.Scores.Order)
            if (nodes.Scores.BandOf(subject, index) is { } band)
                holders[band].Add(subject);
            else if (nodes.Scores.IsNotApplicable(subject, node))
                notApplicable++;
            else
                without++;
        var gaps = holders
            .SelectMany(held => held)
            .Select(subject => (subject, Gap: LevelGap.Find(nodes.Scored, index, subject)))
            .Where(found => found.Gap is not null)
            .ToDictionary(found => found.subject, found => found.Gap!);
        return new(index, node, holders, without, notApplicable, gaps);
    }
}
