using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Results;
using Orientir.Measurement.Cycle;

namespace Orientir.Core.Reports;

/// <summary>
/// Everything the report package says, computed once: report.docx, the conclusions, summary.xlsx and report.html read it
/// and compute nothing themselves.
/// </summary>
public sealed class ReportFacts
{
    private const int MostProblems = 3;
    private readonly ScoredNodes nodes;
    private readonly Wording words;

    private ReportFacts(ScoredNodes nodes, Wording words) => (this.nodes, this.words) = (nodes, words);

    /// <summary>Computes the facts.</summary>
    /// <param name="scored">Scored marks.</param>
    /// <param name="campaign">Title of the campaign; the methodology's title where null or empty.</param>
    public static ReportFacts From(ScoredMarks scored, string? campaign = null)
    {
        var (nodes, methodology, scores) = (new ScoredNodes(scored), scored.Methodology, scored.Scores);
        var wording = new Wording(scored);

        // Findings are data; each becomes its sentences below, and nothing is said that was not found.
        var directions = new FindDirections(nodes).Find();
        var matrix = CycleMatrix.Of(scores, nodes.Marks.HasLeafValue, FindingRules.CycleOf(scored.FindingsVersion));
        var participants = new FindParticipants(nodes).Find();
        var scope = new FindScope(nodes, directions, matrix).Find();
        var result = new FindResult(nodes, directions).Find();
        var problems = new FindProblems(nodes, directions, matrix, participants).Find();

        var differ = FindingRules.ComparesShares(scored.FindingsVersion) && ResultWords.MaximaDiffer(scores);
        DirectionFacts[] told =
        [
            .. directions.Select(direction => new DirectionFacts(
                direction,
                new DirectionSentences(wording, differ).Of(direction),
                LeaderSentence.Short(direction.Summary, wording)
            )),
        ];
        LevelFacts[] levels = [.. new FindLevels(nodes).Find().Select(level => LevelWords.Of(level, scored, wording))];
        var cycle = matrix is null ? null : new CycleSentences(nodes).Of(matrix);
        var problem = new ProblemSentence(wording, nodes, cycle);
        var facts = new ReportFacts(nodes, wording)
        {
            MaximaDiffer = differ,
            Campaign = string.IsNullOrWhiteSpace(campaign) ? methodology.Title : campaign.Trim(),
            Noun = wording.Noun,
            Edition = methodology.EditionInWords,
            MarkSource = SourceSentence.Of(scored.Marks.Markers),
            Method = MethodWords.Of(methodology, scored.Marks.Markers.Count),
            Participants = new ParticipantSentences(scored, wording, nodes.Indicators.Count > 0).Of(participants),
            Scope = new(scope, [.. scope.LeftOut.Select(left => OmissionSentence.Of(left, scope, participants.Scored, wording))]),
            MarkedInPart = scored.TellsMarkedInPart ? ResultWords.MarkedInPart(scored) : null,
            Summary = ResultSentence.Of(result, nodes.Total, wording),
            Problems = [.. problems.Take(MostProblems).Select(found => new Problem(found, problem.Of(found)))],
            ProblemsNote = scope.HasScores ? ProblemSentence.NoteOf(problems.Count) : null,
            Total = nodes.Total,
            Groups = nodes.Groups,
            Directions = told,
            DirectionsByShare = FindDirections.ByShare(told),
            Indicators = nodes.Indicators,
            Measures = nodes.FindMeasures(),
            Levels = levels,
            Cycle = cycle,
            Disagreements = new FindDisagreements(nodes).Find(),
            DirectionChart = ReportCharts.Directions(FindDirections.ByShare(told), scope.Comparable),
            LevelCharts = ReportCharts.Levels(levels, wording.Noun),
            RatingChart = ReportCharts.Rating(nodes, wording),
        };
        (facts.Flags, facts.ShortFlags) = FlagWords.Of(scored, wording, facts.Disagreements);
        facts.Rating = [.. scored.Listed.Select(facts.RowOf)];
        facts.Conclusions = new ConclusionSentences(facts, participants, wording).All();
        return facts;
    }

    /// <summary>
    /// Whether subjects are compared by shares: see <see cref="ResultWords.MaximaDiffer"/>. The first rules compared points all the same.
    /// </summary>
    public bool MaximaDiffer { get; private init; }

    /// <summary>What the facts were computed from.</summary>
    public ScoredMarks Scored => nodes.Scored;

    public Methodology Methodology => Scored.Methodology;

