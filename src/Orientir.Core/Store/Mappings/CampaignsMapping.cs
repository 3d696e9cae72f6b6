using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Territories;

namespace Orientir.Core.Store;

internal sealed class CampaignMapping : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> entity)
    {
        entity.ToTable("campaigns");

        entity.HasOne<MethodologyEdition>().WithMany().HasForeignKey(row => row.MethodologyEditionId).OnDelete(DeleteBehavior.Restrict);
        entity.HasMany(row => row.Decisions).WithOne().HasForeignKey(row => row.CampaignId).OnDelete(DeleteBehavior.Cascade);
        entity.HasMany(row => row.Stages).WithOne().HasForeignKey(row => row.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CampaignDecisionMapping : IEntityTypeConfiguration<CampaignDecision>
{
    public void Configure(EntityTypeBuilder<CampaignDecision> entity)
    {
        entity.ToTable("campaign_decisions");
    }
}

internal sealed class CampaignStageMapping : IEntityTypeConfiguration<CampaignStage>
{
    public void Configure(EntityTypeBuilder<CampaignStage> entity)
    {
        entity.ToTable("campaign_stages");
        entity.HasIndex(row => new { row.CampaignId, row.Stage }).IsUnique();
    }
}

internal sealed class CampaignSubjectMapping : IEntityTypeConfiguration<CampaignSubject>
{
    public void Configure(EntityTypeBuilder<CampaignSubject> entity)
    {
        entity.ToTable("campaign_subjects");

        entity.HasIndex(row => new { row.CampaignId, row.Code }).IsUnique();
        entity.HasIndex(row => new { row.CampaignId, row.SubjectId }).IsUnique();
        entity.HasOne<Campaign>().WithMany().HasForeignKey(row => row.CampaignId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Subject>().WithMany().HasForeignKey(row => row.SubjectId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Territory>().WithMany().HasForeignKey(row => row.TerritoryId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ExpertAssignmentMapping : IEntityTypeConfiguration<ExpertAssignment>
{
    public void Configure(EntityTypeBuilder<ExpertAssignment> entity)
    {
        entity.ToTable("expert_assignments");

        entity.HasIndex(row => new { row.CampaignSubjectId, row.UserId }).IsUnique();
        entity.HasOne<CampaignSubject>().WithMany().HasForeignKey(row => row.CampaignSubjectId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
