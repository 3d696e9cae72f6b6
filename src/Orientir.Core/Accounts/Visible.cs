using Microsoft.EntityFrameworkCore;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.Core.Accounts;

/// <summary>
/// What an actor may see, as sources of queries: the condition is part of whatever is asked, of counts and sorts too.
/// Pages read through this and nothing else. Rows are tracked; a page that reads many says AsNoTracking or projects.
/// </summary>
public sealed class Visible
{
    private readonly OrientirContext context;
    private readonly Actor actor;

    /// <summary>The sources of an actor.</summary>
    /// <exception cref="ArgumentException">The context stands in another region than the actor.</exception>
    public Visible(OrientirContext context, Actor actor)
    {
        if (context.AllRegions || context.RegionId != actor.RegionId)
            throw new ArgumentException("The context must stand in the region of the actor.", nameof(context));
        (this.context, this.actor) = (context, actor);
    }

    /// <summary>Regions the actor has a role in; all of them for an administrator.</summary>
    public IQueryable<Region> Regions => actor.Is(Role.Administrator) ? context.Regions : OwnRegions;

    /// <summary>Regions the actor has a role in: those to go to.</summary>
    public IQueryable<Region> OwnRegions =>
        context.Regions.Where(region =>
            context.Grants.Any(grant => grant.UserId == actor.UserId && grant.RegionId == region.Id && grant.SuspendedAt == null)
        );

    /// <summary>Territories: those the actor's roles cover and, for orientation, nothing above them.</summary>
    public IQueryable<Territory> Territories =>
        ScopeOf(Ability.SeeTerritories) is var scope && scope.All
            ? context.Territories
            : context.Territories.Where(row =>
                scope.Territories.Contains(row.Id) || scope.Assigned && AssignedToActor.Any(subject => subject.TerritoryId == row.Id)
            );

    /// <summary>Subjects of those territories.</summary>
    public IQueryable<Subject> Subjects =>
        ScopeOf(Ability.SeeTerritories) is var scope && scope.All
            ? context.Subjects
            : context.Subjects.Where(row =>
                scope.Territories.Contains(row.TerritoryId) || scope.Assigned && AssignedToActor.Any(subject => subject.SubjectId == row.Id)
            );

    /// <summary>Methodologies of the region: drafts for those who manage them.</summary>
    public IQueryable<MethodologyEdition> Methodologies =>
        Permissions.Allows(actor, Ability.ManageMethodologies)
            ? context.Methodologies
            : context.Methodologies.Where(row => actor.Grants.Count > 0 && row.PublishedAt != null);

    /// <summary>Campaigns: all for who sees the board; otherwise opened ones with a subject of the actor's.</summary>
    public IQueryable<Campaign> Campaigns =>
        ScopeOf(Ability.SeeBoard).All
            ? context.Campaigns
            : context.Campaigns.Where(row => row.Decisions.Count > 0 && CampaignSubjects.Any(subject => subject.CampaignId == row.Id));

    /// <summary>Decisions of those campaigns.</summary>
    public IQueryable<CampaignDecision> Decisions =>
        context.Set<CampaignDecision>().Where(row => Campaigns.Any(campaign => campaign.Id == row.CampaignId));

    /// <summary>Subjects of campaigns whose answers the actor may see.</summary>
    public IQueryable<CampaignSubject> CampaignSubjects => CampaignSubjectsFor(Ability.SeeAnswers);

    /// <summary>
    /// Subjects of campaigns over which the actor has an ability, at whatever stage: by territory, of an expert those assigned.
    /// Where the ability begins with publication, the campaigns published.
    /// </summary>
    public IQueryable<CampaignSubject> CampaignSubjectsFor(Ability ability) => SubjectsIn(ScopeOf(ability));

    private IQueryable<CampaignSubject> SubjectsIn(Scope scope)
    {
        if (scope.All)
            return context.CampaignSubjects;
        return context.CampaignSubjects.Where(row =>
            scope.Territories.Contains(row.TerritoryId)
            || scope.Assigned && AssignedToActor.Any(subject => subject.Id == row.Id)
            || (scope.AllOncePublished || scope.TerritoriesOncePublished.Contains(row.TerritoryId))
                && Published.Any(campaign => campaign.Id == row.CampaignId)
        );
    }

    /// <summary>Assignments of experts: all for who assigns, otherwise the actor's own.</summary>
    public IQueryable<ExpertAssignment> ExpertAssignments =>
        ScopeOf(Ability.SeeBoard).All ? context.ExpertAssignments : context.ExpertAssignments.Where(row => row.UserId == actor.UserId);

    /// <summary>Submissions of the visible subjects.</summary>
    public IQueryable<Submission> Submissions =>
        context.Submissions.Where(row => CampaignSubjects.Any(subject => subject.Id == row.CampaignSubjectId));

    /// <summary>Answers of those submissions.</summary>
    public IQueryable<Answer> Answers => context.Answers.Where(row => Submissions.Any(submission => submission.Id == row.SubmissionId));

    /// <summary>Evidence of those submissions.</summary>
    public IQueryable<EvidenceItem> EvidenceItems =>
        context.EvidenceItems.Where(row => Submissions.Any(submission => submission.Id == row.SubmissionId));

    /// <summary>Files behind that evidence.</summary>
    public IQueryable<StoredFile> Files => context.StoredFiles.Where(row => EvidenceItems.Any(item => item.FileId == row.Id));

    /// <summary>Reminders sent to the visible subjects, for who sees the board.</summary>
    public IQueryable<Reminder> Reminders =>
        context.Reminders.Where(row => CampaignSubjectsFor(Ability.SeeBoard).Any(subject => subject.Id == row.CampaignSubjectId));

