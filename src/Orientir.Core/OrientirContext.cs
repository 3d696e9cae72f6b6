using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.Core;

/// <summary>
/// Everything stored. Rows of a region are filtered to <see cref="RegionId"/> in every query; a context without a region sees none of them.
/// Pages read through what an actor may see, operations through the sets.
/// </summary>
public abstract class OrientirContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The region at hand; null sees no regional row.</summary>
    public int? RegionId { get; set; }

    /// <summary>Sees the rows of every region: for work of the installation itself, never for a page.</summary>
    public bool AllRegions { get; set; }

    /// <summary>Accounts.</summary>
    public DbSet<User> Users => base.Set<User>();

    internal DbSet<Grant> Grants => base.Set<Grant>();
    internal DbSet<Invitation> Invitations => base.Set<Invitation>();

    /// <summary>Keys of cookie protection.</summary>
    public DbSet<ProtectionKey> ProtectionKeys => base.Set<ProtectionKey>();

    internal DbSet<Region> Regions => base.Set<Region>();
    internal DbSet<Territory> Territories => base.Set<Territory>();
    internal DbSet<Subject> Subjects => base.Set<Subject>();
    internal DbSet<MethodologyEdition> Methodologies => base.Set<MethodologyEdition>();
    internal DbSet<Campaign> Campaigns => base.Set<Campaign>();
    internal DbSet<CampaignSubject> CampaignSubjects => base.Set<CampaignSubject>();
    internal DbSet<ExpertAssignment> ExpertAssignments => base.Set<ExpertAssignment>();
    internal DbSet<Submission> Submissions => base.Set<Submission>();
    internal DbSet<Answer> Answers => base.Set<Answer>();
    internal DbSet<AcceptedPatch> AcceptedPatches => base.Set<AcceptedPatch>();
    internal DbSet<Reminder> Reminders => base.Set<Reminder>();
    internal DbSet<EvidenceItem> EvidenceItems => base.Set<EvidenceItem>();
    internal DbSet<EvidencePlace> EvidencePlaces => base.Set<EvidencePlace>();
    internal DbSet<StoredFile> StoredFiles => base.Set<StoredFile>();
    internal DbSet<Mark> Marks => base.Set<Mark>();
    internal DbSet<ResultRun> ResultRuns => base.Set<ResultRun>();
    internal DbSet<ReportPackage> ReportPackages => base.Set<ReportPackage>();
    internal DbSet<AuditEntry> AuditEntries => base.Set<AuditEntry>();

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        CountVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc/>
    /// <exception cref="DbUpdateConcurrencyException">A row was changed meanwhile, or one of the same key was added.</exception>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        CountVersions();
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch (DbUpdateException refused) when (refused is not DbUpdateConcurrencyException && refused.InnerException is { } fault && IsTaken(fault))
        {
            // Operations look first whether a key is free: of two that found it so the later one is late, as with one row changed by two.
            throw new DbUpdateConcurrencyException("A row of the same key was added meanwhile.", fault);
        }
    }

    /// <summary>Whether the database refused a row for one of the same key.</summary>
    protected abstract bool IsTaken(Exception fault);

    private void CountVersions()
    {
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
            if (entry.State is EntityState.Added or EntityState.Modified)
                entry.Entity.Version++;
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTime>();

    private sealed class UtcDateTime() : ValueConverter<DateTime, DateTime>(
        time => time.Kind == DateTimeKind.Utc ? time : DateTime.SpecifyKind(time, DateTimeKind.Utc),
        time => DateTime.SpecifyKind(time, DateTimeKind.Utc));

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Accounts(modelBuilder);
        modelBuilder.Entity<Region>().ToTable("regions").HasIndex(region => region.Code).IsUnique();
        Regional<Territory>(modelBuilder, "territories", entity =>
        {
            entity.HasIndex(row => new { row.RegionId, row.Code }).IsUnique();
            entity.HasOne<Territory>().WithMany().HasForeignKey(row => row.ParentId).OnDelete(DeleteBehavior.Restrict);
        });
        Regional<Subject>(modelBuilder, "subjects", entity =>
        {
            entity.HasIndex(row => new { row.RegionId, row.Kind, row.Code }).IsUnique();
            entity.HasOne<Territory>().WithMany().HasForeignKey(row => row.TerritoryId).OnDelete(DeleteBehavior.Restrict);
        });
        Regional<MethodologyEdition>(modelBuilder, "methodologies", entity =>
            entity.HasIndex(row => new { row.RegionId, row.PackageId, row.Edition, row.Revision }).IsUnique());
        Regional<Campaign>(modelBuilder, "campaigns", entity =>
        {
            entity.HasOne<MethodologyEdition>().WithMany().HasForeignKey(row => row.MethodologyEditionId).OnDelete(DeleteBehavior.Restrict);
            entity.HasMany(row => row.Decisions).WithOne().HasForeignKey(row => row.CampaignId).OnDelete(DeleteBehavior.Cascade);
            entity.HasMany(row => row.Stages).WithOne().HasForeignKey(row => row.CampaignId).OnDelete(DeleteBehavior.Cascade);
        });
        Regional<CampaignDecision>(modelBuilder, "campaign_decisions", _ => { });
        Regional<CampaignStage>(modelBuilder, "campaign_stages", entity => entity.HasIndex(row => new { row.CampaignId, row.Stage }).IsUnique());
        Regional<CampaignSubject>(modelBuilder, "campaign_subjects", entity =>
        {
            entity.HasIndex(row => new { row.CampaignId, row.Code }).IsUnique();
            entity.HasIndex(row => new { row.CampaignId, row.SubjectId }).IsUnique();
            entity.HasOne<Campaign>().WithMany().HasForeignKey(row => row.CampaignId).OnDelete(DeleteBehavior.Cascade);
            entity.HasOne<Subject>().WithMany().HasForeignKey(row => row.SubjectId).OnDelete(DeleteBehavior.Restrict);
            entity.HasOne<Territory>().WithMany().HasForeignKey(row => row.TerritoryId).OnDelete(DeleteBehavior.Restrict);
        });
        Regional<ExpertAssignment>(modelBuilder, "expert_assignments", entity =>
        {
            entity.HasIndex(row => new { row.CampaignSubjectId, row.UserId }).IsUnique();
            entity.HasOne<CampaignSubject>().WithMany().HasForeignKey(row => row.CampaignSubjectId).OnDelete(DeleteBehavior.Cascade);
            entity.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Restrict);
        });
        Regional<Submission>(modelBuilder, "submissions", entity =>
        {
            entity.HasIndex(row => row.CampaignSubjectId).IsUnique();
            entity.HasOne<CampaignSubject>().WithMany().HasForeignKey(row => row.CampaignSubjectId).OnDelete(DeleteBehavior.Cascade);
        });
        Regional<Answer>(modelBuilder, "answers", entity =>
        {
            entity.HasIndex(row => new { row.SubmissionId, row.Uid, row.ItemId }).IsUnique();
            // Questions that wait are few among the answers of all years.
            entity.HasIndex(row => row.SubmissionId, "IX_answers_OpenQuestions").HasFilter("\"Question\" IS NOT NULL AND \"Reply\" IS NULL");
            entity.HasOne<Submission>().WithMany().HasForeignKey(row => row.SubmissionId).OnDelete(DeleteBehavior.Cascade);
        });
        Regional<AcceptedPatch>(modelBuilder, "accepted_patches", entity =>
        {
            entity.HasKey(row => row.Id);
            entity.HasOne<Submission>().WithMany().HasForeignKey(row => row.SubmissionId).OnDelete(DeleteBehavior.Cascade);
        });
        Regional<Reminder>(modelBuilder, "reminders", entity =>
        {
            entity.HasIndex(row => new { row.CampaignSubjectId, row.Deadline }).IsUnique();
            entity.HasOne<CampaignSubject>().WithMany().HasForeignKey(row => row.CampaignSubjectId).OnDelete(DeleteBehavior.Cascade);
        });
        Regional<EvidenceItem>(modelBuilder, "evidence_items", entity =>
        {
            entity.HasOne<Submission>().WithMany().HasForeignKey(row => row.SubmissionId).OnDelete(DeleteBehavior.Cascade);
            entity.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.FileId).OnDelete(DeleteBehavior.Restrict);
            entity.HasMany(row => row.Places).WithOne().HasForeignKey(row => row.EvidenceItemId).OnDelete(DeleteBehavior.Cascade);
        });
        Regional<EvidencePlace>(modelBuilder, "evidence_places", entity =>
            entity.HasIndex(row => new { row.EvidenceItemId, row.Uid, row.ItemId }).IsUnique());
        Regional<StoredFile>(modelBuilder, "stored_files", _ => { });
        Regional<Mark>(modelBuilder, "marks", entity =>
        {
            entity.HasIndex(row => new { row.CampaignSubjectId, row.Uid, row.Expert }).IsUnique();
            entity.HasOne<CampaignSubject>().WithMany().HasForeignKey(row => row.CampaignSubjectId).OnDelete(DeleteBehavior.Cascade);
        });
        Regional<ResultRun>(modelBuilder, "result_runs", entity =>
        {
            entity.HasIndex(row => new { row.CampaignId, row.InputHash, row.ProgramVersion }).IsUnique();
            entity.HasOne<Campaign>().WithMany().HasForeignKey(row => row.CampaignId).OnDelete(DeleteBehavior.Cascade);
        });
        Regional<ReportPackage>(modelBuilder, "report_packages", entity =>
        {
            entity.HasIndex(row => row.ResultRunId).IsUnique().HasFilter("\"Failure\" IS NULL");
            entity.HasOne<ResultRun>().WithMany().HasForeignKey(row => row.ResultRunId).OnDelete(DeleteBehavior.Cascade);
        });

        var audit = modelBuilder.Entity<AuditEntry>().ToTable("audit_entries");
        audit.HasIndex(row => new { row.CampaignSubjectId, row.Id });
        audit.HasIndex(row => new { row.UserId, row.Id });
        audit.HasIndex(row => new { row.ObjectKind, row.ObjectId, row.Id });
        audit.HasQueryFilter(row => AllRegions || row.RegionId == RegionId);
    }

    private static void Accounts(ModelBuilder model)
    {
        var users = model.Entity<User>().ToTable("users");
        users.HasIndex(user => user.NormalizedUserName).IsUnique();
        users.HasIndex(user => user.NormalizedEmail);
        users.Property(user => user.ConcurrencyStamp).IsConcurrencyToken();
        users.HasMany(user => user.Grants).WithOne().HasForeignKey(grant => grant.UserId).OnDelete(DeleteBehavior.Cascade);
        model.Entity<Grant>().ToTable("grants").HasOne<Region>().WithMany().HasForeignKey(grant => grant.RegionId).OnDelete(DeleteBehavior.Restrict);
        model.Entity<Grant>().HasOne<Territory>().WithMany().HasForeignKey(grant => grant.TerritoryId).OnDelete(DeleteBehavior.Restrict);
        var invitations = model.Entity<Invitation>().ToTable("invitations");
        invitations.HasIndex(invitation => invitation.TokenHash).IsUnique();
        invitations.HasOne<Region>().WithMany().HasForeignKey(invitation => invitation.RegionId).OnDelete(DeleteBehavior.Restrict);
        invitations.HasOne<User>().WithMany().HasForeignKey(invitation => invitation.UserId).OnDelete(DeleteBehavior.Cascade);
        invitations.HasOne<Territory>().WithMany().HasForeignKey(invitation => invitation.TerritoryId).OnDelete(DeleteBehavior.Restrict);
        model.Entity<ProtectionKey>().ToTable("protection_keys").HasIndex(key => key.Name).IsUnique();

        // What ASP.NET Core Identity keeps beside an account: the second factor's key and recovery codes, claims, outside sign-ins.
        model.Entity<IdentityUserClaim<int>>().ToTable("user_claims").HasOne<User>().WithMany().HasForeignKey(claim => claim.UserId);
        var tokens = model.Entity<IdentityUserToken<int>>().ToTable("user_tokens");
        tokens.HasKey(token => new { token.UserId, token.LoginProvider, token.Name });
        tokens.HasOne<User>().WithMany().HasForeignKey(token => token.UserId);
        var logins = model.Entity<IdentityUserLogin<int>>().ToTable("user_logins");
        logins.HasKey(login => new { login.LoginProvider, login.ProviderKey });
        logins.HasOne<User>().WithMany().HasForeignKey(login => login.UserId);
    }

    private void Regional<TRow>(ModelBuilder model, string table, Action<Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<TRow>> configure)
        where TRow : class, IRegional
    {
        var entity = model.Entity<TRow>().ToTable(table);
        entity.HasQueryFilter(row => AllRegions || row.RegionId == RegionId);
        entity.HasOne<Region>().WithMany().HasForeignKey(row => row.RegionId).OnDelete(DeleteBehavior.Restrict);
        if (typeof(IVersioned).IsAssignableFrom(typeof(TRow)))
            entity.Property<long>(nameof(IVersioned.Version)).IsConcurrencyToken();
        configure(entity);
    }
}
