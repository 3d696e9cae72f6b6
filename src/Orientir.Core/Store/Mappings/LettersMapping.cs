using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Letters;
using Orientir.Core.Territories;

namespace Orientir.Core.Store;

internal sealed class LetterMapping : IEntityTypeConfiguration<Letter>
{
    public void Configure(EntityTypeBuilder<Letter> entity)
    {
        entity.ToTable("letters");
        entity.Property(row => row.Version).IsConcurrencyToken();
        entity.HasIndex(row => new { row.State, row.NotBefore });
        entity.HasIndex(row => row.AttemptedAt);
        entity.HasIndex(row => new { row.RegionId, row.Id });
        entity.HasIndex(row => new { row.Why, row.CauseId });
        entity.HasOne<Region>().WithMany().HasForeignKey(row => row.RegionId).OnDelete(DeleteBehavior.Restrict);
    }
}
