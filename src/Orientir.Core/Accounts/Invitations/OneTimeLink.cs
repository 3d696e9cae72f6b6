using System.Security.Cryptography;
using System.Text;

namespace Orientir.Core.Accounts;

/// <summary>The secret of a link that works once. It stands in the letter alone; the store has its hash.</summary>
internal static class OneTimeLink
{
    // No letter that looks like another on paper: l and 1, o and 0, i.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    // 31 to the 26th: about 128 bits.
    private const int Length = 26;

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    public static string NewSecret() => RandomNumberGenerator.GetString(Letters, Length);

    public static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret.Trim().ToLowerInvariant())));

    /// <summary>The secret at the end of the address of a link.</summary>
    public static string SecretIn(string address) => address[(address.LastIndexOf('/') + 1)..];
}
