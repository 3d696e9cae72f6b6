using System.Net;
using Orientir.App.Tests.Web.Submissions;

namespace Orientir.App.Tests.Web.Layout;

/// <summary>Several built sites, each a process of its own, over one store.</summary>
public sealed class SeveralSitesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Start_TwoTogetherOnAFreshStore_ServeAsOne(Database database)
    {
        using var store = TestStore.Empty(database);
        using var migrated = await TestStore.MigratedAsync(database);
        await using SiteProcess one = new(store.Connection),
            other = new(store.Connection);

        // Each is awaited until /health/ready answers; one that ends instead fails here with what it said.
        await Task.WhenAll(one.StartAsync(Cancel), other.StartAsync(Cancel));

        (await StoreSchema.OfAsync(store.Store, Cancel)).ShouldBe(await StoreSchema.OfAsync(migrated.Store, Cancel));
        // What one protects the other reads: a form opened at either is taken at both.
        foreach (var (opened, posted) in new[] { (one, other), (other, one) })
        {
            using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
            client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            var token = SubmissionSite.Token(await client.GetStringAsync(new Uri(opened.Address, "/sign-in"), Cancel));
            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["_handler"] = "sign-in",
                    ["__RequestVerificationToken"] = token,
                    ["Email"] = "nobody@region.test",
                    ["Password"] = "никто",
                }
            );
            using var answer = await client.PostAsync(new Uri(posted.Address, "/sign-in"), form, Cancel);
            // Not an outdated form: an account that is not there.
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, posted.LastLines);
            (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("пароль");
        }
        one.LastLines.ShouldNotContain("\"Error\"");
        other.LastLines.ShouldNotContain("\"Error\"");
    }
}
