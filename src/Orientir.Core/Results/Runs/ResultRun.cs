using System.Security.Cryptography;
using System.Text;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>
/// A stored computation: what went in, by which rules, and what came out. Pages and documents read one run and compute nothing, so that
/// what was once shown stays, whichever program shows it.
/// </summary>
public sealed class ResultRun : IRegional
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The campaign.</summary>
    public required int CampaignId { get; init; }

    /// <summary>The edition and revision computed by.</summary>
    public required int MethodologyEditionId { get; init; }

    /// <summary>SHA-256 over the marks, the package and who answered, hex: equal inputs, equal run.</summary>
    public required string InputHash { get; init; }

    /// <summary>Version of the program that computed it. With campaign, inputs and both versions of rules unique.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>Version of the rules it was computed by: <see cref="Orientir.Measurement.Scoring.Scorer.Version"/> of then.</summary>
    public required int ScorerVersion { get; init; }

    /// <summary>Version of the rules by which more is found of its outputs: <see cref="FindingRules.Version"/> of then.</summary>
    public int FindingsVersion { get; init; } = FindingRules.Version;

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who asked for it.</summary>
    public required int UserId { get; init; }

    /// <summary>The marks as they were, CSV in gzip: the run can be computed again whatever happens to the campaign.</summary>
    public required byte[] Marks { get; init; }

    /// <summary>
    /// Who sent answers, beside the marks, as <see cref="RunAnswering.Write"/> gives it; null where it is not known, as of every run of a
    /// program that did not keep it: of nobody is then said that he did not answer.
    /// </summary>
    public string? Answering { get; init; }

    /// <summary>
    /// The package computed by, canonical JSON in gzip: tree, scales, what missing marks do, how experts are combined, levels.
    /// </summary>
    public required byte[] Specification { get; init; }

    /// <summary>SHA-256 of the package, hex.</summary>
    public required string SpecificationHash { get; init; }

    /// <summary>What came out: <see cref="RunOutputs"/>.</summary>
    public required byte[] Outputs { get; init; }

    /// <summary>SHA-256 of <see cref="Outputs"/>, hex: proves them, and names them in caches.</summary>
    public required string OutputHash { get; init; }

    /// <summary>The run of marks, to be kept.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="edition">The edition and revision it is computed by.</param>
    /// <param name="inputs">What goes in.</param>
    /// <param name="outputs">What came out of them, as <see cref="RunOutputs.Write"/> gives it.</param>
    /// <param name="program">Version of the program.</param>
    /// <param name="at">UTC.</param>
    /// <param name="userId">Who asked for it.</param>
    internal static ResultRun Of(
        Campaign campaign,
        MethodologyEdition edition,
        RunInputs inputs,
        byte[] outputs,
        string program,
        DateTime at,
        int userId
    ) =>
        new()
        {
            RegionId = campaign.RegionId,
            CampaignId = campaign.Id,
            MethodologyEditionId = edition.Id,
            InputHash = inputs.Hash,
            ProgramVersion = program,
            ScorerVersion = Scorer.Version,
            At = at,
            UserId = userId,
            Marks = RunMarks.Pack(inputs.Marks),
            Answering = inputs.Answering,
            Specification = RunMarks.Pack(Encoding.UTF8.GetBytes(edition.Json)),
            SpecificationHash = edition.Hash,
            Outputs = outputs,
            OutputHash = RunOutputs.HashOf(outputs),
        };

    /// <param name="marks">The marks, unpacked.</param>
    /// <param name="edition">The hash of the edition.</param>
    /// <param name="answering">Who sent answers; null adds nothing, so that runs from before keep their hash.</param>
    internal static string HashOf(byte[] marks, string edition, string? answering) =>
        Convert.ToHexStringLower(
            SHA256.HashData([.. marks, .. Encoding.ASCII.GetBytes(edition), .. Encoding.UTF8.GetBytes(answering ?? "")])
        );
}
