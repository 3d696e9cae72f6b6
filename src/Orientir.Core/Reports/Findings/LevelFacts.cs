using Orientir.Core.Office;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>Whom the bands of a classification hold.</summary>
/// <param name="Index">Index in the methodology's levels.</param>
/// <param name="Node">Index of the node it classifies.</param>
/// <param name="Holders">For each band, ascending, the subjects it holds, in listing order.</param>
/// <param name="Without">Subjects that hold no band though the node applies to them.</param>
/// <param name="NotApplicable">Subjects to which the node does not apply.</param>
/// <param name="Gaps">By index of a subject that holds a band, what it rests on where it is less than all.</param>
internal sealed record LevelFinding(
    int Index,
    int Node,
    IReadOnlyList<IReadOnlyList<int>> Holders,
    int Without,
    int NotApplicable,
    IReadOnlyDictionary<int, LevelGap> Gaps
)
{
    /// <summary>Subjects that hold a band though some of their indicators below the node nobody marked.</summary>
    public int InPart => Gaps.Values.Count(gap => gap.Unmarked > 0);
}

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
/// <param name="Without">Subjects that hold no band though the node applies to them.</param>
/// <param name="NotApplicable">Subjects to which the node does not apply.</param>
/// <param name="Sentence">The distribution in words.</param>
public sealed record LevelFacts(
    int Index,
    string Title,
    int Node,
    string Of,
    string Basis,
    IReadOnlyList<BandFacts> Bands,
    int Without,
    int NotApplicable,
    string Sentence
);
