using Orientir.Measurement.Cycle;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Reports;

/// <summary>What the report says of a node over all subjects. Points and maxima are weighted; null is «нет данных».</summary>
/// <param name="Node">Index of the node in the methodology.</param>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its title.</param>
/// <param name="Max">Full maximum, points.</param>
/// <param name="Count">Subjects with a share.</param>
/// <param name="Mean">Mean points.</param>
/// <param name="MeanShare">Mean share of the maximum.</param>
/// <param name="MinShare">Least share found.</param>
/// <param name="MedianShare">Median share.</param>
/// <param name="MaxShare">Highest share found.</param>
/// <param name="Median">Median points.</param>
/// <param name="Min">Least points found.</param>
/// <param name="MaxFound">Most points found.</param>
/// <param name="Sd">Sample standard deviation of points.</param>
/// <param name="Leaders">Indices of the subjects with the highest share above 0, in listing order.</param>
/// <param name="LeaderNames">Their names.</param>
/// <param name="LeaderShare">Their share.</param>
/// <param name="Below30">Subjects whose share is below 30 %.</param>
/// <param name="Below30Part">Their part of <paramref name="Count"/>.</param>
public record NodeFacts(
    int Node,
    string Code,
    string Title,
    double Max,
    int Count,
    double? Mean,
    double? MeanShare,
    double? MinShare,
    double? MedianShare,
    double? MaxShare,
    double? Median,
    double? Min,
    double? MaxFound,
    double? Sd,
    IReadOnlyList<int> Leaders,
    IReadOnlyList<string> LeaderNames,
    double? LeaderShare,
    int Below30,
    double? Below30Part
)
{
    /// <summary>«1.1 „title“» as it stands in sentences: <c>1.1 «Цели»</c>; the title alone for the root.</summary>
    public string Label { get; } = Code == "*" ? Russian.Quote(Title) : $"{Code}{Russian.NoBreakSpace}{Russian.Quote(Title)}";

    /// <summary>«1.1 title» as it stands in tables and on axes.</summary>
    public string Heading { get; } = Code == "*" ? Title : $"{Code}{Russian.NoBreakSpace}{Title}";
}

/// <summary>An indicator: a leaf under a direction.</summary>
/// <param name="Summary">What is said of it over all subjects.</param>
/// <param name="Direction">Index of its direction in <see cref="ReportFacts.Directions"/>; −1 for none.</param>
/// <param name="Stage">Index of its stage; −1 for none.</param>
/// <param name="InCycle">Whether it stands in the cycle matrix.</param>
/// <param name="Distribution">How often each number of unweighted points was given, ascending.</param>
public sealed record IndicatorFacts(NodeFacts Summary, int Direction, int Stage, bool InCycle, IReadOnlyList<PointsCount> Distribution);

/// <summary>A direction.</summary>
/// <param name="Summary">What is said of it over all subjects.</param>
/// <param name="Indicators">Its indicators with data, in printed order; empty where only its total is known or it is a leaf itself.</param>
/// <param name="Strongest">At most three indicators of the highest mean share, above their average, best first; a tie over the limit is cut in printed order.</param>
/// <param name="Weakest">At most three indicators of the lowest mean share, below their average, worst first.</param>
/// <param name="Sentences">What the report says of it.</param>
public sealed record DirectionFacts(
    NodeFacts Summary,
    IReadOnlyList<IndicatorFacts> Indicators,
    IReadOnlyList<IndicatorFacts> Strongest,
    IReadOnlyList<IndicatorFacts> Weakest,
    IReadOnlyList<string> Sentences
);

/// <summary>A band of a classification with the subjects it holds.</summary>
/// <param name="Title">As the methodology names it.</param>
/// <param name="Range">Its bounds in words: «от 30 % до 60 %».</param>
/// <param name="Zone">How it is drawn.</param>
/// <param name="Subjects">Indices of the subjects, in listing order.</param>
/// <param name="Names">Their names.</param>
public sealed record BandFacts(string Title, string Range, Zone Zone, IReadOnlyList<int> Subjects, IReadOnlyList<string> Names)
{
    /// <summary>«▲ Жёлтая»: shape and word.</summary>
    public string Label => $"{Zone.Shape}{Russian.NoBreakSpace}{Title}";
}