    /// <summary>Title of the campaign.</summary>
    public required string Campaign { get; init; }

    /// <summary>What is assessed, as a noun with all its forms.</summary>
    public required Noun Noun { get; init; }

    /// <summary>«издание 1, редакция 0».</summary>
    public required string Edition { get; init; }

    /// <summary>«Источник оценок: реконструкция.» and the like, to be shown prominently; null where experts are not named.</summary>
    public required string? MarkSource { get; init; }

    /// <summary>The method in words: structure, scales, missing marks, combining, places.</summary>
    public required IReadOnlyList<string> Method { get; init; }

    /// <summary>Who took part.</summary>
    public required ParticipantFacts Participants { get; init; }

    /// <summary>What the data can carry, and a sentence for each thing left out.</summary>
    public required DataScope Scope { get; init; }

    /// <summary>The result in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>How many are marked in part; null where nobody is, and by rules that did not tell it.</summary>
    public required string? MarkedInPart { get; init; }

    /// <summary>The gravest problems, at most three.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>Why there are fewer than three problems; null where there are three.</summary>
    public required string? ProblemsNote { get; init; }

    /// <summary>The whole methodology over all subjects.</summary>
    public required NodeFacts Total { get; init; }

    /// <summary>Groups of directions, printed order; empty where the methodology has none.</summary>
    public required IReadOnlyList<NodeFacts> Groups { get; init; }

    /// <summary>Directions, printed order.</summary>
    public required IReadOnlyList<DirectionFacts> Directions { get; init; }

    /// <summary>Directions with data, highest mean share first; ties in printed order.</summary>
    public required IReadOnlyList<DirectionFacts> DirectionsByShare { get; init; }

    /// <summary>Leaves below directions, printed order, those without data too.</summary>
    public required IReadOnlyList<IndicatorFacts> Indicators { get; init; }

    /// <summary>The indicators that stand out of all.</summary>
    internal Extremes Extremes => nodes.ExtremesOf(nodes.Indicators);

    /// <summary>Measured indicators that are reported and never scored.</summary>
    public required IReadOnlyList<MeasureFacts> Measures { get; init; }

    /// <summary>The consolidated table, listing order.</summary>
    public IReadOnlyList<RatingRow> Rating { get; private set; } = [];

    /// <summary>Classifications.</summary>
    public required IReadOnlyList<LevelFacts> Levels { get; init; }

    /// <summary>The cycle matrix; null where the data cannot carry it.</summary>
    public required CycleFacts? Cycle { get; init; }

    /// <summary>What is worth a look, a sentence per kind with the number of cases and the first of them.</summary>
    public IReadOnlyList<string> Flags { get; private set; } = [];

    /// <summary>The same without the cases, for where they stand elsewhere.</summary>
    internal IReadOnlyList<string> ShortFlags { get; private set; } = [];

    /// <summary>Where experts disagree, subject by subject in listing order.</summary>
    public required IReadOnlyList<SubjectDisagreements> Disagreements { get; init; }

    /// <summary>Conclusions in words.</summary>
    public IReadOnlyList<string> Conclusions { get; private set; } = [];

    /// <summary>Mean share by direction, highest first; null where no direction has data.</summary>
    public required Chart? DirectionChart { get; init; }

    /// <summary>Stacked levels: one chart for all classifications with the same bands.</summary>
    public required IReadOnlyList<Chart> LevelCharts { get; init; }

    /// <summary>Shares of all subjects in listing order; null beyond 60 subjects or below two.</summary>
    public required Chart? RatingChart { get; init; }

    /// <summary>All charts in the order of the report.</summary>
    public IReadOnlyList<Chart> Charts => [.. new[] { DirectionChart, RatingChart }.OfType<Chart>(), .. LevelCharts];

    /// <summary>What the expert conclusion of a subject says; computed on call.</summary>
    /// <param name="subject">Index of the subject.</param>
    public SubjectFacts Subject(int subject) => new SubjectSentences(this, words).Of(new FindSubject(this, nodes.Marks).Find(subject));

    private RatingRow RowOf(int subject) =>
        new(
            subject,
            Scored.Scores.Subjects[subject].Name,
            Scored.MayBeNamed(subject),
            Scored.Scores[subject, 0],
            [.. nodes.DirectionNodes.Select(direction => Scored.Scores[subject, direction])],
            [.. Levels.Select(level => Scored.Scores.BandOf(subject, level.Index) is { } band ? level.Bands[band] : null)],
            Scored.Scores.UnscoredOf(subject)
        );
}
