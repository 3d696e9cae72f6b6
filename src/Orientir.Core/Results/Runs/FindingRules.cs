using Orientir.Measurement.Cycle;

namespace Orientir.Core.Results;

/// <summary>
/// The rules by which more is found of the outputs of a run: sums of the cycle and their breaks, points lacking and the place they would
/// bring, problems. They are not kept with the run: it keeps the version of the rules, and is shown by these for ever. Whoever changes
/// one of them raises <see cref="Version"/> and keeps the one before behind its number: docs/adr/0006-results-are-kept.md.
/// </summary>
public static class FindingRules
{
    /// <summary>The version new runs are shown by; held to figures by FindingRulesTests.</summary>
    public const int Version = 4;

    /// <summary>How what nobody marked stands in the cycle by a version.</summary>
    internal static CycleRule CycleOf(int version) =>
        version switch
        {
            1 => CycleRule.AsScored,
            2 => CycleRule.UnassessedPassedOver,
            _ => CycleRule.MarkedAlone,
        };

    /// <summary>Whether by a version limits are held to the last bit, so that 0.7 − 0.3 is below 0.4.</summary>
    internal static bool HoldsLimitsToTheBit(int version) => version == 1;

    /// <summary>Whether by a version subjects of unequal maxima are compared by shares; before it, by points all the same.</summary>
    internal static bool ComparesShares(int version) => version > 1;

    /// <summary>Whether by a version it is told who is marked in part, and who is marked without having sent answers.</summary>
    internal static bool TellsMarkedInPart(int version) => version > 2;

    /// <summary>Whether points are lacking by a version at what nobody marked too.</summary>
    internal static bool AdvisesOnUnmarked(int version) => version < 3;

    /// <summary>
    /// Whether by a version nobody leads and no indicator stands out where a mark that is missing could reverse it.
    /// </summary>
    internal static bool WithholdsWhatCouldTurn(int version) => version > 3;

    /// <summary>Whether by a version a level says in every list what it rests on; before it, the distribution alone did.</summary>
    internal static bool TellsLevelsInPart(int version) => version > 3;

    /// <summary>The version where this program knows it: other figures must not be shown for those of the run.</summary>
    /// <exception cref="NewerProgramException">The version is of a newer program.</exception>
    /// <exception cref="InvalidDataException">The version is none.</exception>
    internal static int Require(int version) =>
        version switch
        {
            > Version => throw new NewerProgramException($"Finding rules {version}; this program knows 1 to {Version}."),
            < 1 => throw new InvalidDataException($"Finding rules {version} are no rules."),
            _ => version,
        };
}