/// <summary>A classification with its bands, ascending.</summary>
/// <param name="Index">Index in the methodology's levels.</param>
/// <param name="Title">Its title.</param>
/// <param name="Node">Index of the node it classifies.</param>
/// <param name="Of">What it classifies, in words: «итог», «направление 1.1 „…“».</param>
/// <param name="Basis">By what, in words.</param>
/// <param name="Bands">Bands, ascending.</param>
/// <param name="Without">Subjects that hold no band.</param>
/// <param name="Sentence">The distribution in words.</param>
public sealed record LevelFacts(
    int Index,
    string Title,
    int Node,
    string Of,
    string Basis,
    IReadOnlyList<BandFacts> Bands,
    int Without,
    string Sentence
);

/// <summary>A row of the consolidated table.</summary>
/// <param name="Subject">Index of the subject.</param>
/// <param name="Name">Its name.</param>
/// <param name="Total">Score of the whole methodology.</param>
/// <param name="Directions">Scores of the directions, printed order.</param>
/// <param name="Bands">Band in each classification; null where none.</param>
/// <param name="Unscored">Leaves without a mark.</param>
public sealed record RatingRow(
    int Subject,
    string Name,
    NodeScore Total,
    IReadOnlyList<NodeScore> Directions,
    IReadOnlyList<BandFacts?> Bands,
    int Unscored
);

/// <summary>Who took part.</summary>
/// <param name="All">Names of all subjects covered, in the order of the input.</param>
/// <param name="Scored">Subjects with a result.</param>
/// <param name="NoData">Names of the subjects without any result.</param>
/// <param name="OperatorOnly">Names of those with no answer of their own: only what the operator finds out itself.</param>
/// <param name="Partial">Names of the others with a result and leaves without a mark, with their number.</param>
/// <param name="TotalsOnly">Names of those of whom only totals are known though the methodology goes deeper.</param>
/// <param name="Response">Who answered and who did not, in words.</param>
/// <param name="Sentences">The same, and how far the answers go.</param>
public sealed record ParticipantFacts(
    IReadOnlyList<string> All,
    int Scored,
    IReadOnlyList<string> NoData,
    IReadOnlyList<string> OperatorOnly,
    IReadOnlyList<(string Name, int Unscored)> Partial,
    IReadOnlyList<string> TotalsOnly,
    IReadOnlyList<string> Response,
    IReadOnlyList<string> Sentences
);

/// <summary>What the data can carry.</summary>
/// <param name="HasScores">Someone has a share of the whole.</param>
/// <param name="HasDirections">Someone has a share of a direction.</param>
/// <param name="HasIndicators">Someone has a mark below a direction.</param>
/// <param name="HasCycle">The cycle matrix has cells with a maximum.</param>
/// <param name="HasLevels">The methodology classifies.</param>
/// <param name="HasComments">Experts left comments.</param>
/// <param name="Comparable">At least two subjects have a result.</param>
/// <param name="Omissions">A sentence for each thing left out.</param>
public sealed record DataScope(
    bool HasScores,
    bool HasDirections,
    bool HasIndicators,
    bool HasCycle,
    bool HasLevels,
    bool HasComments,
    bool Comparable,
    IReadOnlyList<string> Omissions
)
{
    /// <summary>Nothing but totals of the whole is known.</summary>
    public bool OnlyTotals => HasScores && !HasDirections;
}

/// <summary>What is wrong, by the rules of docs/methods/narrative.md.</summary>
public enum ProblemKind
{
    /// <summary>The direction with the lowest mean share.</summary>
    WeakestDirection,

    /// <summary>The chain of stages breaks.</summary>
    CycleBreak,

    /// <summary>Indicators below 30 % on average.</summary>
    WeakIndicators,

    /// <summary>Subjects below 30 % of the maximum.</summary>
    ManyBelow30,

    /// <summary>Subjects without data.</summary>
    Silent,

    /// <summary>Subjects far apart.</summary>
    Spread,

