using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.Core.Store;

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
    internal DbSet<CampaignDecision> CampaignDecisions => base.Set<CampaignDecision>();
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
    internal DbSet<AuditSeal> AuditSeals => base.Set<AuditSeal>();
    internal DbSet<Job> Jobs => base.Set<Job>();

    /// <summary>What is assigned to an expert, for areas that stand below campaigns and know none.</summary>
    internal IQueryable<AssignedSubject> AssignedTo(int userId) =>
        from assignment in ExpertAssignments
        where assignment.UserId == userId
        join subject in CampaignSubjects on assignment.CampaignSubjectId equals subject.Id
        select new AssignedSubject { SubjectId = subject.SubjectId, TerritoryId = subject.TerritoryId };

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
        catch (DbUpdateException refused)
            when (refused is not DbUpdateConcurrencyException && refused.InnerException is { } fault && IsTaken(fault))
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

    private sealed class UtcDateTime()
        : ValueConverter<DateTime, DateTime>(
            time => time.Kind == DateTimeKind.Utc ? time : DateTime.SpecifyKind(time, DateTimeKind.Utc),
            time => DateTime.SpecifyKind(time, DateTimeKind.Utc)
        );

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(OrientirContext).Assembly);
        foreach (
            var type in modelBuilder
                .Model.GetEntityTypes()
                .Select(entity => entity.ClrType)
                .Where(typeof(IRegional).IsAssignableFrom)
                .ToList()
        )
            OfRegion.MakeGenericMethod(type).Invoke(this, [modelBuilder]);
        modelBuilder.Entity<AuditEntry>().HasQueryFilter(row => AllRegions || row.RegionId == RegionId);
        modelBuilder.Entity<Job>().HasQueryFilter(row => AllRegions || row.RegionId == RegionId);
    }

    private static readonly MethodInfo OfRegion = typeof(OrientirContext).GetMethod(
        nameof(FilterByRegion),
        BindingFlags.Instance | BindingFlags.NonPublic
    )!;

    // The filter names this context, so that every instance reads its own region.
    private void FilterByRegion<TRow>(ModelBuilder model)
        where TRow : class, IRegional
    {
        var entity = model.Entity<TRow>();
        entity.HasQueryFilter(row => AllRegions || row.RegionId == RegionId);
        entity.HasOne<Region>().WithMany().HasForeignKey(row => row.RegionId).OnDelete(DeleteBehavior.Restrict);
        if (typeof(IVersioned).IsAssignableFrom(typeof(TRow)))
            entity.Property<long>(nameof(IVersioned.Version)).IsConcurrencyToken();
    }
}

/// <summary>A subject assigned to an expert in some campaign.</summary>
internal sealed class AssignedSubject
{
    /// <summary>The subject.</summary>
    public required int SubjectId { get; init; }

    /// <summary>Where it lay when the campaign opened.</summary>
    public required int TerritoryId { get; init; }
}
