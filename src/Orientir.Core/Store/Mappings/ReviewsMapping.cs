using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Campaigns;
using Orientir.Core.Reviews;

namespace Orientir.Core.Store;

internal sealed class MarkMapping : IEntityTypeConfiguration<Mark>
{
    public void Configure(EntityTypeBuilder<Mark> entity)
    {
        entity.ToTable("marks");

        entity
            .HasIndex(row => new
            {
                row.CampaignSubjectId,
                row.Uid,
                row.Expert,
            })
            .IsUnique();
        entity.HasOne<CampaignSubject>().WithMany().HasForeignKey(row => row.CampaignSubjectId).OnDelete(DeleteBehavior.Cascade);
    }
}
