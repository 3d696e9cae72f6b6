using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Territories;

namespace Orientir.Core.Submissions;

/// <summary>One submission with everything that decides who may change what in it now.</summary>
internal sealed class SubmissionContext
{
    private readonly IReadOnlySet<string>? held;

    internal SubmissionContext(
        Actor actor,
        DateTime now,
        CampaignSubject subject,
        Campaign campaign,
        Methodology methodology,
        Region region,
        bool assigned,
        Submission? submission = null
    )
    {
        (Actor, Now, Subject, Campaign, Methodology, Region, Submission) = (actor, now, subject, campaign, methodology, region, submission);
        held = Permissions.DirectionsOf(actor, subject.TerritoryId, assigned);
    }

    public Actor Actor { get; }

    public DateTime Now { get; }

    public CampaignSubject Subject { get; }

    public Campaign Campaign { get; }

    public Methodology Methodology { get; }

    public Region Region { get; }

    /// <summary>The submission; null where nothing was ever answered.</summary>
    public Submission? Submission { get; private set; }

    public SubmissionState State => Submission?.State ?? SubmissionState.Draft;

    /// <summary>UTC: answers are taken until here, exclusive.</summary>
    public DateTime Deadline => Campaign.DeadlineOf(Subject.ExtendedUntil, State == SubmissionState.Returned, Now);

    public CampaignState CampaignState => Campaign.StateAt(Now);

    /// <summary>Whether answers are taken, as far as they are not sent.</summary>
    public bool IsOpen => Campaign.TakesAnswers(Subject.ExtendedUntil, State == SubmissionState.Returned, Now);

    /// <summary>Why it can't be sent now, whoever sends; null where it can.</summary>
    public string? WhyNotSent =>
        Submissions.Submission.WhyNotSent(State)
        ?? (
            State == SubmissionState.Returned
                ? CampaignState is CampaignState.Collection or CampaignState.Review
                    ? null
                    : "Экспертиза завершена, анкеты больше не принимаются."
                : IsOpen
                    ? null
                    : CampaignState == CampaignState.Preparation
                        ? "Сбор ответов ещё не начался."
                        : "Срок приёма ответов истёк: анкета остаётся неотправленной, ответы в ней сохранены. Если нужно отправить "
                            + "её, попросите оператора региона о продлении."
        );

    /// <summary>Uids opened again by a return.</summary>
    public HashSet<string> Returned => [.. Submission?.Returned.Select(node => node.Uid) ?? []];

    /// <summary>Whether the actor answers as the operator, on behalf of the subject: that goes on record.</summary>
    public bool IsOnBehalf => !Actor.Holds(Subject.TerritoryId, Role.Coordinator, Role.Executor, Role.Organisation);

    /// <summary>Loads the submission of a subject for one who may read it.</summary>
    /// <exception cref="RefusedException">There is none, or it is not the actor's to see.</exception>
    public static async Task<SubmissionContext> LoadAsync(
        OrientirContext context,
        TimeProvider time,
        Actor actor,
        int campaignSubjectId,
        CancellationToken cancel
    )
    {
        var found =
            await (
                from subject in new Visible(context, actor, time).CampaignSubjects.AsNoTracking()
                where subject.Id == campaignSubjectId
                join campaign in context.Campaigns.Include(row => row.Decisions) on subject.CampaignId equals campaign.Id
                join edition in context.Methodologies on campaign.MethodologyEditionId equals edition.Id
                join region in context.Regions on subject.RegionId equals region.Id
                join submission in context.Submissions on subject.Id equals submission.CampaignSubjectId into own
                from submission in own.DefaultIfEmpty()
                select new
                {
                    Subject = subject,
                    Campaign = campaign,
                    edition.Hash,
                    Region = region,
                    Assigned = context.ExpertAssignments.Any(row => row.UserId == actor.UserId && row.CampaignSubjectId == subject.Id),
                    Submission = submission,
                }
            )
                .AsSingleQuery()
                .SingleOrDefaultAsync(cancel)
            ?? throw RefusedException.NotFound("Анкета", "а");
        return new(
            actor,
            time.GetUtcNow().UtcDateTime,
            found.Subject,
            found.Campaign,
            await KeptMethodologies.ReadAsync(context.Methodologies, found.Hash, cancel),
            found.Region,
            found.Assigned,
            found.Submission
        );
    }

