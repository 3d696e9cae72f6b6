namespace Orientir.Core.Audit;

/// <summary>
/// A seal over entries of the audit that lie one after another. Each holds the hash of the seal before it: whoever changes, removes or
/// slips in an entry, past the database's own guard, would have to make every later seal anew, and the last hash stands in the log of the
/// site and in every back-up.
/// </summary>
public sealed class AuditSeal
{
    public int Id { get; init; }

    /// <summary>The last entry it covers; it begins after that of the seal before.</summary>
    public required long LastEntryId { get; init; }

    /// <summary>How many entries it covers.</summary>
    public required int Entries { get; init; }

    /// <summary>SHA-256 over the hash of the seal before and the entries, hex.</summary>
    public required string Hash { get; init; }

    public required DateTime At { get; init; }
}