    /// <summary>Marks.</summary>
    public IQueryable<Mark> Marks =>
        context.Marks.Where(row => CampaignSubjectsFor(Ability.SeeMarks).Any(subject => subject.Id == row.CampaignSubjectId));

    /// <summary>Runs: all for who sees unpublished results; otherwise those of published campaigns the actor takes part in.</summary>
    public IQueryable<ResultRun> Runs
    {
        get
        {
            var scope = ScopeOf(Ability.SeeResults);
            return scope.All
                ? context.ResultRuns
                : context.ResultRuns.Where(row =>
                    Published.Any(campaign => campaign.Id == row.CampaignId) && Campaigns.Any(campaign => campaign.Id == row.CampaignId)
                );
        }
    }

    /// <summary>Report packages of those runs, for who may see the marks and comments of every subject: they hold them all.</summary>
    public IQueryable<ReportPackage> Packages =>
        context.ReportPackages.Where(row => ScopeOf(Ability.SeeMarks).All && Runs.Any(run => run.Id == row.ResultRunId));

    /// <summary>
    /// The audit: of the region, or of the installation outside regions, for who may read it; of the visible subjects for everybody else.
    /// An entry says in which direction it lies only to who knows the methodology: executors of named directions read theirs by ReadHistory.
    /// </summary>
    public IQueryable<AuditEntry> Audit
    {
        get
        {
            if (ScopeOf(Ability.SeeAudit).All)
                return context.AuditEntries;
            var subjects = SubjectsIn(ScopeOf(Ability.SeeAnswers, wholeOnly: true));
            return context.AuditEntries.Where(row =>
                row.CampaignSubjectId != null && row.ObjectKind != "mark" && subjects.Any(subject => subject.Id == row.CampaignSubjectId)
            );
        }
    }

    /// <summary>Accounts: all for an administrator, those with a role in the region for who manages or observes it, otherwise one's own.</summary>
    public IQueryable<User> Users =>
        actor.Is(Role.Administrator) ? context.Users
        : actor.RegionId is { } region && (Permissions.Allows(actor, Ability.ManageAccounts) || Permissions.Allows(actor, Ability.SeeBoard))
            ? context.Users.Where(user => user.Grants.Any(grant => grant.RegionId == region))
        : context.Users.Where(user => user.Id == actor.UserId);

    /// <summary>Roles of those accounts: in the region at hand, in all for an administrator.</summary>
    public IQueryable<Grant> Grants =>
        actor.Is(Role.Administrator)
            ? context.Grants
            : context.Grants.Where(grant => grant.RegionId == actor.RegionId && Users.Any(user => user.Id == grant.UserId));

    /// <summary>Invitations for who manages accounts: of the region, all for an administrator.</summary>
    public IQueryable<Invitation> Invitations =>
        actor.Is(Role.Administrator)
            ? context.Invitations
            : context.Invitations.Where(row => row.RegionId == actor.RegionId && Permissions.Allows(actor, Ability.ManageAccounts));

    /// <summary>Whether every role of an account is one the actor decides over: its password and second factor are changed by nobody else.</summary>
    public async Task<bool> HoldsWholeAsync(int userId, CancellationToken cancel = default) =>
        actor.Is(Role.Administrator)
        || !await context.Grants.AnyAsync(grant => grant.UserId == userId && grant.RegionId != actor.RegionId, cancel);

    /// <summary>The directions of every published methodology of the region: what an executor may be given.</summary>
    public async Task<IReadOnlyList<Node>> DirectionsAsync(CancellationToken cancel = default) =>
        Permissions.Allows(actor, Ability.ManageAccounts) ? await InvitePeople.DirectionsAsync(context, cancel) : [];

    /// <summary>Names of accounts behind keys seen in history: of the region's people only.</summary>
    public IQueryable<User> People =>
        actor.RegionId is { } region
            ? context.Users.Where(user => user.Grants.Any(grant => grant.RegionId == region))
            : context.Users.Where(user => actor.Is(Role.Administrator) || user.Id == actor.UserId);

    private IQueryable<CampaignSubject> AssignedToActor =>
        context.CampaignSubjects.Where(subject =>
            context.ExpertAssignments.Any(assigned => assigned.UserId == actor.UserId && assigned.CampaignSubjectId == subject.Id)
        );

    // Publication is always a recorded decision, so that no clock is asked.
    private IQueryable<Campaign> Published =>
        context.Campaigns.Where(campaign =>
            campaign.Decisions.OrderByDescending(decision => decision.Id).Select(decision => (CampaignState?)decision.To).FirstOrDefault()
            == CampaignState.Published
        );

    private sealed record Scope(
        bool All,
        HashSet<int> Territories,
        bool Assigned,
        bool AllOncePublished,
        HashSet<int> TerritoriesOncePublished
    );

    private Scope ScopeOf(Ability ability, bool wholeOnly = false)
    {
        var (all, assigned, later) = (false, false, false);
        HashSet<int> territories = [],
            territoriesLater = [];
        foreach (var grant in actor.Grants)
        {
            var states = Permissions.StatesOf(ability, grant.Role);
            if (states.Count == 0 || (wholeOnly && grant.Directions is not null))
                continue;
            var published = states.Count == 1 && states[0] == CampaignState.Published;
            if (grant.Role == Role.Expert)
                assigned = true;
            else if (grant.Territories is not null)
                (published ? territoriesLater : territories).UnionWith(grant.Territories);
            else if (published)
                later = true;
            else
                all = true;
        }
        return new(all, territories, assigned, later, territoriesLater);
    }
}
