using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.App.Tests.Cli;
using Orientir.Core;
using Orientir.Web.Accounts;

namespace Orientir.App.Tests.Web.Accounts;

public sealed class KeyRingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Protect_WithACertificate_KeepsNoKeyInTheOpenAndOutlivesItsReplacement(Database database)
    {
        using var store = await TestStore.MigratedAsync(database);
        using var folder = new TempFolder();
        var (first, second) = (Certificate(folder, "first"), Certificate(folder, "second"));

        var open = Protector(store, null).Protect("открыто");
        (await KeptAsync(store)).ShouldAllBe(xml => xml.Contains("<masterKey"));

        var closed = Protector(store, first);
        closed.Unprotect(open).ShouldBe("открыто");
        await using (var context = store.Store.Open())
        {
            context.DataProtectionKeys.RemoveRange(context.DataProtectionKeys);
            await context.SaveChangesAsync(Cancel);
        }
        var secret = Protector(store, first).Protect("закрыто");
        (await KeptAsync(store)).ShouldAllBe(xml => !xml.Contains("<masterKey") && xml.Contains("EncryptedData"));
        // Another site, after a restart, and with a new certificate beside the old one.
        Protector(store, first).Unprotect(secret).ShouldBe("закрыто");
        Protector(store, $"{second}, {first}").Unprotect(secret).ShouldBe("закрыто");
        Should.Throw<CryptographicException>(() => Protector(store, second).Unprotect(secret));
    }

    [Theory]
    [InlineData("absent.pem")]
    [InlineData("empty.pem")]
    [InlineData("empty.pfx")]
    public void Add_WithACertificateThatCannotBeRead_IsRefusedByName(string file)
    {
        using var folder = new TempFolder();
        if (file != "absent.pem")
            folder.Write(file, "");
        Should
            .Throw<InputException>(() =>
                new ServiceCollection().AddKeyRing(name => name.EndsWith("CERTIFICATE", StringComparison.Ordinal) ? folder[file] : null)
            )
            .Errors.Single()
            .Place.ShouldBe("ORIENTIR_KEYS_CERTIFICATE");
    }

    private static IDataProtector Protector(TestStore store, string? certificate)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddScoped(_ => store.Store.Open());
        services.AddKeyRing(name => name.EndsWith("CERTIFICATE", StringComparison.Ordinal) ? certificate : null);
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
    }

    private static async Task<List<string>> KeptAsync(TestStore store)
    {
        await using var context = store.Store.Open();
        var kept = await context.DataProtectionKeys.Select(key => key.Xml!).ToListAsync(Cancel);
        kept.ShouldNotBeEmpty();
        return kept;
    }

    private static string Certificate(TempFolder folder, string name)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest(
            $"CN={name}",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return folder.Write($"{name}.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }
}
