using System.Linq.Expressions;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;

namespace Orientir.Core.Campaigns;

/// <summary>What an actor sees of campaigns, at which stage.</summary>
public static class VisibleCampaigns
{
    extension(Visible visible)
    {
        /// <summary>Campaigns: all for who sees the board of the region; otherwise opened ones with a subject of the actor's.</summary>
        public IQueryable<Campaign> Campaigns
        {
            get
            {
                if (visible.InWholeRegion(Ability.SeeBoard))
                    return visible.Context.Campaigns;
                var own = visible.CampaignSubjects;
                return visible.Context.Campaigns.Where(
                    Condition.Any<Campaign>([
                        visible.StandsIn(Permissions.StatesInWholeRegion(visible.Actor, Ability.SeeBoard)),
                        row => row.Decisions.Count > 0 && own.Any(subject => subject.CampaignId == row.Id),
                    ])
                );
            }
        }

        /// <summary>Decisions of those campaigns.</summary>
        public IQueryable<CampaignDecision> Decisions
        {
            get
            {
                var campaigns = visible.Campaigns;
                return visible.Context.CampaignDecisions.Where(row => campaigns.Any(campaign => campaign.Id == row.CampaignId));
            }
        }

        /// <summary>Subjects of campaigns whose answers the actor may see.</summary>
        public IQueryable<CampaignSubject> CampaignSubjects => visible.CampaignSubjectsFor(Ability.SeeAnswers);

        /// <summary>
        /// Subjects of campaigns over which the actor has an ability at the stage the campaign stands at: by territory, of an expert those
        /// assigned.
        /// </summary>
        public IQueryable<CampaignSubject> CampaignSubjectsFor(Ability ability) => visible.SubjectsIn(visible.ReachOf(ability));

        /// <summary>
        /// The same at whatever stage, where the ability is held at one: to show what cannot be done yet or any more, and say why.
        /// </summary>
        public IQueryable<CampaignSubject> CampaignSubjectsOnceFor(Ability ability) =>
            visible.SubjectsIn(visible.ReachOf(ability, atAnyStage: true));

        /// <summary>Campaigns at the stages at which the actor has an ability over the whole region.</summary>
        internal IQueryable<Campaign> CampaignsInWholeRegion(Ability ability) =>
            visible.Context.Campaigns.Where(visible.StandsIn(Permissions.StatesInWholeRegion(visible.Actor, ability)));

        /// <summary>Assignments of experts: of the subjects of whose board the actor sees, and the actor's own.</summary>
        public IQueryable<ExpertAssignment> ExpertAssignments
        {
            get
            {
                if (visible.InWholeRegion(Ability.SeeBoard))
                    return visible.Context.ExpertAssignments;
                var subjects = visible.CampaignSubjectsFor(Ability.SeeBoard);
                return visible.Context.ExpertAssignments.Where(row =>
                    row.UserId == visible.Actor.UserId || subjects.Any(subject => subject.Id == row.CampaignSubjectId)
                );
            }
        }

        /// <summary>
        /// The audit: of the region, or of the installation outside regions, for who may read it; of the visible subjects for everybody
        /// else. An entry says in which direction it lies only to who knows the methodology: executors of named directions read theirs by
        /// ReadHistory.
        /// </summary>
        public IQueryable<AuditEntry> Audit
        {
            get
            {
                if (visible.InWholeRegion(Ability.SeeAudit))
                    return visible.Context.AuditEntries;
                var subjects = visible.SubjectsIn(visible.ReachOf(Ability.SeeAnswers, everyDirection: true));
                return visible.Context.AuditEntries.Where(row =>
                    row.CampaignSubjectId != null
                    && row.ObjectKind != "mark"
                    && subjects.Any(subject => subject.Id == row.CampaignSubjectId)
                );
            }
        }

        /// <summary>Whether a campaign stands at one of the stages now.</summary>
        internal Expression<Func<Campaign, bool>> StandsIn(IReadOnlyCollection<CampaignState> states) =>
            StageClock.Standard.In(states, visible.Now);

        /// <summary>Subjects of campaigns within what roles give.</summary>
        internal IQueryable<CampaignSubject> SubjectsIn(IReadOnlyList<Reach> reaches)
        {
            if (reaches.Any(reach => reach is { WholeRegion: true, AtEveryStage: true }))
                return visible.Context.CampaignSubjects;
            var assigned = visible.Context.ExpertAssignments.Where(row => row.UserId == visible.Actor.UserId);
            return visible.Context.CampaignSubjects.Where(Condition.Any(reaches.Select(reach => Condition.All(Parts(reach)))));

            IEnumerable<Expression<Func<CampaignSubject, bool>>> Parts(Reach reach)
            {
                if (!reach.WholeRegion)
                {
                    var territories = reach.Territories;
                    yield return Condition.Any<CampaignSubject>([
                        .. territories.Count > 0
                            ? [row => territories.Contains(row.TerritoryId)]
                            : Array.Empty<Expression<Func<CampaignSubject, bool>>>(),
                        .. reach.Assigned
                            ? [row => assigned.Any(one => one.CampaignSubjectId == row.Id)]
                            : Array.Empty<Expression<Func<CampaignSubject, bool>>>(),
                    ]);
                }
                if (!reach.AtEveryStage)
                {
                    var campaigns = visible.Context.Campaigns.Where(visible.StandsIn(reach.Stages));
                    yield return row => campaigns.Any(campaign => campaign.Id == row.CampaignId);
                }
            }
        }
    }
}
