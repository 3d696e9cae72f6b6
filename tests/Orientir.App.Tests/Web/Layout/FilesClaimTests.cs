using Microsoft.Extensions.DependencyInjection;

namespace Orientir.App.Tests.Web.Layout;

public class FilesClaimTests
{
    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Site_Started_MarksItsStoreOfFiles(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var store = site.Services.GetRequiredService<Orientir.Data.Store>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (await store.Files.OwnerAsync(patience.Token) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        // Whoever asks later has the same mark: it was not made before the first key.
        (await store.Files.OwnerAsync(patience.Token)).ShouldBe(await store.MarkAsync(patience.Token));
    }
}
