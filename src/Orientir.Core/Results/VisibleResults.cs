using System.Linq.Expressions;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Files;

namespace Orientir.Core.Results;

/// <summary>What an actor sees of results.</summary>
public static class VisibleResults
{
    extension(Visible visible)
    {
        /// <summary>
        /// Runs of the campaigns whose results the actor may see: of the whole region, otherwise where the actor takes part, and there
        /// those that were published. What was published stays readable.
        /// </summary>
        public IQueryable<ResultRun> Runs
        {
            get
            {
                if (visible.InWholeRegion(Ability.SeeResults))
                    return visible.Context.ResultRuns;
                var publications = visible.Context.Publications;
                var parts = new List<Expression<Func<ResultRun, bool>>>();
                foreach (var reach in visible.ReachOf(Ability.SeeResults))
                {
                    var standing = visible.Context.Campaigns.Where(visible.StandsIn(reach.Stages));
                    var own = visible.SubjectsIn([reach with { Stages = Stages.All }]);
                    var campaigns = reach.WholeRegion
                        ? standing
                        : standing.Where(campaign => own.Any(subject => subject.CampaignId == campaign.Id));
                    parts.Add(run =>
                        campaigns.Any(campaign => campaign.Id == run.CampaignId)
                        && publications.Any(publication => publication.ResultRunId == run.Id)
                    );
                }
                return visible.Context.ResultRuns.Where(Condition.Any(parts));
            }
        }

        /// <summary>Publications of those runs; of a campaign the newest is in force.</summary>
        public IQueryable<Publication> Publications
        {
            get
            {
                var runs = visible.Runs;
                return visible.Context.Publications.Where(row => runs.Any(run => run.Id == row.ResultRunId));
            }
        }

        /// <summary>Report packages of those runs, for who may see the marks and comments of every subject: they hold them all.</summary>
        public IQueryable<ReportPackage> Packages
        {
            get
            {
                var runs = visible.Runs;
                if (visible.InWholeRegion(Ability.SeeMarks))
                    return visible.Context.ReportPackages.Where(row => runs.Any(run => run.Id == row.ResultRunId));
                var campaigns = visible.CampaignsInWholeRegion(Ability.SeeMarks);
                return visible.Context.ReportPackages.Where(row =>
                    runs.Any(run => run.Id == row.ResultRunId && campaigns.Any(campaign => campaign.Id == run.CampaignId))
                );
            }
        }

        /// <summary>Files of those packages.</summary>
        public IQueryable<StoredFile> PackageFiles
        {
            get
            {
                var packages = visible.Packages;
                return visible.Context.StoredFiles.Where(row => packages.Any(package => package.FileId == row.Id));
            }
        }
    }
}
