using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Orientir.Core.Accounts;

/// <summary>
/// The code a telephone shows (TOTP, RFC 6238: SHA-1, half a minute, six digits), good for one minute either way and only once: who saw it
/// over a shoulder or on the wire enters with it no more.
/// </summary>
public sealed class TelephoneCode(TimeProvider time) : AuthenticatorTokenProvider<User>
{
    private const int HalfMinute = 30;
    private const int StepsEitherWay = 2;

    /// <summary>Whether the code fits now and is newer than the last one taken, which it then is itself.</summary>
    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user)
    {
        if (token.Length != 6 || !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var entered)) return false;
        if (await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key) return false;
        var (secret, now) = (SecretOf(key), time.GetUtcNow().ToUnixTimeSeconds() / HalfMinute);
        for (var step = Math.Max(now - StepsEitherWay, (user.LastCodeStep + 1) ?? 0); step <= now + StepsEitherWay; step++)
        {
            if (CodeOf(secret, step) != entered) continue;
            user.LastCodeStep = step;
            // Of two that enter the same code at once the stamp of the row lets one through.
            return (await manager.UpdateAsync(user)).Succeeded;
        }
        return false;
    }

    private static int CodeOf(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // What telephones reckon with.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        return (BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000;
    }

    // Base32, as Identity keeps the key and telephones take it.
    private static byte[] SecretOf(string key)
    {
        var (secret, bits, held) = (new List<byte>(), 0, 0);
        foreach (var letter in key)
        {
            (bits, held) = (bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), held + 5);
            if (held < 8) continue;
            held -= 8;
            secret.Add((byte)(bits >> held));
            bits &= (1 << held) - 1;
        }
        return [.. secret];
    }
}
