using Orientir.Core.Letters;

namespace Orientir.Core.Accounts;

/// <summary>A role held by a user for a territory of a region and below it.</summary>
public sealed class Grant
{
    private readonly List<NamedDirection> directionRows = [];

    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <summary>Who holds it.</summary>
    public required int UserId { get; init; }

    /// <summary>The role.</summary>
    public required Role Role { get; init; }

    /// <summary>The region; null for <see cref="Role.Administrator"/> only.</summary>
    public int? RegionId { get; init; }

    /// <summary>The territory at the top of what the role covers; null for the whole region.</summary>
    public int? TerritoryId { get; init; }

    /// <summary>Whether it is held to named directions: kept beside them, so that what is read without them opens nothing.</summary>
    public bool IsHeldToDirections { get; private set; }

    /// <summary>The rows of its directions.</summary>
    public IReadOnlyList<NamedDirection> DirectionRows => directionRows;

    /// <summary>The directions of an executor; null for all.</summary>
    public NamedDirections? Directions
    {
        get => NamedDirections.Kept(IsHeldToDirections, directionRows);
        init
        {
            IsHeldToDirections = value is not null;
            directionRows = [.. (value?.Uids ?? []).Select(uid => new NamedDirection { Uid = uid })];
        }
    }

    /// <summary>What it gives.</summary>
    internal GrantedRole Granted => new(Role, RegionId, TerritoryId, Directions);

    /// <summary>The role given to an account.</summary>
    internal static Grant Of(int userId, GrantedRole given) =>
        new()
        {
            UserId = userId,
            Role = given.Role,
            RegionId = given.RegionId,
            TerritoryId = given.TerritoryId,
            Directions = given.Directions,
        };

    /// <summary>The letter that tells of it; null where none does, or it was written before that was kept.</summary>
    public int? LetterId { get; private set; }

    /// <summary>The same.</summary>
    public Letter? Letter { get; private set; }

    /// <summary>UTC: the operator of the region closed it to the account; null while it holds.</summary>
    public DateTime? SuspendedAt { get; private set; }

    /// <summary>A letter tells the account of it: one, once.</summary>
    internal void AnnounceBy(Letter letter)
    {
        if (LetterId is not null || Letter is not null)
            throw new InvalidOperationException($"A letter tells of grant {Id} already.");
        Letter = letter;
    }

    /// <summary>It is held to other directions; null for all.</summary>
    internal void HoldTo(NamedDirections? directions)
    {
        IsHeldToDirections = directions is not null;
        directionRows.Clear();
        directionRows.AddRange((directions?.Uids ?? []).Select(uid => new NamedDirection { Uid = uid }));
    }

    /// <summary>It is closed to the account; one that is closed already stays so from when it was.</summary>
    internal void Suspend(DateTime now) => SuspendedAt ??= now;

    /// <summary>It holds again.</summary>
    internal void Resume() => SuspendedAt = null;
}
