using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>A row of the consolidated table.</summary>
/// <param name="Subject">Index of the subject.</param>
/// <param name="Name">Its name.</param>
/// <param name="MayBeNamed">Whether it may be praised: who did not answer itself is not.</param>
/// <param name="Total">Score of the whole methodology.</param>
/// <param name="Directions">Scores of the directions, printed order.</param>
/// <param name="Bands">Band in each classification; null where none.</param>
/// <param name="Unscored">Leaves without a mark.</param>
public sealed record RatingRow(
    int Subject,
    string Name,
    bool MayBeNamed,
    NodeScore Total,
    IReadOnlyList<NodeScore> Directions,
    IReadOnlyList<BandFacts?> Bands,
    int Unscored
);
