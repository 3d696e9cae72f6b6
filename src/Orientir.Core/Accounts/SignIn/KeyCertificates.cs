using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orientir.Core.Files;

namespace Orientir.Core.Accounts;

/// <summary>The certificates that encrypt the keys of sessions in the database.</summary>
public static class KeyCertificates
{
    /// <summary>Files, separated by commas: the first encrypts; those after it, replaced ones, open what they once encrypted.</summary>
    public const string Setting = "ORIENTIR_KEYS_CERTIFICATE";

    private const string PasswordSetting = "ORIENTIR_KEYS_PASSWORD";

    /// <summary>Reads them; none where none is named.</summary>
    /// <exception cref="InputException">A certificate can't be read or has no key.</exception>
    public static X509Certificate2[] Read(Func<string, string?> setting) =>
        Array.ConvertAll(
            (setting(Setting) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            file => Read(file, setting(PasswordSetting))
        );

    private static X509Certificate2 Read(string file, string? password)
    {
        if (SpecialFile.WordOf(file) is { } kind)
            throw new InputException([
                new(Setting, $"«{file}» — {kind}, а не файл", "укажите файл: PEM (сертификат и ключ в одном файле) или PFX"),
            ]);
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
