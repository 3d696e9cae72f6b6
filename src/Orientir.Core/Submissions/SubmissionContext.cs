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
        Submission? submission = null
    )
    {
        (Actor, Now, Subject, Campaign, Methodology, Region, Submission) = (actor, now, subject, campaign, methodology, region, submission);
        held = Permissions.DirectionsOf(actor, subject.TerritoryId);
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
    public DateTime Deadline => Campaign.DeadlineOf(Subject.ExtendedUntil, State, Now);

    public CampaignState CampaignState => Campaign.StateAt(Now);

    /// <summary>Whether answers are taken, as far as they are not sent.</summary>
    public bool IsOpen => Campaign.TakesAnswers(Subject.ExtendedUntil, State, Now);

    /// <summary>Uids opened again by a return.</summary>
    public HashSet<string> Returned => [.. (Submission?.ReturnedUids ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries)];

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
        var subject =
            await new Visible(context, actor, time).CampaignSubjects.SingleOrDefaultAsync(row => row.Id == campaignSubjectId, cancel)
            ?? throw RefusedException.NotFound("Анкета", "а");
        var campaign = await context
            .Campaigns.AsNoTracking()
            .Include(row => row.Decisions)
            .SingleAsync(row => row.Id == subject.CampaignId, cancel);
        var methodology = await KeptMethodologies.ReadAsync(
            context.Methodologies.Where(row => row.Id == campaign.MethodologyEditionId),
            cancel
        );
        var region = await context.Regions.AsNoTracking().SingleAsync(row => row.Id == subject.RegionId, cancel);
        var submission = await context
            .Submissions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.CampaignSubjectId == campaignSubjectId, cancel);
        return new(actor, time.GetUtcNow().UtcDateTime, subject, campaign, methodology, region, submission);
    }

    /// <summary>
    /// Begins a change: makes the submission where there is none and holds it until the transaction ends, so that changes of
    /// one submission follow one another and nothing is saved into one just sent.
    /// </summary>
    public async Task<IDbContextTransaction> HoldAsync(OrientirContext context, CancellationToken cancel)
    {
        if (Submission is null)
            await CreateAsync(context, cancel);
        // On SQLite the transaction waits for the only writer; on PostgreSQL the row is locked by the update.
        var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context
            .Submissions.Where(row => row.CampaignSubjectId == Subject.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(submission => submission.Version, submission => submission.Version + 1), cancel);
        Submission = await context.Submissions.SingleAsync(row => row.CampaignSubjectId == Subject.Id, cancel);
        return transaction;
    }

    private async Task CreateAsync(OrientirContext context, CancellationToken cancel)
    {
        var created = new Submission { RegionId = Subject.RegionId, CampaignSubjectId = Subject.Id };
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
    }

    /// <summary>The node with a uid and the direction it lies in; false for one the methodology does not know, and for what stands above directions.</summary>
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
