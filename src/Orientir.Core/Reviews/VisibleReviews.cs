using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;

namespace Orientir.Core.Reviews;

/// <summary>What an actor sees of reviews.</summary>
public static class VisibleReviews
{
    extension(Visible visible)
    {
        /// <summary>Marks of the subjects whose marks the actor may see.</summary>
        public IQueryable<Mark> Marks
        {
            get
            {
                var subjects = visible.CampaignSubjectsFor(Ability.SeeMarks);
                return visible.Context.Marks.Where(row => subjects.Any(subject => subject.Id == row.CampaignSubjectId));
            }
        }
    }
}
