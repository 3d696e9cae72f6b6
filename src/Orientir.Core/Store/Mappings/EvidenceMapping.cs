using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Submissions;

namespace Orientir.Core.Store;

internal sealed class EvidenceItemMapping : IEntityTypeConfiguration<EvidenceItem>
{
    public void Configure(EntityTypeBuilder<EvidenceItem> entity)
    {
        entity.ToTable("evidence_items");

        entity.HasOne<Submission>().WithMany().HasForeignKey(row => row.SubmissionId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.FileId).OnDelete(DeleteBehavior.Restrict);
        entity.HasMany(row => row.Places).WithOne().HasForeignKey(row => row.EvidenceItemId).OnDelete(DeleteBehavior.Cascade);
        entity.Ignore(row => row.Serves);
        // Where it serves is a part of it.
        entity.Navigation(row => row.Places).AutoInclude();
    }
}

internal sealed class EvidencePlaceMapping : IEntityTypeConfiguration<EvidencePlace>
{
    public void Configure(EntityTypeBuilder<EvidencePlace> entity)
    {
        entity.ToTable("evidence_places");
        entity
            .HasIndex(row => new
            {
                row.EvidenceItemId,
                row.Uid,
                row.ItemId,
            })
            .IsUnique();
    }
}
