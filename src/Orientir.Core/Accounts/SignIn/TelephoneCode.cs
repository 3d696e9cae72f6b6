using Microsoft.AspNetCore.Identity;
using OtpNet;

namespace Orientir.Core.Accounts;

/// <summary>
/// The code a telephone shows (TOTP, RFC 6238: SHA-1, half a minute, six digits), good for one minute either way and only once: who saw it
/// over a shoulder or on the wire enters with it no more.
/// </summary>
public sealed class TelephoneCode(TimeProvider time) : AuthenticatorTokenProvider<User>
{
    private static readonly VerificationWindow MinuteEitherWay = new(previous: 2, future: 2);

    /// <summary>Whether the code fits now and is newer than the last one taken, which it then is itself.</summary>
    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user)
    {
        if (
            await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key
            || !new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(time.GetUtcNow().UtcDateTime, token, out var step, MinuteEitherWay)
            || !user.TakeCode(step)
        )
            return false;
        // Of two that enter the same code at once the stamp of the row lets one through.
        return (await manager.UpdateAsync(user)).Succeeded;
    }
}
