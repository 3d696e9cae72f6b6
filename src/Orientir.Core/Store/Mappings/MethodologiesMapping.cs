using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Store;

internal sealed class MethodologyEditionMapping : IEntityTypeConfiguration<MethodologyEdition>
{
    public void Configure(EntityTypeBuilder<MethodologyEdition> entity)
    {
        entity.ToTable("methodologies");
        entity
            .HasIndex(row => new
            {
                row.RegionId,
                row.PackageId,
                row.Edition,
                row.Revision,
            })
            .IsUnique();
    }
}
