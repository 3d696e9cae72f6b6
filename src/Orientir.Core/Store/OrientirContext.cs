using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Letters;
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
public abstract class OrientirContext(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>The region at hand; null sees no regional row.</summary>
    public int? RegionId { get; set; }

    /// <summary>Sees the rows of every region: for work of the installation itself, never for a page.</summary>
    public bool AllRegions { get; set; }

    /// <summary>
    /// Does something for a person over all regions, having proved the right to it: what belongs to it may lie in another region than the
    /// person works in. All of a transaction or nothing of it: PostgreSQL is told the region when a connection is opened.
    /// </summary>
    internal async Task<T> OverAllRegionsAsync<T>(Func<Task<T>> work)
    {
        if (AllRegions)
            return await work();
        if (Database.CurrentTransaction is not null)
            throw new InvalidOperationException("The transaction stands in one region.");
        AllRegions = true;
        try
        {
            return await work();
        }
        finally
        {
            AllRegions = false;
        }
    }

    /// <summary>Accounts.</summary>
    public DbSet<User> Users => base.Set<User>();

    internal DbSet<Grant> Grants => base.Set<Grant>();
    internal DbSet<Invitation> Invitations => base.Set<Invitation>();
    internal DbSet<Session> Sessions => base.Set<Session>();
    internal DbSet<SignInAttempts> SignInAttempts => base.Set<SignInAttempts>();

    /// <summary>Keys of cookie protection: every site reads every site's cookies, and a restart signs nobody out.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => base.Set<DataProtectionKey>();

    internal DbSet<Region> Regions => base.Set<Region>();
    internal DbSet<Territory> Territories => base.Set<Territory>();
    internal DbSet<ColumnChoice> ColumnChoices => base.Set<ColumnChoice>();
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
    internal DbSet<Publication> Publications => base.Set<Publication>();
    internal DbSet<ReportPackage> ReportPackages => base.Set<ReportPackage>();
    internal DbSet<Letter> Letters => base.Set<Letter>();
    internal DbSet<AuditEntry> AuditEntries => base.Set<AuditEntry>();
    internal DbSet<AuditSeal> AuditSeals => base.Set<AuditSeal>();
    internal DbSet<Job> Jobs => base.Set<Job>();

    /// <summary>What is assigned to an expert, for areas that stand below campaigns and know none.</summary>
    internal IQueryable<AssignedSubject> AssignedTo(int userId) =>
        from assignment in ExpertAssignments
        where assignment.UserId == userId
        join subject in CampaignSubjects on assignment.CampaignSubjectId equals subject.Id
        select new AssignedSubject { SubjectId = subject.SubjectId, TerritoryId = subject.TerritoryId };

    /// <summary>The directions of every published methodology of the region, for areas that know no methodologies.</summary>
    internal async Task<IReadOnlyList<PublishedDirection>> PublishedDirectionsAsync(CancellationToken cancel) =>
        [.. (await PublishedDirections.OfAsync(this, cancel)).Select(node => new PublishedDirection(node.Uid, node.Code, node.Title))];

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        CountVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc/>
    /// <exception cref="DbUpdateConcurrencyException">A row was changed meanwhile, or one of the same key was added.</exception>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        SaveAsync(() => base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken));

    /// <summary>Saves within a transaction, the rows of a kind that are many by few statements: <see cref="ManyRows"/>.</summary>
    /// <exception cref="DbUpdateConcurrencyException">As above.</exception>
    internal async Task SaveManyAsync(CancellationToken cancel = default)
    {
        // Looked through once: each further look would compare every row anew, and nothing changes meanwhile but what is set here.
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            await SaveAsync(async () =>
            {
                await new ManyRows(this).WriteAsync(cancel);
                return await base.SaveChangesAsync(true, cancel);
            });
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    /// <summary>
    /// Saves as a whole what was added and changed, where a submission is at the version it was read at: another change of it waits, and
    /// comes late.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">It was changed meanwhile, or a key was taken: nothing is saved.</exception>
    internal async Task SaveUnderAsync(Submission submission, CancellationToken cancel)
    {
        await SaveAsync(async () =>
        {
            await WriteUnderAsync(submission, cancel);
            return 0;
        });
        submission.Version++;
    }

    /// <summary>Does so, by whatever statements the database takes it with.</summary>
    protected internal virtual async Task WriteUnderAsync(Submission submission, CancellationToken cancel)
    {
        await using var transaction = await Database.BeginTransactionAsync(cancel);
        // Before all else, as whoever holds it begins: two who wait for each other would both be turned away.
        var held = await Submissions
            .Where(row => row.Id == submission.Id && row.Version == submission.Version)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Version, one => one.Version + 1), cancel);
        if (held == 0)
            throw new DbUpdateConcurrencyException("The submission was changed meanwhile.");
        // Nothing is gone back to: who comes late reads and begins anew.
        Database.AutoSavepointsEnabled = false;
        try
        {
            await base.SaveChangesAsync(true, cancel);
        }
        finally
        {
            Database.AutoSavepointsEnabled = true;
        }
        await transaction.CommitAsync(cancel);
    }

    private async Task<int> SaveAsync(Func<Task<int>> save)
    {
        CountVersions();
        try
        {
            return await save();
        }
        catch (Exception refused)
            when (refused is DbException or DbUpdateException and not DbUpdateConcurrencyException
                && (refused as DbException ?? refused.InnerException) is { } fault
                && IsTaken(fault)
            )
        {
            // Operations look first whether a key is free: of two that found it so the later one is late, as with one row changed by two.
            throw new DbUpdateConcurrencyException("A row of the same key was added meanwhile.", refused);
        }
    }

    /// <summary>Whether the database refused a row for one of the same key.</summary>
    protected abstract bool IsTaken(Exception fault);

    /// <summary>How many parameters of a statement the database takes without it being the longer work for them.</summary>
    protected internal abstract int MostParameters { get; }

    /// <summary>Takes keys of a table that nobody else gets, in ascending order.</summary>
    /// <param name="table">The table; its key is «Id».</param>
    /// <param name="count">How many.</param>
    /// <param name="cancel">Stops.</param>
    protected internal abstract Task<IReadOnlyList<long>> TakeKeysAsync(string table, int count, CancellationToken cancel);

    /// <summary>
    /// Waits till nobody else changes roles and invitations of a region, and keeps it so to the end of the transaction at hand. What is
    /// decided upon must be read after it.
    /// </summary>
    /// <param name="regionId">The region; null for what belongs to none. Who needs both takes the region first.</param>
    /// <param name="cancel">Stops.</param>
    protected internal abstract Task LockRightsAsync(int? regionId, CancellationToken cancel);

    /// <summary>Waits till nobody else adds files to a campaign, and keeps it so to the end of the transaction at hand.</summary>
    protected internal abstract Task LockRoomAsync(int campaignId, CancellationToken cancel);

    /// <summary>
    /// Why the database can't be used, where that is what a fault tells of; null for a fault of the program or of its input.
    /// </summary>
    public abstract StoreFault? FaultOf(Exception? fault);

    /// <summary>Whether a row of any area refers to one of these rows and keeps it from being deleted.</summary>
    /// <param name="ids">Keys of the rows.</param>
    /// <param name="leaving">Types whose rows are deleted along with them.</param>
    /// <param name="cancel">Stops.</param>
    internal async Task<bool> HoldsAnyAsync<TRow>(IEnumerable<int> ids, IReadOnlyCollection<Type> leaving, CancellationToken cancel)
    {
        var keys = string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        var holders = Model
            .FindEntityType(typeof(TRow))!
            .GetReferencingForeignKeys()
            .Where(key => key.DeleteBehavior == DeleteBehavior.Restrict && !leaving.Contains(key.DeclaringEntityType.ClrType))
            .Select(key =>
                $"EXISTS (SELECT 1 FROM \"{key.DeclaringEntityType.GetTableName()}\" WHERE \"{key.Properties[0].GetColumnName()}\" IN "
                + $"({keys}))"
            )
            .ToList();
        if (keys.Length == 0 || holders.Count == 0)
            return false;
        var asked = $"SELECT CASE WHEN {string.Join(" OR ", holders)} THEN 1 ELSE 0 END AS \"Value\"";
        return await Database.SqlQueryRaw<int>(asked).SingleAsync(cancel) == 1;
    }

    private void CountVersions()
    {
        // What is always read with its whole is a part of it: who edits an older version of the whole is told.
        var parts = ChangeTracker
            .Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .SelectMany(entry =>
                entry
                    .Metadata.GetForeignKeys()
                    .Where(key => key.PrincipalToDependent?.IsEagerLoaded == true)
                    .Select(key => (key, holder: entry.Property(key.Properties[0].Name)))
                    .Select(pair =>
                        (
                            pair.key.PrincipalEntityType,
                            // A part taken out of its whole names it no longer.
                            entry.State == EntityState.Deleted
                                ? pair.holder.OriginalValue
                                : pair.holder.CurrentValue
                        )
                    )
            )
            .ToHashSet();
        if (parts.Count > 0)
            foreach (var whole in ChangeTracker.Entries<IVersioned>().Where(entry => entry.State == EntityState.Unchanged))
                if (parts.Contains((whole.Metadata, whole.Property("Id").CurrentValue)))
                    whole.Property(nameof(IVersioned.Version)).IsModified = true;
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
            if (entry.State == EntityState.Added)
                entry.Entity.Version++;
            else if (entry.State == EntityState.Modified)
                entry.Property(nameof(IVersioned.Version)).CurrentValue = entry.Entity.Version + 1;
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
        modelBuilder.Entity<Letter>().HasQueryFilter(row => AllRegions || row.RegionId == RegionId);
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

/// <summary>A direction of a published methodology.</summary>
/// <param name="Uid">Identity.</param>
/// <param name="Code">Code.</param>
/// <param name="Title">Title.</param>
internal sealed record PublishedDirection(string Uid, string Code, string Title);
