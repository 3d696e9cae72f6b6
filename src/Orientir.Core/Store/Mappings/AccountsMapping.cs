using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Orientir.Core.Accounts;
using Orientir.Core.Territories;

namespace Orientir.Core.Store;

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> entity)
    {
        entity.ToTable("users");
        entity.HasIndex(user => user.NormalizedUserName).IsUnique();
        entity.HasIndex(user => user.NormalizedEmail);
        entity.Property(user => user.ConcurrencyStamp).IsConcurrencyToken();
        entity.HasMany(user => user.Grants).WithOne().HasForeignKey(grant => grant.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class GrantMapping : IEntityTypeConfiguration<Grant>
{
    public void Configure(EntityTypeBuilder<Grant> entity)
    {
        entity.ToTable("grants", table => table.HasCheckConstraint("CK_grants_Role", KnownRoles.Condition));
        entity.Ignore(grant => grant.Directions);
        entity.Property(grant => grant.IsHeldToDirections).HasDefaultValue(false);
        entity.HasMany(grant => grant.DirectionRows).WithOne().HasForeignKey(row => row.GrantId).OnDelete(DeleteBehavior.Cascade);
        entity.Navigation(grant => grant.DirectionRows).AutoInclude();
        entity.HasOne<Region>().WithMany().HasForeignKey(grant => grant.RegionId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<Territory>().WithMany().HasForeignKey(grant => grant.TerritoryId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne(grant => grant.Letter).WithMany().HasForeignKey(grant => grant.LetterId).OnDelete(DeleteBehavior.SetNull);
    }
}

// What is added to Role goes into a script as well: MigrateTests hold both together.
internal static class KnownRoles
{
    public static readonly string Condition = $"\"Role\" BETWEEN 0 AND {(int)Enum.GetValues<Role>().Max()}";
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> entity)
    {
        entity.ToTable("invitations", table => table.HasCheckConstraint("CK_invitations_Role", KnownRoles.Condition));
        entity.Ignore(invitation => invitation.Directions);
        entity.Property(invitation => invitation.IsHeldToDirections).HasDefaultValue(false);
        entity
            .HasMany(invitation => invitation.DirectionRows)
            .WithOne()
            .HasForeignKey(row => row.InvitationId)
            .OnDelete(DeleteBehavior.Cascade);
        entity.Navigation(invitation => invitation.DirectionRows).AutoInclude();
        entity.HasIndex(invitation => invitation.TokenHash).IsUnique();
        entity.HasOne<Region>().WithMany().HasForeignKey(invitation => invitation.RegionId).OnDelete(DeleteBehavior.Restrict);
        entity.HasOne<User>().WithMany().HasForeignKey(invitation => invitation.UserId).OnDelete(DeleteBehavior.Cascade);
        entity.HasOne<Territory>().WithMany().HasForeignKey(invitation => invitation.TerritoryId).OnDelete(DeleteBehavior.Restrict);
        entity
            .HasOne(invitation => invitation.Letter)
            .WithMany()
            .HasForeignKey(invitation => invitation.LetterId)
            .OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> entity)
    {
        entity.ToTable("sessions");
        entity.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SignInAttemptsMapping : IEntityTypeConfiguration<SignInAttempts>
{
    public void Configure(EntityTypeBuilder<SignInAttempts> entity)
    {
        entity.ToTable("sign_in_attempts");
        entity.HasIndex(row => new { row.Account, row.Network }).IsUnique();
        entity.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class NamedDirectionMapping : IEntityTypeConfiguration<NamedDirection>
{
    public void Configure(EntityTypeBuilder<NamedDirection> entity)
    {
        entity.ToTable("named_directions");
    }
}

internal sealed class DataProtectionKeyMapping : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> entity)
    {
        entity.ToTable("protection_keys");
        entity.Property(key => key.FriendlyName).HasColumnName("Name").IsRequired();
        entity.Property(key => key.Xml).IsRequired();
        entity.HasIndex(key => key.FriendlyName).IsUnique();
    }
}

internal sealed class UserClaimMapping : IEntityTypeConfiguration<IdentityUserClaim<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<int>> entity)
    {
        entity.ToTable("user_claims").HasOne<User>().WithMany().HasForeignKey(claim => claim.UserId);
    }
}

// The second factor's key and recovery codes.
internal sealed class UserTokenMapping : IEntityTypeConfiguration<IdentityUserToken<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<int>> entity)
    {
        entity.ToTable("user_tokens");
        entity.HasKey(token => new
        {
            token.UserId,
            token.LoginProvider,
            token.Name,
        });
        entity.HasOne<User>().WithMany().HasForeignKey(token => token.UserId);
    }
}

internal sealed class UserLoginMapping : IEntityTypeConfiguration<IdentityUserLogin<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<int>> entity)
    {
        entity.ToTable("user_logins");
        entity.HasKey(login => new { login.LoginProvider, login.ProviderKey });
        entity.HasOne<User>().WithMany().HasForeignKey(login => login.UserId);
    }
}
