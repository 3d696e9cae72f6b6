namespace Orientir.Core.Accounts;

/// <summary>
/// The directions an executor is held to: at least one, in the order they were named. Two of the same directions are equal.
/// </summary>
public sealed class NamedDirections : IEquatable<NamedDirections>
{
    private NamedDirections(IReadOnlyList<string> uids) => Uids = uids;

    /// <summary>Uids of the directions.</summary>
    public IReadOnlyList<string> Uids { get; }

    /// <summary>Those named; null where none is: that is all of them.</summary>
    public static NamedDirections? Of(IEnumerable<string>? uids) =>
        (uids ?? []).Where(uid => uid.Length > 0).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } named ? new(named) : null;

    /// <summary>Those a row keeps.</summary>
    /// <param name="isHeld">Whether it is held to named ones at all.</param>
    /// <param name="rows">Its rows of directions.</param>
    /// <exception cref="InvalidOperationException">It was read without them: nobody gets all for that.</exception>
    internal static NamedDirections? Kept(bool isHeld, IReadOnlyList<NamedDirection> rows) =>
        !isHeld
            ? null
            : Of(rows.OrderBy(row => row.Id).Select(row => row.Uid)) ?? throw new InvalidOperationException("Read without directions.");

    /// <inheritdoc/>
    public bool Equals(NamedDirections? other) => other is not null && Uids.ToHashSet(StringComparer.Ordinal).SetEquals(other.Uids);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NamedDirections);

    /// <inheritdoc/>
    public override int GetHashCode() => Uids.Aggregate(0, (hash, uid) => hash ^ StringComparer.Ordinal.GetHashCode(uid));

    /// <summary>«1, 2».</summary>
    public override string ToString() => string.Join(", ", Uids);
}

/// <summary>A direction named in a role or in an invitation to one.</summary>
public sealed class NamedDirection
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <summary>The role, where it is held.</summary>
    public int? GrantId { get; init; }

    /// <summary>The invitation, where the role is offered.</summary>
    public int? InvitationId { get; init; }

    /// <summary>Uid of the direction.</summary>
    public required string Uid { get; init; }
}
