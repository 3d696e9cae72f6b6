using Orientir.Core.Accounts;
using Orientir.Core.Evidence;
using Orientir.Core.Files;

namespace Orientir.Core.Submissions;

/// <summary>What an actor sees of evidence.</summary>
public static class VisibleEvidence
{
    extension(Visible visible)
    {
        /// <summary>Evidence of the submissions the actor may see.</summary>
        public IQueryable<EvidenceItem> EvidenceItems
        {
            get
            {
                var submissions = visible.Submissions;
                return visible.Context.EvidenceItems.Where(row => submissions.Any(submission => submission.Id == row.SubmissionId));
            }
        }

        /// <summary>Files behind that evidence.</summary>
        public IQueryable<StoredFile> Files
        {
            get
            {
                var items = visible.EvidenceItems;
                return visible.Context.StoredFiles.Where(row => items.Any(item => item.FileId == row.Id));
            }
        }
    }
}