    /// <summary>
    /// Begins a change: makes the submission where there is none and holds it until the transaction ends, so that changes of
    /// one submission follow one another and nothing is saved into one just sent.
    /// </summary>
    public async Task<IDbContextTransaction> HoldAsync(OrientirContext context, CancellationToken cancel)
    {
        var submission = Submission ?? await BeginAsync(context, cancel);
        // What an earlier change of the same context left is older than what was read here.
        foreach (
            var entry in context
                .ChangeTracker.Entries()
                .Where(entry => entry.Entity is Submission own && own.Id == submission.Id)
                .Concat(
                    context.ChangeTracker.Entries().Where(entry => entry.Entity is ReturnedNode own && own.SubmissionId == submission.Id)
                )
                .ToList()
        )
            entry.State = EntityState.Detached;
        // On SQLite the transaction waits for the only writer; on PostgreSQL the row is locked by the update.
        var transaction = await context.Database.BeginTransactionAsync(cancel);
        var rows = context.Submissions.Where(row => row.Id == submission.Id);
        if (await CountAsync(rows.Where(row => row.Version == submission.Version)) == 1)
        {
            // Nobody held it since it was read: every change begins here.
            submission.Version++;
            context.Attach(submission);
        }
        else
        {
            await CountAsync(rows);
            submission = await rows.SingleAsync(cancel);
        }
        Submission = submission;
        return transaction;

        Task<int> CountAsync(IQueryable<Submission> held) =>
            held.ExecuteUpdateAsync(row => row.SetProperty(one => one.Version, one => one.Version + 1), cancel);
    }

    /// <summary>Makes the submission where nothing was ever answered.</summary>
    public async Task<Submission> BeginAsync(OrientirContext context, CancellationToken cancel)
    {
        var created = Submissions.Submission.Of(Subject.RegionId, Subject.Id);
        context.Submissions.Add(created);
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another made it at the same moment: what remains is to find it.
        }
        context.Entry(created).State = EntityState.Detached;
        return Submission = await context.Submissions.AsNoTracking().SingleAsync(row => row.CampaignSubjectId == Subject.Id, cancel);
    }

    /// <summary>
    /// The node with a uid and the direction it lies in; false for one the methodology does not know, and for what stands above directions.
    /// </summary>
    public bool TryFind(string uid, out Node node, out Node direction) => Methodology.Tree.TryFind(uid, out node, out direction);

    /// <summary>The directions the actor sees, in order.</summary>
    public IEnumerable<Node> Directions => Methodology.Tree.Directions.Where(Sees);

    /// <summary>Whether the actor sees every direction; an executor of named ones does not.</summary>
    public bool SeesAll => held is null;

    /// <summary>Whether the actor sees a direction.</summary>
    public bool Sees(Node direction) => held?.Contains(direction.Uid) != false;

    /// <summary>Whether the actor sees what lies at a uid.</summary>
    public bool Sees(string uid) => SeesAll || (TryFind(uid, out _, out var direction) && Sees(direction));

    /// <summary>Why the actor may not answer at a node now; null where it may. This is the one rule of editing.</summary>
    /// <param name="node">A leaf, or a direction for evidence of the whole of it.</param>
    /// <param name="direction">The direction it lies in.</param>
    public string? WhyLocked(Node node, Node direction)
    {
        if (node is { Scale: not null, Source: AnswerSource.Operator })
            return WhyOperatorLocked(Actor, Subject.TerritoryId, CampaignState);
        if (!Permissions.Allows(Actor, Ability.Answer, Subject.TerritoryId))
            return "Вы можете читать эту анкету, но не заполнять её. Заполняют координатор и исполнители муниципалитета.";
        if (!Permissions.Allows(Actor, Ability.Answer, Subject.TerritoryId, null, direction.Uid))
            return $"Вам поручены другие направления. Направление {direction.Code} заполняет другой исполнитель или координатор.";
        switch (State)
        {
            case SubmissionState.Sent:
                return "Анкета отправлена. Чтобы исправить ответ, попросите оператора региона вернуть её.";
            case SubmissionState.Closed:
                return "Анкета закрыта.";
            case SubmissionState.Returned:
                // A return opens what it names even after the deadline, as long as the experts are at work.
                if (!IsReturned(node))
                    return "Анкета возвращена по другим показателям. Этот показатель изменить нельзя.";
                return Permissions.Allows(Actor, Ability.Answer, Subject.TerritoryId, CampaignState)
                    ? null
                    : "Экспертиза завершена, ответы больше не принимаются.";
            default:
                if (IsOpen)
                    return null;
                return CampaignState == CampaignState.Preparation
                    ? "Сбор ответов ещё не начался."
                    : "Срок приёма ответов истёк. Если нужно дополнить анкету, попросите оператора региона о продлении.";
        }
    }

    /// <summary>Why the actor may not answer what the operator finds out itself; null where it may.</summary>
    internal static string? WhyOperatorLocked(Actor actor, int? territoryId, CampaignState state) =>
        !Permissions.Allows(actor, Ability.AnswerAsOperator, territoryId) ? "Этот показатель заполняет оператор региона."
        : Permissions.Allows(actor, Ability.AnswerAsOperator, territoryId, state) ? null
        : "Показатели оператора заполняются, пока идут сбор и экспертиза.";

    /// <summary>Whether a return opened the node: itself, or for a direction any leaf in it.</summary>
    private bool IsReturned(Node node)
    {
        var returned = Returned;
        return returned.Contains(node.Uid) || Methodology.Tree.LeavesOf(node).Any(leaf => returned.Contains(leaf.Uid));
    }
}
