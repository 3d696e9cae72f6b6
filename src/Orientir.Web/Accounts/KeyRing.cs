using Microsoft.AspNetCore.DataProtection;
using Orientir.Core;
using Orientir.Core.Accounts;

namespace Orientir.Web.Accounts;

/// <summary>
/// Keys of cookie protection in the database: every node reads every node's cookies, and a restart signs nobody out. With a certificate in
/// ORIENTIR_KEYS_CERTIFICATE they are encrypted there, so that neither the database nor a back-up of it opens a session.
/// </summary>
internal static class KeyRing
{
    /// <summary>Keeps keys in the store, encrypted where a certificate is named.</summary>
    /// <exception cref="InputException">A certificate can't be read or has no key.</exception>
    public static void AddKeyRing(this IServiceCollection services, Func<string, string?> setting)
    {
        var keys = services.AddDataProtection().SetApplicationName("orientir").PersistKeysToDbContext<OrientirContext>();
        if (KeyCertificates.Read(setting) is { Length: > 0 } certificates)
            keys.ProtectKeysWithCertificate(certificates[0]).UnprotectKeysWithAnyCertificate(certificates);
    }
}
