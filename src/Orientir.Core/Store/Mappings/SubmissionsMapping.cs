using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Campaigns;
using Orientir.Core.Submissions;

namespace Orientir.Core.Store;

internal sealed class SubmissionMapping : IEntityTypeConfiguration<Submission>
{
    public void Configure(EntityTypeBuilder<Submission> entity)
    {
        entity.ToTable("submissions");

        entity.Property(row => row.WasReturned).HasDefaultValue(false);
        entity.HasIndex(row => row.CampaignSubjectId).IsUnique();
        entity.HasOne<CampaignSubject>().WithMany().HasForeignKey(row => row.CampaignSubjectId).OnDelete(DeleteBehavior.Cascade);
        entity.HasMany(row => row.Returned).WithOne().HasForeignKey(row => row.SubmissionId).OnDelete(DeleteBehavior.Cascade);
        // Without them nothing of what is returned could be changed.
        entity.Navigation(row => row.Returned).AutoInclude();
    }
}

internal sealed class ReturnedNodeMapping : IEntityTypeConfiguration<ReturnedNode>
{
    public void Configure(EntityTypeBuilder<ReturnedNode> entity)
    {
        entity.ToTable("returned_nodes");
        entity.HasIndex(row => new { row.SubmissionId, row.Uid }).IsUnique();
    }
}

internal sealed class AnswerMapping : IEntityTypeConfiguration<Answer>
{
    public void Configure(EntityTypeBuilder<Answer> entity)
    {
        entity.ToTable("answers");

        entity
            .HasIndex(row => new
            {
                row.SubmissionId,
                row.Uid,
                row.ItemId,
            })
            .IsUnique();
        // Questions that wait are few among the answers of all years.
        entity.HasIndex(row => row.SubmissionId, "IX_answers_OpenQuestions").HasFilter("\"Question\" IS NOT NULL AND \"Reply\" IS NULL");
        entity.HasOne<Submission>().WithMany().HasForeignKey(row => row.SubmissionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AcceptedPatchMapping : IEntityTypeConfiguration<AcceptedPatch>
{
    public void Configure(EntityTypeBuilder<AcceptedPatch> entity)
    {
        entity.ToTable("accepted_patches");

        entity.HasKey(row => row.Id);
        entity.HasOne<CampaignSubject>().WithMany().HasForeignKey(row => row.CampaignSubjectId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ReminderMapping : IEntityTypeConfiguration<Reminder>
{
    public void Configure(EntityTypeBuilder<Reminder> entity)
    {
        entity.ToTable("reminders");

        entity.HasIndex(row => new { row.CampaignSubjectId, row.Deadline }).IsUnique();
        entity.HasOne<CampaignSubject>().WithMany().HasForeignKey(row => row.CampaignSubjectId).OnDelete(DeleteBehavior.Cascade);
    }
}