    /// <summary>Given totals differ from computed ones.</summary>
    Mismatch,

    /// <summary>Experts disagree.</summary>
    Disagreement,
}

/// <summary>A problem in words; severity 0 … 1 orders them.</summary>
public sealed record Problem(ProblemKind Kind, double Severity, string Sentence);

/// <summary>A measured indicator without bands: its values as measured, over the subjects that have one.</summary>
public sealed record MeasureFacts(NodeFacts Summary, string Unit, int Count, double Min, double Median, double Max);

/// <summary>A node of one subject beside the others.</summary>
/// <param name="Node">Index of the node.</param>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its title.</param>
/// <param name="Score">Points, maximum, share and place of the subject.</param>
/// <param name="NotApplicable">The maximum left because of «не применимо».</param>
/// <param name="Median">Median points of all subjects.</param>
/// <param name="Best">Most points found.</param>
/// <param name="MeanShare">Mean share of all subjects.</param>
/// <param name="Stage">Index of the stage of a leaf; −1 for none.</param>
/// <param name="Measured">Values of a measured leaf with their unit, as given by the experts; null elsewhere.</param>
public sealed record SubjectNode(
    int Node,
    string Code,
    string Title,
    NodeScore Score,
    bool NotApplicable,
    double? Median,
    double? Best,
    double? MeanShare,
    int Stage,
    string? Measured
)
{
    /// <summary>«1.1 «title»».</summary>
    public string Label => Code == "*" ? Russian.Quote(Title) : $"{Code}{Russian.NoBreakSpace}{Russian.Quote(Title)}";
}

/// <summary>A comment of an expert; the name is empty for the one unnamed expert.</summary>
public sealed record CommentFacts(string Code, string Title, string Expert, string Text);

/// <summary>An indicator of one subject and the points it still lacks to its maximum.</summary>
public sealed record Gain(SubjectNode Indicator, double Points);

/// <summary>What an expert conclusion says of one subject.</summary>
/// <param name="Subject">Index of the subject.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Total">The whole methodology.</param>
/// <param name="Directions">Directions, printed order.</param>
/// <param name="Indicators">Leaves below directions, printed order; empty where none of them has data for this subject.</param>
/// <param name="Strong">At most five strong indicators, furthest above the others first.</param>
/// <param name="Weak">At most five weak ones, furthest below the others first.</param>
/// <param name="Gains">At most five indicators that lack most points, most first; equal ones, those first that others have.</param>
/// <param name="GainSentence">What these points together would bring, others staying as they are; null where none are lacking.</param>
/// <param name="OpenSentence">Which places missing and disagreeing marks leave open; null where none.</param>
/// <param name="Unmarked">Leaves neither marked nor NA nor under a scored total.</param>
/// <param name="Stages">Sums at each stage; null where there are none.</param>
/// <param name="MissingStages">Titles of the stages with a maximum and no point.</param>
/// <param name="Levels">Classification, its scope and the band held; null where none.</param>
/// <param name="Comments">Comments of experts, order of the methodology.</param>
/// <param name="Flags">What is worth a look, in words.</param>
/// <param name="Summary">The result in a sentence.</param>
/// <param name="Sentences">What else is said: places, strong and weak, stages.</param>
public sealed record SubjectFacts(
    int Subject,
    string Id,
    string Name,
    SubjectNode Total,
    IReadOnlyList<SubjectNode> Directions,
    IReadOnlyList<SubjectNode> Indicators,
    IReadOnlyList<SubjectNode> Strong,
    IReadOnlyList<SubjectNode> Weak,
    IReadOnlyList<Gain> Gains,
    string? GainSentence,
    string? OpenSentence,
    IReadOnlyList<SubjectNode> Unmarked,
    IReadOnlyList<CycleValue?> Stages,
    IReadOnlyList<string> MissingStages,
    IReadOnlyList<(LevelFacts Level, BandFacts? Band)> Levels,
    IReadOnlyList<CommentFacts> Comments,
    IReadOnlyList<string> Flags,
    string Summary,
    IReadOnlyList<string> Sentences
);
