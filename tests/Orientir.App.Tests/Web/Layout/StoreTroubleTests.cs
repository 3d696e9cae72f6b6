using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orientir.App.Tests.Web.Submissions;

namespace Orientir.App.Tests.Web.Layout;

/// <summary>The site while its database can't be used.</summary>
public sealed class StoreTroubleTests
{
    private const string Typed = "Три тысячи знаков о том, как устроена работа";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Request_WithoutADatabase_IsAnsweredLaterAndLosesNothingTyped(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var subject = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var form = $"/submissions/{subject}/directions/1.1";
        var token = SubmissionSite.Token(await client.PageAsync(form));

        await LoseAsync(site, database);

        using var page = await client.GetAsync(new Uri("/submissions", UriKind.Relative), Cancel);
        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("База данных сайта пока недоступна");

        using var fields = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["_handler"] = "save",
                ["__RequestVerificationToken"] = token,
                ["new/c/1.1.1/"] = Typed,
                ["old/c/1.1.1/"] = "",
            }
        );
        using var posted = await client.PostAsync(new Uri(form, UriKind.Relative), fields, Cancel);
        posted.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await posted.Content.ReadAsStringAsync(Cancel)).ShouldContain(Typed);

        using var saved = await client.PatchAsync(site, "coordinator", subject, token, "1.1.1", "", "1");
        saved.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        saved.Headers.RetryAfter.ShouldNotBeNull();
        saved.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");

        // With a session and without one.
        using var stranger = site.Client();
        foreach (var asking in (HttpClient[])[client, stranger])
        {
            using var live = await asking.GetAsync(new Uri("/health/live", UriKind.Relative), Cancel);
            live.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var ready = await asking.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel);
            ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        if (database == Database.Sqlite)
            return;
        await LimitAsync(site, -1);
        using var again = await client.GetAsync(new Uri("/submissions", UriKind.Relative), Cancel);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Form_ThatMeetsAFaultOfTheSite_ShowsWhatWasTypedAndNothingElse(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var subject = (await site.OpenCampaignAsync())[0];
        using var client = await site.SignedInAsync("coordinator");
        var form = $"/submissions/{subject}/directions/1.1";
        (await client.PostPageAsync(form, "direction", ($"new/{subject}/Comment/1.1.2/", "что было раньше"))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        var shown = await client.PageAsync(form);
        // What no program foresees: a table of its own is not there.
        await site.WithAsync(
            null,
            (_, context) => context.Database.ExecuteSqlRawAsync("ALTER TABLE accepted_patches RENAME TO gone", Cancel)
        );

        using var posted = await client.PostAsShownAsync(form, shown, "direction", ($"new/{subject}/Comment/1.1.1/", Typed));

        posted.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var page = WebUtility.HtmlDecode(await posted.Content.ReadAsStringAsync(Cancel));
        page.ShouldContain("Что-то сломалось у нас");
        page.ShouldContain("Вы ввели");
        page.ShouldContain($"<pre>{Typed}</pre>");
        page.ShouldNotContain("что было раньше");
        page.ShouldNotContain(SubmissionSite.Token(shown));
        page.ShouldContain($"href=\"{form}\"");
        page.ShouldNotContain("accepted_patches", customMessage: "what went wrong is for the log");
    }

    [Fact]
    public async Task Page_WhereTheKeysOfFormsWereNeverRead_IsAnsweredInWordsWithoutForms()
    {
        await using var site = await SiteHost.StartWithAsync(services =>
            services.PostConfigure<KeyManagementOptions>(options => options.XmlRepository = new NoAnswer())
        );
        using var client = site.Client();

        using var page = await client.GetAsync(new Uri("/sign-in", UriKind.Relative), Cancel);

        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Headers.RetryAfter.ShouldNotBeNull();
        var text = await page.Content.ReadAsStringAsync(Cancel);
        text.ShouldContain("База данных сайта пока недоступна");
        text.ShouldNotContain("<form");
    }

    /// <summary>Keys in a database that does not answer.</summary>
    private sealed class NoAnswer : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() =>
            throw new NpgsqlException("Exception while reading", new TimeoutException());

        public void StoreElement(XElement element, string friendlyName) => GetAllElements();
    }

    private static async Task LoseAsync(SiteHost site, Database database)
    {
        if (database == Database.Postgres)
            await LimitAsync(site, 0);
        else
            File.Delete(site.Services.GetRequiredService<Orientir.Data.Store>().File!);
    }

    /// <summary>How many may connect to the database of a site; those who are beyond it are sent away.</summary>
    private static async Task LimitAsync(SiteHost site, int many)
    {
        var own = new NpgsqlConnectionStringBuilder(site.Services.GetRequiredService<Orientir.Data.Store>().Connection);
        var name = own.Database;
        (own.Database, own.Pooling) = ("postgres", false);
        await using var server = new NpgsqlConnection(own.ConnectionString);
        await server.OpenAsync(Cancel);
        await using var command = server.CreateCommand();
        command.CommandText =
            $"ALTER DATABASE {name} CONNECTION LIMIT {many}; "
            + $"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'";
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
