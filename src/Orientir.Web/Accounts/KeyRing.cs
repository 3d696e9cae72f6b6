using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Orientir.Core;

namespace Orientir.Web.Accounts;

/// <summary>
/// Keys of cookie protection in the database: every node reads every node's cookies, and a restart signs nobody out. With a certificate in
/// ORIENTIR_KEYS_CERTIFICATE they are encrypted there, so that neither the database nor a back-up of it opens a session.
/// </summary>
internal static class KeyRing
{
    private const string Setting = "ORIENTIR_KEYS_CERTIFICATE";
    private const string PasswordSetting = "ORIENTIR_KEYS_PASSWORD";

    /// <summary>Keeps keys in the store, encrypted where a certificate is named.</summary>
    /// <exception cref="InputException">A certificate can't be read or has no key.</exception>
    public static void AddKeyRing(this IServiceCollection services, Func<string, string?> setting)
    {
        var keys = services.AddDataProtection().SetApplicationName("orientir").PersistKeysToDbContext<OrientirContext>();
        var named = (setting(Setting) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (named.Length == 0)
            return;
        // The first encrypts; those after it, replaced ones, only open what they once encrypted.
        var certificates = Array.ConvertAll(named, file => Read(file, setting(PasswordSetting)));
        keys.ProtectKeysWithCertificate(certificates[0]).UnprotectKeysWithAnyCertificate(certificates);
    }

    private static X509Certificate2 Read(string file, string? password)
    {
        try
        {
            var certificate =
                Path.GetExtension(file).ToLowerInvariant() is ".pfx" or ".p12" ? X509CertificateLoader.LoadPkcs12FromFile(file, password)
                : string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPemFile(file)
                : X509Certificate2.CreateFromEncryptedPemFile(file, password);
            // The encryption of keys knows RSA alone.
            if (certificate.GetRSAPrivateKey() is not null)
                return certificate;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // Told below, as for a certificate without its key.
        }
        throw new InputException([
            new(
                Setting,
                $"в файле «{file}» не прочесть сертификат RSA с закрытым ключом",
                $"нужен PEM (сертификат и ключ в одном файле) или PFX; пароль к нему — в {PasswordSetting}"
            ),
        ]);
    }
}
