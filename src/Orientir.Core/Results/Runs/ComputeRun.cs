using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>
/// Computes the results of a campaign as a run that is kept: the marks and who answered as they are now, the edition and revision, the
/// rules, and what came out. Equal inputs in the hands of the same program give the run that is there already; a new program gives a new
/// run.
/// </summary>
/// <param name="context">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="program">Version of the program, where it is not this one's.</param>
public sealed class ComputeRun(OrientirContext context, TimeProvider time, string? program = null)
{
    private const int CommitLength = 12;

    private readonly string program = program ?? ProgramVersion;

    /// <summary>Version of the program as runs state it, from its build: «0.1.0+198a866bc2f1», number and commit.</summary>
    public static string ProgramVersion { get; } =
        Shortened(typeof(ComputeRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    /// <summary>Computes; gives the key of the run.</summary>
    /// <exception cref="RefusedException">No such campaign, not allowed, or not at this stage.</exception>
    public async Task<int> RunAsync(Actor actor, int campaignId, CancellationToken cancel = default)
    {
        var campaign =
            await new Visible(context, actor, time).Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == campaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        // What is being saved is of the run: who saves marks holds the campaign until they are there.
        await using (await context.Database.BeginTransactionAsync(cancel))
            campaign = await HeldCampaign.ReadAsync(context, campaign.Id, cancel);
        Permissions.Require(actor, Ability.Compute, state: campaign.StateAt(time.GetUtcNow().UtcDateTime));
        var edition = await context.Methodologies.AsNoTracking().SingleAsync(row => row.Id == campaign.MethodologyEditionId, cancel);

        var inputs = await RunInputs.OfAsync(context, campaign.Id, edition, cancel);
        if (await EqualAsync() is { } equal)
            return equal;

        // Computed before it is kept: what cannot be computed must not be offered.
        var outputs = RunOutputs.Write(RunMarks.Score(edition.Read(), inputs.Marks));
        var trail = new AuditTrail(context, time);
        try
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            var at = await HoldAsync(actor, campaign, cancel);
            var run = ResultRun.Of(campaign, edition, inputs, outputs, program, at, actor.UserId);
            context.ResultRuns.Add(run);
            await trail.SaveNewAsync(
                () =>
                    trail.Add(
                        actor,
                        "run.compute",
                        "run",
                        run.Id,
                        null,
                        new
                        {
                            campaign = campaign.Id,
                            hash = inputs.Hash,
                            edition = edition.Id,
                            program,
                            scorer = Scorer.Version,
                        }
                    ),
                cancel
            );
            await transaction.CommitAsync(cancel);
            return run.Id;
        }
        catch (DbUpdateConcurrencyException)
        {
            // The same run was computed by another at the same moment.
            context.ChangeTracker.Clear();
            if (await EqualAsync() is { } others)
                return others;
            throw;
        }

        async Task<int?> EqualAsync() =>
            await context
                .ResultRuns.Where(row =>
                    row.CampaignId == campaign.Id
                    && row.InputHash == inputs.Hash
                    && row.ProgramVersion == program
                    && row.ScorerVersion == Scorer.Version
                    && row.FindingsVersion == FindingRules.Version
                )
                .Select(row => (int?)row.Id)
                .FirstOrDefaultAsync(cancel);
    }

    /// <summary>Holds the campaign till the run is saved, so that no decision comes between; gives the moment it is kept at.</summary>
    private async Task<DateTime> HoldAsync(Actor actor, Campaign campaign, CancellationToken cancel)
    {
        if ((await HeldCampaign.ReadAsync(context, campaign.Id, cancel)).Version != campaign.Version)
            throw RefusedException.Conflict(
                "Пока шёл расчёт, мониторинг изменили: его этап, сроки или методику. Обновите страницу и, если этап позволяет, рассчитайте "
                    + "итоги ещё раз."
            );
        var now = time.GetUtcNow().UtcDateTime;
        Permissions.Require(actor, Ability.Compute, state: campaign.StateAt(now));
        return now;
    }

    private static string Shortened(string version)
    {
        var commit = version.IndexOf('+', StringComparison.Ordinal) + 1;
        return commit > 0 && version.Length > commit + CommitLength ? version[..(commit + CommitLength)] : version;
    }
}
