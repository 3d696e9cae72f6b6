using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>Users only: roles are grants of our own.</summary>
internal sealed class AccountStore(OrientirContext context, IdentityErrorDescriber? errors = null)
    : UserOnlyStore<User, OrientirContext, int>(context, errors)
{
    // Recovery codes open an account as passwords do, so only their hashes are kept; case and hyphens do not matter.
    public override Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(HashOf), cancellationToken);

    public override Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken) =>
        base.RedeemCodeAsync(user, HashOf(code), cancellationToken);

    private static string HashOf(string code) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant()))
        );
}
