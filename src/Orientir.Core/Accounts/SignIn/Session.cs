using System.Security.Cryptography;

namespace Orientir.Core.Accounts;

/// <summary>
/// One signing-in of a browser: its cookie opens pages while this row is there. Signing out deletes it, so that a copy of the cookie opens
/// nothing.
/// </summary>
public sealed class Session
{
    /// <summary>How long a row outlives the last renewal of its cookie, which is good for twelve hours.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private const int KeyBytes = 16;

    /// <summary>Key, by chance; the cookie carries it, sealed.</summary>
    public required string Id { get; init; }

    /// <summary>Whose.</summary>
    public required int UserId { get; init; }

    /// <summary>UTC of the sign-in.</summary>
    public required DateTime BeganAt { get; init; }

    /// <summary>UTC of the last renewal of its cookie.</summary>
    public DateTime SeenAt { get; private set; }

    /// <summary>A new session.</summary>
    internal static Session Of(int userId, DateTime now) =>
        new()
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)),
            UserId = userId,
            BeganAt = now,
            SeenAt = now,
        };
}
