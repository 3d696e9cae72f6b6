using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Campaigns;
using Orientir.Core.Files;
using Orientir.Core.Results;

namespace Orientir.Core.Store;

internal sealed class ResultRunMapping : IEntityTypeConfiguration<ResultRun>
{
    public void Configure(EntityTypeBuilder<ResultRun> entity)
    {
        entity.ToTable("result_runs");

        entity.Property(row => row.FindingsVersion).HasDefaultValue(1);
        entity
            .HasIndex(row => new
            {
                row.CampaignId,
                row.InputHash,
                row.ProgramVersion,
                row.ScorerVersion,
                row.FindingsVersion,
            })
            .IsUnique()
            // The name made of the columns is longer than PostgreSQL takes.
            .HasDatabaseName("IX_result_runs_inputs");
        entity.HasOne<Campaign>().WithMany().HasForeignKey(row => row.CampaignId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PublicationMapping : IEntityTypeConfiguration<Publication>
{
    public void Configure(EntityTypeBuilder<Publication> entity)
    {
        entity.ToTable("publications");

        entity.HasOne<Campaign>().WithMany().HasForeignKey(row => row.CampaignId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<ResultRun>().WithMany().HasForeignKey(row => row.ResultRunId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ReportPackageMapping : IEntityTypeConfiguration<ReportPackage>
{
    public void Configure(EntityTypeBuilder<ReportPackage> entity)
    {
        entity.ToTable("report_packages");

        entity.HasIndex(row => row.ResultRunId).IsUnique().HasFilter("\"Failure\" IS NULL");
        entity.HasOne<ResultRun>().WithMany().HasForeignKey(row => row.ResultRunId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne(row => row.Job).WithMany().HasForeignKey(row => row.JobId).OnDelete(DeleteBehavior.SetNull);
        entity.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.FileId).OnDelete(DeleteBehavior.Restrict);
    }
}
