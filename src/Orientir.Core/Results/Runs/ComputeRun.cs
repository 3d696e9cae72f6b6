using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
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
            await new Visible(context, actor, time)
                .Campaigns.AsNoTracking()
                .Include(row => row.Decisions)
                .SingleOrDefaultAsync(row => row.Id == campaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        Permissions.Require(actor, Ability.Compute, state: campaign.StateAt(time.GetUtcNow().UtcDateTime));
        var edition = await context.Methodologies.AsNoTracking().SingleAsync(row => row.Id == campaign.MethodologyEditionId, cancel);

        var marks = RunMarks.Write(edition.Read(), await InputsAsync(campaign, edition.Read(), cancel));
        var answering = await AnsweringAsync(campaign, edition.Read(), cancel);
        var hash = ResultRun.HashOf(marks, edition.Hash, answering);
        if (await EqualAsync() is { } equal)
            return equal;

        // Computed before it is kept: what cannot be computed must not be offered.
        var outputs = RunOutputs.Write(RunMarks.Score(edition.Read(), marks));
        var trail = new AuditTrail(context, time);
        try
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            var at = await MomentAsync(actor, campaign, cancel);
            var run = ResultRun.Of(campaign, edition, marks, answering, outputs, program, at, actor.UserId);
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
                            hash,
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
                    && row.InputHash == hash
                    && row.ProgramVersion == program
                    && row.ScorerVersion == Scorer.Version
                    && row.FindingsVersion == FindingRules.Version
                )
                .Select(row => (int?)row.Id)
                .FirstOrDefaultAsync(cancel);
    }

    /// <summary>
    /// The moment a run is kept at, later than every publication there is: computing takes its time, and a publication made meanwhile
    /// shows what stood then. The campaign's row is held till the run is saved, so that none comes between.
    /// </summary>
    private async Task<DateTime> MomentAsync(Actor actor, Campaign campaign, CancellationToken cancel)
    {
        if (
            await context
                .Campaigns.Where(row => row.Id == campaign.Id && row.Version == campaign.Version)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Version, one => one.Version), cancel) == 0
        )
            throw RefusedException.Conflict(
                "Пока шёл расчёт, мониторинг изменили: его этап, сроки или методику. Обновите страницу и, если этап позволяет, рассчитайте "
                    + "итоги ещё раз."
            );
        var now = time.GetUtcNow().UtcDateTime;
        Permissions.Require(actor, Ability.Compute, state: campaign.StateAt(now));
        // Clocks of two machines differ by a little.
        var published = campaign.Decisions.Where(row => row.To == CampaignState.Published).Max(row => (DateTime?)row.At);
        return published >= now ? published.Value.AddMicroseconds(1) : now;
    }

    private async Task<IReadOnlyList<RunSubject>> InputsAsync(Campaign campaign, Methodology methodology, CancellationToken cancel)
    {
        var subjects = await context.CampaignSubjects.AsNoTracking().Where(row => row.CampaignId == campaign.Id).ToListAsync(cancel);
        var marks = (
            await context
                .Marks.AsNoTracking()
                .Where(mark => context.CampaignSubjects.Any(row => row.CampaignId == campaign.Id && row.Id == mark.CampaignSubjectId))
                .ToListAsync(cancel)
        ).ToLookup(mark => mark.CampaignSubjectId);
        // What the institute finds out itself is answered by it; its answer is the mark where no expert gave one.
        var leaves = methodology.Tree.LeavesOf(AnswerSource.Operator);
        var operators = leaves.Select(leaf => leaf.Uid).ToList();
        var found =
            operators.Count == 0
                ? []
                : await (
                    from answer in context.Answers.AsNoTracking()
                    join submission in context.Submissions on answer.SubmissionId equals submission.Id
                    join subject in context.CampaignSubjects on submission.CampaignSubjectId equals subject.Id
                    where subject.CampaignId == campaign.Id && operators.Contains(answer.Uid)
                    select new { subject.Id, Answer = answer }
                ).ToListAsync(cancel);
        var answers = found.ToLookup(row => row.Id, row => row.Answer);
        return
        [
            .. subjects.Select(subject => new RunSubject(
                subject.Code,
                subject.Name,
                [
                    .. marks[subject.Id].Select(mark => new RunMark(mark.Uid, mark.Expert, mark.Value, mark.Comment)),
                    .. leaves
                        .Where(leaf => !marks[subject.Id].Any(mark => mark.Uid == leaf.Uid && mark.Value is not null))
                        .Select(leaf =>
                            FoundOut(
                                leaf,
                                answers[subject.Id]
                                    .Where(answer => answer.Uid == leaf.Uid)
                                    .ToDictionary(answer => answer.ItemId, StringComparer.Ordinal)
                            )
                        )
                        .OfType<RunMark>(),
                ]
            )),
        ];
    }

    // What the institute found out itself is no answer of the subject, though it stands in its submission.
    private async Task<string?> AnsweringAsync(Campaign campaign, Methodology methodology, CancellationToken cancel)
    {
        var own = methodology.Tree.LeavesOf(AnswerSource.Subject).Select(leaf => leaf.Uid).ToList();
        if (own.Count == 0)
            return null;
        var subjects = await (
            from subject in context.CampaignSubjects.AsNoTracking()
            where subject.CampaignId == campaign.Id
            join row in context.Submissions on subject.Id equals row.CampaignSubjectId into rows
            from submission in rows.DefaultIfEmpty()
            select new
            {
                subject.Code,
                Sent = submission != null && submission.SentCount > 0,
                Returned = submission != null && submission.State == SubmissionState.Returned,
                Begun = submission != null
                    && context.Answers.Any(answer =>
                        answer.SubmissionId == submission.Id
                        && own.Contains(answer.Uid)
                        && (answer.Value != null || answer.Comment != null || answer.NoDocument || answer.NotApplicable)
                    ),
            }
        ).ToListAsync(cancel);
        return RunAnswering.Write(
            subjects.Select(row =>
                (
                    row.Code,
                    row is { Sent: true, Returned: true } ? Answering.Returned
                    : row.Sent ? Answering.Sent
                    : row.Begun ? Answering.Draft
                    : Answering.NotBegun
                )
            )
        );
    }

    // Of a list the items found; what the institute saw itself is confirmed.
    private static RunMark? FoundOut(Node leaf, Dictionary<string, Answer> answers)
    {
        var whole = answers.GetValueOrDefault("");
        if (whole is { NotApplicable: true })
            return new(leaf.Uid, "", "NA", whole.Comment);
        var items = leaf.Items;
        var value = whole?.Value;
        if (
            items.Any(item =>
                answers.GetValueOrDefault(item.Id) is { } answer && (answer.Value is not null || answer.NoDocument || answer.NotApplicable)
            )
        )
        {
            var there = items.Where(item => answers.GetValueOrDefault(item.Id) is { Value: "1", NotApplicable: false }).ToList();
            value =
                there.Count == 0
                    ? "0"
                    : string.Join('|', there.Select(item => leaf.Scale is ComponentsScale ? item.Id + "=confirmed" : item.Id));
        }
        return value is null ? null : new(leaf.Uid, "", value, whole?.Comment);
    }

    private static string Shortened(string version)
    {
        var commit = version.IndexOf('+', StringComparison.Ordinal) + 1;
        return commit > 0 && version.Length > commit + CommitLength ? version[..(commit + CommitLength)] : version;
    }
}
