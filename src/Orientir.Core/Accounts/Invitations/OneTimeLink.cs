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

    /// <summary>Address of a link on the site: «https://…» without a slash at the end.</summary>
    public static string AddressOf(string site, string secret) => $"{site.TrimEnd('/')}/accounts/accept/{secret}";

    /// <summary>The secret in an address of <see cref="AddressOf"/>.</summary>
    public static string SecretIn(string address) => address[(address.LastIndexOf('/') + 1)..];
}
