using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Accounts;
using Orientir.Core.Jobs;
using Orientir.Core.Territories;

namespace Orientir.Core.Store;

internal sealed class JobMapping : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> entity)
    {
        entity.ToTable("jobs");
        entity.Property(row => row.Version).IsConcurrencyToken();
        entity.HasIndex(row => new { row.State, row.NotBefore });
        entity.HasIndex(row => row.JoinedAs).IsUnique().HasFilter("\"FinishedAt\" IS NULL");
        entity.HasIndex(row => new { row.RegionId, row.Id });
        entity.HasOne<Region>().WithMany().HasForeignKey(row => row.RegionId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<User>().WithMany().HasForeignKey(row => row.OwnerId).OnDelete(DeleteBehavior.SetNull);
    }
}
