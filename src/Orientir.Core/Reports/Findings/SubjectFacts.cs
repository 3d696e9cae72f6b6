using System.Diagnostics.CodeAnalysis;
using Orientir.Measurement.Cycle;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>Points lacking to the maximum where most are.</summary>
/// <param name="Share">The share of the maximum with them, 0 … 1.</param>
/// <param name="Points">The points together.</param>
/// <param name="Place">The place with them, others staying as they are.</param>
public sealed record GainTotal(double Share, double Points, int Place);

/// <summary>What is found of one subject.</summary>
public record SubjectFinding
{
    /// <summary>Index of the subject.</summary>
    public required int Subject { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The whole methodology.</summary>
    public required SubjectNode Total { get; init; }

    /// <summary>Directions, printed order.</summary>
    public required IReadOnlyList<SubjectNode> Directions { get; init; }

    /// <summary>Leaves below directions, printed order; empty where none of them has data for this subject.</summary>
    public required IReadOnlyList<SubjectNode> Indicators { get; init; }

    /// <summary>Whether it may be praised: who did not answer itself is not.</summary>
    public required bool MayBeNamed { get; init; }

    /// <summary>Whether any of its marks is «не применимо».</summary>
    public required bool HasNotApplicable { get; init; }

    /// <summary>Why its maximum is smaller than the full one; null where it is not.</summary>
    public required string? WhySmaller { get; init; }

    /// <summary>How many strong indicators there are, those beyond five too.</summary>
    public required int StrongCount { get; init; }

    /// <summary>How many weak ones there are.</summary>
    public required int WeakCount { get; init; }

    /// <summary>How many indicators beyond <see cref="Gains"/> lack as many points as the last of them.</summary>
    public required int GainsTied { get; init; }

    /// <summary>Where experts disagree on it.</summary>
    public required IReadOnlyList<Disagreement> Disagreements { get; init; }

    /// <summary>Directions that do not apply to it.</summary>
    public required IReadOnlyList<SubjectNode> NotApplicable { get; init; }

    /// <summary>At most five strong indicators, furthest above the others first.</summary>
    public required IReadOnlyList<SubjectNode> Strong { get; init; }

    /// <summary>At most five weak ones, furthest below the others first.</summary>
    public required IReadOnlyList<SubjectNode> Weak { get; init; }

    /// <summary>At most five marked indicators that lack most points, most first; equal ones, those first that others have.</summary>
    public required IReadOnlyList<Gain> Gains { get; init; }

    /// <summary>What these points together would bring; null where none are lacking.</summary>
    public required GainTotal? GainTotal { get; init; }

    /// <summary>Between which places missing and disagreeing marks leave the subject; null where they leave nothing open.</summary>
    public required OpenResult? Open { get; init; }

    /// <summary>Leaves neither marked nor NA nor under a scored total.</summary>
    public required IReadOnlyList<SubjectNode> Unmarked { get; init; }

    /// <summary>Their number, those beside directions and indicators too.</summary>
    public required int Unscored { get; init; }

    /// <summary>Sums at each stage; null where there are none.</summary>
    public required IReadOnlyList<CycleValue?> Stages { get; init; }

    /// <summary>The break of its own chain of stages.</summary>
    public required CycleBreak Break { get; init; }

    /// <summary>Stages at which something is assessed and no point earned.</summary>
    public required IReadOnlyList<int> MissingStages { get; init; }

    /// <summary>Stages at which something applies and none of its leaves has a value: not assessed, which is not without points.</summary>
    public required IReadOnlyList<int> UnassessedStages { get; init; }

    /// <summary>Directions in which it is first and others are not.</summary>
    public required IReadOnlyList<SubjectNode> Leading { get; init; }

    /// <summary>Directions with a result, compared with the median.</summary>
    public required IReadOnlyList<(SubjectNode Direction, int Sign)> BesideMedian { get; init; }

    /// <summary>Directions that score, apply and have no result here.</summary>
    public required IReadOnlyList<SubjectNode> Silent { get; init; }

    /// <summary>Classification, its scope and the band held; null where none.</summary>
    public required IReadOnlyList<(LevelFacts Level, BandFacts? Band)> Levels { get; init; }

    /// <summary>Comments of experts, order of the methodology.</summary>
    public required IReadOnlyList<CommentFacts> Comments { get; init; }

    /// <summary>What is worth a look, in the order of the nodes.</summary>
    public required IReadOnlyList<ScoreFlag> ScoreFlags { get; init; }

    /// <summary>Whether its marks hold a value on any leaf.</summary>
    public required bool HasLeafValue { get; init; }
}

/// <summary>What an expert conclusion says of one subject.</summary>
/// <param name="Found">What is found of it.</param>
/// <param name="GainSentence">What the points lacking would bring, others staying as they are; null where none are lacking.</param>
/// <param name="OpenSentence">Which places missing and disagreeing marks leave open; null where none.</param>
/// <param name="Flags">What is worth a look, in words.</param>
/// <param name="Summary">The result in a sentence.</param>
/// <param name="Sentences">What else is said: places, strong and weak, stages.</param>
[method: SetsRequiredMembers]
public sealed record SubjectFacts(
    SubjectFinding Found,
    string? GainSentence,
    string? OpenSentence,
    IReadOnlyList<string> Flags,
    string Summary,
    IReadOnlyList<string> Sentences
) : SubjectFinding(Found);
