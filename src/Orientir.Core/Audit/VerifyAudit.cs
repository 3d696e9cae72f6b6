using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Audit;

/// <summary>Entries that are not what was sealed.</summary>
/// <param name="From">The first key they may have.</param>
/// <param name="Until">The last.</param>
/// <param name="Sealed">How many were sealed.</param>
/// <param name="Found">How many there are.</param>
public sealed record ForgedEntries(long From, long Until, int Sealed, int Found);

/// <summary>What a verification found.</summary>
/// <param name="Forged">Where the audit was changed; null where it was not.</param>
/// <param name="NewSeals">Seals over what was added since the last verification.</param>
/// <param name="Entries">How many entries are what was sealed, the newly sealed among them.</param>
public sealed record VerifiedAudit(ForgedEntries? Forged, IReadOnlyList<AuditSeal> NewSeals, int Entries);

/// <summary>
/// Verifies the seals of the audit from the first on, then seals what was added since. Over an entry that is not what was sealed nothing
/// is sealed.
/// </summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="time">The clock.</param>
public sealed class VerifyAudit(Func<OrientirContext> open, TimeProvider time)
{
    /// <summary>How old an entry is before it is sealed: its transaction and every one with a smaller key are over by then.</summary>
    public static readonly TimeSpan OldEnough = TimeSpan.FromHours(1);

    private const int MostEntries = 10_000;

    /// <summary>Verifies and seals.</summary>
    /// <param name="tell">Is told how many entries of how many are verified.</param>
    /// <param name="cancel">Stops; what is sealed stays so.</param>
    public async Task<VerifiedAudit> RunAsync(Action<int, int>? tell = null, CancellationToken cancel = default)
    {
        AuditSeal? last = null;
        var verified = 0;
        await using (var context = OpenAll())
        {
            if (await OutsideAsync(context, cancel) is { } outside)
                return new(outside, [], verified);
            var seals = await context.AuditSeals.AsNoTracking().OrderBy(row => row.Id).ToListAsync(cancel);
            var total = seals.Sum(seal => seal.Entries);
            foreach (var seal in seals)
            {
                var after = last?.LastEntryId ?? 0;
                var entries = await EntriesAsync(context, after, seal.LastEntryId, cancel);
                if (entries.Count != seal.Entries || HashOf(last, entries) != seal.Hash)
                    return new(new(after + 1, seal.LastEntryId, seal.Entries, entries.Count), [], verified);
                last = seal;
                verified += seal.Entries;
                tell?.Invoke(verified, total);
            }
        }
        var made = new List<AuditSeal>();
        while (await SealAsync(last, cancel) is { } next)
            made.Add(last = next);
        return new(null, made, verified + made.Sum(seal => seal.Entries));
    }

    /// <summary>Keys are given out from 1 on: an entry of another was put in past the site.</summary>
    private static async Task<ForgedEntries?> OutsideAsync(OrientirContext context, CancellationToken cancel)
    {
        var keys = await context.AuditEntries.Where(row => row.Id <= 0).OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(cancel);
        return keys.Count == 0 ? null : new(keys[0], keys[^1], 0, keys.Count);
    }

    private OrientirContext OpenAll()
    {
        var context = open();
        context.AllRegions = true;
        return context;
    }

    private async Task<AuditSeal?> SealAsync(AuditSeal? last, CancellationToken cancel)
    {
        await using var context = OpenAll();
        var (now, after) = (time.GetUtcNow().UtcDateTime, last?.LastEntryId ?? 0);
        var until = now - OldEnough;
        var beyond = now + OldEnough;
        var old = await context.AuditEntries.Where(row => row.Id > after && row.At < until).MaxAsync(row => (long?)row.Id, cancel) ?? 0;
        // Not beyond the first that is too young, whatever the clocks of several sites say. One of a day to come is not young but wrong: it
        // is sealed with what came after it.
        var young = await context
            .AuditEntries.Where(row => row.Id > after && row.At >= until && (row.At <= beyond || row.Id > old))
            .OrderBy(row => row.Id)
            .Select(row => (long?)row.Id)
            .FirstOrDefaultAsync(cancel);
        var entries = await EntriesAsync(context, after, (young ?? long.MaxValue) - 1, cancel);
        if (entries.Count == 0)
            return null;
        var seal = new AuditSeal
        {
            LastEntryId = entries[^1].Id,
            Entries = entries.Count,
            Hash = HashOf(last, entries),
            At = now,
        };
        context.AuditSeals.Add(seal);
        await context.SaveChangesAsync(cancel);
        return seal;
    }

    private static Task<List<AuditEntry>> EntriesAsync(OrientirContext context, long after, long until, CancellationToken cancel) =>
        context
            .AuditEntries.AsNoTracking()
            .Where(row => row.Id > after && row.Id <= until)
            .OrderBy(row => row.Id)
            .Take(MostEntries)
            .ToListAsync(cancel);

    /// <summary>Every field of every entry: times cut to microseconds, which is what every database keeps.</summary>
    private static string HashOf(AuditSeal? before, List<AuditEntry> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(before?.Hash ?? ""));
        foreach (var entry in entries)
            hash.AppendData(
                JsonSerializer.SerializeToUtf8Bytes(
                    new object?[]
                    {
                        entry.Id,
                        entry.RegionId,
                        entry.At.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
                        entry.UserId,
                        entry.Address,
                        entry.Action,
                        entry.ObjectKind,
                        entry.ObjectId,
                        entry.CampaignSubjectId,
                        entry.Place,
                        entry.Old,
                        entry.New,
                    }
                )
            );
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
