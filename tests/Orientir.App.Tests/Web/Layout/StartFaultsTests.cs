using Orientir.App.Tests.Cli;

namespace Orientir.App.Tests.Web.Layout;

/// <summary>The built site where a setting or the place does not let it start.</summary>
public sealed class StartFaultsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ORIENTIR_DATABASE", "postgresql://user:secret123@127.0.0.1:1/base", "не отвечает")]
    [InlineData("ORIENTIR_DATABASE", "Sever=127.0.0.1;Password=secret123", "не назван")]
    [InlineData("ORIENTIR_DATABASE", "/proc/orientir/orientir.db", "записать не удалось")]
    [InlineData("ORIENTIR_FILES", "s3://key:secret123@host/bucket", "не адрес хранилища")]
    [InlineData("ORIENTIR_PROXIES", "nginx", "не сетевой адрес")]
    [InlineData("ORIENTIR_ADDRESS", "monitoring.example.ru", "не адрес сайта")]
    [InlineData("ORIENTIR_KEYS_CERTIFICATE", "/nowhere.pem", "не прочесть")]
    [InlineData("ORIENTIR_METRICS", "prometheus", "не порт")]
    [InlineData("SignIn__SecondFactorRequired", "yes", "не true")]
    [InlineData("SignIn__PerAddressPerMinute", "много", "не число")]
    [InlineData("Evidence__MegabytesPerSubmission", "много", "не число мегабайт")]
    [InlineData("TZDIR", "/nowhere", "часовых поясов")]
    public async Task Start_WithAFaultOfThePlace_EndsWithALineAndNoStack(string setting, string value, string said)
    {
        using var folder = new TempFolder();
        await using var site = new SiteProcess(folder["orientir.db"], null, (setting, value));

        (await Should.ThrowAsync<InvalidOperationException>(() => site.StartAsync(Cancel))).Message.ShouldContain("ended by itself");

        site.Says($"Сайт не запущен. {setting}").ShouldBeTrue(site.LastLines);
        site.Says(said).ShouldBeTrue(site.LastLines);
        site.Says("   at ").ShouldBeFalse(site.LastLines);
        site.Says("secret123").ShouldBeFalse(site.LastLines);
    }

    [Fact]
    public async Task Start_AtAPortThatIsTaken_SaysSo()
    {
        using var folder = new TempFolder();
        await using var site = new SiteProcess(folder["orientir.db"]);
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, site.Address.Port);
        listener.Start();
        _ = Task.Run(
            async () =>
            {
                while (true)
                    (await listener.AcceptTcpClientAsync(Cancel)).Dispose();
            },
            Cancel
        );
        await Should.ThrowAsync<InvalidOperationException>(() => site.StartAsync(Cancel));
        site.Says("Сайт не запущен. ASPNETCORE_URLS: порт занят").ShouldBeTrue(site.LastLines);
    }

    [Fact]
    public async Task Start_AtAPortOfMetricsThatIsTaken_SaysSo()
    {
        using var folder = new TempFolder();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        await using var site = new SiteProcess(folder["orientir.db"], null, ("ORIENTIR_METRICS", $"{port}"));
        await Should.ThrowAsync<InvalidOperationException>(() => site.StartAsync(Cancel));
        site.Says("Сайт не запущен. ORIENTIR_METRICS: этот порт занят").ShouldBeTrue(site.LastLines);
        site.Says("   at ").ShouldBeFalse(site.LastLines);
    }

    [Fact]
    public async Task Start_OnAStoreOfAnEarlierProgram_TellsWhatWasMigrated()
    {
        using var store = OldStore.Make(Database.Sqlite);
        await using var site = new SiteProcess(store.Connection);
        await site.StartAsync(Cancel);
        site.Says($"База данных ({store.Connection}) обновлена со схемы ").ShouldBeTrue(site.LastLines);
        site.Says("0019-joined-jobs, 0020-what-jobs-did").ShouldBeTrue(site.LastLines);
    }

    [Fact]
    public async Task Start_OfAnOrdinarySite_NamesItsStoreAndWarns()
    {
        using var folder = new TempFolder();
        await using var site = new SiteProcess(
            folder["own/orientir.db"],
            null,
            ("ORIENTIR_BACKUP_FOLDER", "/proc/orientir"),
            ("ORIENTIR_BAKUP_KEEP", "3"),
            ("ORIENTIR_JOBS", "no")
        );
        await site.StartAsync(Cancel);
        site.Says("ORIENTIR_BACKUP_FOLDER: ежедневные копии не снимаются").ShouldBeTrue(site.LastLines);
        site.Says("ORIENTIR_BAKUP_KEEP: такой настройки нет, она ничего не меняет: возможно, имелась в виду ORIENTIR_BACKUP_KEEP")
            .ShouldBeTrue(site.LastLines);
        site.Says("ORIENTIR_JOBS: «no» — не off").ShouldBeTrue(site.LastLines);
        site.Says($"база данных: {folder["own/orientir.db"]}").ShouldBeTrue(site.LastLines);
        site.Says("ORIENTIR_ADDRESS: не задана").ShouldBeTrue(site.LastLines);
    }
}
