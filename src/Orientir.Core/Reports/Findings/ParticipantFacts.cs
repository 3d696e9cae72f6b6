namespace Orientir.Core.Reports;

/// <summary>Who took part; subjects by index, in listing order.</summary>
/// <param name="Scored">Number of subjects with a result.</param>
/// <param name="NoData">Subjects without any result.</param>
/// <param name="OnlyNotApplicable">Those of them that have marks, all of them «не применимо».</param>
/// <param name="OperatorOnly">Those of whom nothing is marked but what the institute finds out itself.</param>
/// <param name="Partial">The others with a result and leaves without a mark, with their number.</param>
/// <param name="TotalsOnly">Those of whom only totals are known though the methodology goes deeper.</param>
internal sealed record ParticipantFinding(
    int Scored,
    IReadOnlyList<int> NoData,
    IReadOnlyList<int> OnlyNotApplicable,
    IReadOnlyList<int> OperatorOnly,
    IReadOnlyList<(int Subject, int Unscored)> Partial,
    IReadOnlyList<int> TotalsOnly
);

/// <summary>Who took part.</summary>
/// <param name="All">Names of all subjects covered, in the order of the input.</param>
/// <param name="Scored">Subjects with a result.</param>
/// <param name="NoData">Names of the subjects without any result.</param>
/// <param name="OnlyNotApplicable">Names of those of them that have marks, all of them «не применимо».</param>
/// <param name="OperatorOnly">Names of those of whom nothing is marked but what the institute finds out itself.</param>
/// <param name="Partial">Names of the others with a result and leaves without a mark, with their number.</param>
/// <param name="TotalsOnly">Names of those of whom only totals are known though the methodology goes deeper.</param>
/// <param name="Response">Who answered and who did not, in words.</param>
/// <param name="Sentences">The same, and how far the answers go.</param>
public sealed record ParticipantFacts(
    IReadOnlyList<string> All,
    int Scored,
    IReadOnlyList<string> NoData,
    IReadOnlyList<string> OnlyNotApplicable,
    IReadOnlyList<string> OperatorOnly,
    IReadOnlyList<(string Name, int Unscored)> Partial,
    IReadOnlyList<string> TotalsOnly,
    IReadOnlyList<string> Response,
    IReadOnlyList<string> Sentences
);
