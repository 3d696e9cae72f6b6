using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>Users only: roles are grants of our own.</summary>
internal sealed class AccountStore(OrientirContext context, IdentityErrorDescriber? errors = null)
    : UserOnlyStore<User, OrientirContext, int>(context, errors)
{
    // The names under which UserStoreBase keeps recovery codes.
    private const string TokensOfTheFramework = "[AspNetUserStore]";
    private const string RecoveryCodes = "RecoveryCodes";

    // Recovery codes open an account as passwords do, so only their hashes are kept; case and hyphens do not matter.
    public override Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(HashOf), cancellationToken);

    // Not by the framework's own: it would hand the hashes of those left to ReplaceCodesAsync, and none of them would fit any more.
    public override async Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        var hash = HashOf(code);
        var kept = (await GetTokenAsync(user, TokensOfTheFramework, RecoveryCodes, cancellationToken) ?? "").Split(';');
        if (!kept.Contains(hash, StringComparer.Ordinal))
            return false;
        await base.ReplaceCodesAsync(user, kept.Where(one => one != hash), cancellationToken);
        return true;
    }

    private static string HashOf(string code) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant()))
        );
}
