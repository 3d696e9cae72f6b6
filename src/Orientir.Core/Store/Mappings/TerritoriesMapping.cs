using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Territories;

namespace Orientir.Core.Store;

internal sealed class RegionMapping : IEntityTypeConfiguration<Region>
{
    public void Configure(EntityTypeBuilder<Region> entity)
    {
        entity.ToTable("regions");
        entity.HasIndex(region => region.Code).IsUnique();
    }
}

internal sealed class TerritoryMapping : IEntityTypeConfiguration<Territory>
{
    public void Configure(EntityTypeBuilder<Territory> entity)
    {
        entity.ToTable("territories");

        entity.HasIndex(row => new { row.RegionId, row.Code }).IsUnique();
        entity.HasOne<Territory>().WithMany().HasForeignKey(row => row.ParentId).OnDelete(DeleteBehavior.Restrict);
        entity.HasMany(row => row.Aliases).WithOne().HasForeignKey(row => row.TerritoryId).OnDelete(DeleteBehavior.Cascade);
        entity.Navigation(row => row.Aliases).AutoInclude();
        entity.HasMany(row => row.Contacts).WithOne().HasForeignKey(row => row.TerritoryId).OnDelete(DeleteBehavior.Cascade);
        entity.Navigation(row => row.Contacts).AutoInclude();
        entity.Ignore(row => row.GivenContacts);
    }
}

internal sealed class TerritoryContactMapping : IEntityTypeConfiguration<TerritoryContact>
{
    public void Configure(EntityTypeBuilder<TerritoryContact> entity)
    {
        entity.ToTable("territory_contacts");
        entity.Ignore(row => row.Given);
    }
}

internal sealed class ColumnChoiceMapping : IEntityTypeConfiguration<ColumnChoice>
{
    public void Configure(EntityTypeBuilder<ColumnChoice> entity)
    {
        entity.ToTable("column_choices");
        entity.HasIndex(row => new { row.RegionId, row.Title }).IsUnique();
    }
}

internal sealed class TerritoryAliasMapping : IEntityTypeConfiguration<TerritoryAlias>
{
    public void Configure(EntityTypeBuilder<TerritoryAlias> entity)
    {
        entity.ToTable("territory_aliases");
    }
}

internal sealed class SubjectMapping : IEntityTypeConfiguration<Subject>
{
    public void Configure(EntityTypeBuilder<Subject> entity)
    {
        entity.ToTable("subjects");

        entity
            .HasIndex(row => new
            {
                row.RegionId,
                row.Kind,
                row.Code,
            })
            .IsUnique();
        entity.HasOne<Territory>().WithMany().HasForeignKey(row => row.TerritoryId).OnDelete(DeleteBehavior.Restrict);
    }
}
