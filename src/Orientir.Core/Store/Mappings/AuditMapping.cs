using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Audit;

namespace Orientir.Core.Store;

internal sealed class AuditSealMapping : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> entity)
    {
        entity.ToTable("audit_seals");
        entity.HasIndex(row => row.LastEntryId).IsUnique();
    }
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entity)
    {
        entity.ToTable("audit_entries");
        entity.HasIndex(row => new { row.CampaignSubjectId, row.Id });
        entity.HasIndex(row => new { row.UserId, row.Id });
        entity.HasIndex(row => new
        {
            row.ObjectKind,
            row.ObjectId,
            row.Id,
        });
    }
}
