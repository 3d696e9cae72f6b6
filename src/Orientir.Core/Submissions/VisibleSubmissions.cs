using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;

namespace Orientir.Core.Submissions;

/// <summary>What an actor sees of submissions.</summary>
public static class VisibleSubmissions
{
    extension(Visible visible)
    {
        /// <summary>Submissions of the subjects whose answers the actor may see.</summary>
        public IQueryable<Submission> Submissions
        {
            get
            {
                var subjects = visible.CampaignSubjects;
                return visible.Context.Submissions.Where(row => subjects.Any(subject => subject.Id == row.CampaignSubjectId));
            }
        }

        /// <summary>Answers of those submissions.</summary>
        public IQueryable<Answer> Answers
        {
            get
            {
                var submissions = visible.Submissions;
                return visible.Context.Answers.Where(row => submissions.Any(submission => submission.Id == row.SubmissionId));
            }
        }

        /// <summary>Reminders sent to the subjects whose board the actor sees.</summary>
        public IQueryable<Reminder> Reminders
        {
            get
            {
                var subjects = visible.CampaignSubjectsFor(Ability.SeeBoard);
                return visible.Context.Reminders.Where(row => subjects.Any(subject => subject.Id == row.CampaignSubjectId));
            }
        }
    }
}
