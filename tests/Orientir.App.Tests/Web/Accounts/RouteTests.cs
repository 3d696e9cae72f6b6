using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>
/// Every address of the site against every role, another region and nobody, made from the second table of docs/permissions.md. An address
/// that is not in the table fails here.
/// </summary>
public partial class RouteTests
{
    private const string Public = "без входа";
    private const string Anybody = "любой вошедший";

    private static readonly Row[] Rows =
    [
        .. File.ReadLines(Repository.PathOf("docs", "permissions.md")).Where(line => line.StartsWith("| `/", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim().Trim('`').Replace("\\|", "|", StringComparison.Ordinal)).ToArray())
            .Select(cells => new Row(cells[0], cells[1], Enum.TryParse<Ability>(cells[2], out var ability) ? ability : null, cells[2])),
    ];

    private static readonly CampaignState[] Stages = Enum.GetValues<CampaignState>();

    private sealed record Row(string Route, string Method, Ability? Ability, string Right)
    {
        public bool OfACampaign => Route.Contains("ampaigns/{", StringComparison.Ordinal) || Route.StartsWith("/submissions/{", StringComparison.Ordinal)
            || Route.StartsWith("/submissions/operator/{", StringComparison.Ordinal) || Route.StartsWith("/reviews/{", StringComparison.Ordinal)
            || Route.StartsWith("/results/", StringComparison.Ordinal) || Route.StartsWith("/audit/subjects/", StringComparison.Ordinal);

        public bool DependsOnTheStage => OfACampaign && Ability is { } ability && Enum.GetValues<Role>().Any(role => Permissions.StatesOf(ability, role).Count is > 0 and < 5);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Table_OfAddresses_HasEveryOneOfTheSite()
    {
        await using var site = await SiteHost.StartAsync();
        var served = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Where(route => !route.StartsWith("/_", StringComparison.Ordinal)).Distinct().ToList();
        served.Except(Rows.Select(row => row.Route)).ShouldBeEmpty("addresses that docs/permissions.md does not name");
        Rows.Where(row => row.Ability is null && row.Right is not (Public or Anybody)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task EveryAddress_ByRoleRegionAndStage_OpensToWhomTheTableSays(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var served = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).ToHashSet(StringComparer.Ordinal);
        var (here, there) = await SeedAsync(site);
        var complaints = new List<string>();
        using var stranger = site.Client();
        foreach (var row in Rows.Where(row => row.Method == "GET" && served.Contains(row.Route)))
        {
            var answer = await GetAsync(stranger, AddressOf(row.Route, here, CampaignState.Published));
            if (row.Right == Public ? (int)answer.Status is 302 or >= 500 : answer.Status != HttpStatusCode.Redirect) complaints.Add($"signed out, {row.Route}: {answer.Status}");
            Leaks("signed out", row.Route, answer, here.Word, there.Word);
        }
        foreach (var account in (string[])["administrator@site.test", "operator@region.test", "ministry@region.test", "expert@region.test", "coordinator@region.test", "executor@region.test", "publisher@region.test", "organisation@region.test", "operator@other.test"])
        {
            using var client = await site.SignedInAsync(account);
            var foreign = account == "operator@other.test";
            var role = foreign ? Role.Operator : Enum.Parse<Role>(account.Split('@')[0], ignoreCase: true);
            foreach (var row in Rows.Where(row => row.Method == "GET" && served.Contains(row.Route)))
            {
                var states = row.Ability is { } ability ? Permissions.StatesOf(ability, role) : Stages;
                foreach (var stage in row.DependsOnTheStage ? Stages : [CampaignState.Published])
                {
                    var answer = await GetAsync(client, AddressOf(row.Route, here, stage));
                    var what = $"{account}, {row.Route}, {stage}: {(int)answer.Status}";
                    var wanted = states.Contains(stage) || !row.OfACampaign && states.Count > 0;
                    if ((int)answer.Status >= 500) complaints.Add(what + " — broken");
                    else if (foreign && row.Route.Contains('{', StringComparison.Ordinal) && !row.Route.Contains("{format", StringComparison.Ordinal) && row.Right != Public && answer.Status is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden))
                        complaints.Add(what + " — of another region");
                    else if (!foreign && states.Count == 0 && answer.Status is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden)) complaints.Add(what + " — without the right");
                    else if (!foreign && !wanted && IsRead(row) && answer.Status is HttpStatusCode.OK) complaints.Add(what + " — at the wrong stage");
                    else if (!foreign && wanted && IsRead(row) && answer.Status is not (HttpStatusCode.OK or HttpStatusCode.Redirect) && row.Right != Public) complaints.Add(what + " — refused");
                    // An administrator sees regions and people, and nothing of what is in a region.
                    if (role == Role.Administrator) Leaks(account, row.Route, answer, here.Inside, there.Inside);
                    else Leaks(account, row.Route, answer, foreign ? here.Word : there.Word);
                }
            }
        }
        complaints.ShouldBeEmpty();

        void Leaks(string who, string route, (HttpStatusCode Status, string Text) answer, params string[] words)
        {
            foreach (var word in words)
                if (answer.Text.Contains(word, StringComparison.OrdinalIgnoreCase)) complaints.Add($"{who}, {route}: {word} is seen");
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Lists_SoughtSortedAndCounted_KnowNothingOfAnotherRegion(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var (_, there) = await SeedAsync(site);
        using var client = await site.SignedInAsync("operator");
        var served = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).ToHashSet(StringComparer.Ordinal);
        foreach (var list in Rows.Where(row => row.Method == "GET" && !row.Route.Contains('{', StringComparison.Ordinal) && row.Right != Public && served.Contains(row.Route)))
            foreach (var query in (string[])["q=", "sort=name&q=", "search=", "sort=last&state=&q="])
            {
                var (status, text) = await GetAsync(client, $"{list.Route}?{query}{Uri.EscapeDataString(there.Word)}");
                // What was sought is shown in the field of the search, and nowhere else.
                Regex.Replace(text, $"(value=\"|[?&;][a-z]+=)[^\"]*\"", "", RegexOptions.None, TimeSpan.FromSeconds(5)).ShouldNotContain(there.Inside, customMessage: $"{list.Route} {status}");
            }
        foreach (var foreign in (string[])[$"place={there.Territory}", "q=other.test", $"place={there.RegionId}"])
            (await GetAsync(client, "/accounts?" + foreign)).Text.ShouldContain("Никого не нашлось");
    }

    // What is read opens by the table alone; what is done may be shown at any stage, with why it cannot be done now.
    private static bool IsRead(Row row) => row.Ability is null or Ability.ManageRegions or Ability.ManageAccounts or Ability.SeeTerritories or Ability.SeeMethodologies
        or Ability.SeeCampaigns or Ability.SeeBoard or Ability.SeeAnswers or Ability.SeeMarks or Ability.SeeResults or Ability.SeeAudit or Ability.ManageTerritories or Ability.ManageMethodologies;

    private static async Task<(SeededRegion Here, SeededRegion There)> SeedAsync(SiteHost site)
    {
        // An organisation answers for itself: here it is the municipality's, so that it has something to see.
        var here = await SeededRegion.MakeAsync(site, site.RegionId, "Здешнемарк", site.Municipalities[0], site.Accounts["expert@region.test"], site.Accounts["coordinator@region.test"]);
        var there = await SeededRegion.MakeAsync(site, site.OtherRegionId, "Тамошнемарк", null, site.Accounts["operator@other.test"], site.Accounts["operator@other.test"]);
        await site.WithAsync(null, async (_, context) =>
        {
            foreach (var region in await context.Regions.ToListAsync(Cancel)) region.Title = region.Id == here.RegionId ? "Здешнемаркская область" : "Тамошнемаркская область";
            foreach (var user in await context.Users.ToListAsync(Cancel))
                user.DisplayName = $"{(user.Email!.EndsWith("other.test", StringComparison.Ordinal) ? there.Word : user.Email.EndsWith("site.test", StringComparison.Ordinal) ? "Ведущий" : here.Word)} {user.Id}";
            return await context.SaveChangesAsync(Cancel);
        });
        return (here, there);
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var name = answer.Content.Headers.ContentDisposition?.FileNameStar ?? "";
        if (!bytes.AsSpan().StartsWith("PK"u8)) return (answer.StatusCode, name + WebUtility.HtmlDecode(Encoding.UTF8.GetString(bytes)));
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        var text = new StringBuilder(name);
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(Cancel));
            text.Append(entry.FullName).Append(await reader.ReadToEndAsync(Cancel));
        }
        return (answer.StatusCode, text.ToString());
    }

    private static string AddressOf(string route, SeededRegion region, CampaignState stage)
    {
        var at = region.At[stage];
        var asked = route.ToLowerInvariant() switch
        {
            "/results/{runid:int}/direction" => "?of=" + Uri.EscapeDataString(region.Direction),
            "/results/{runid:int}/subject" or "/results/{runid:int}/conclusion" => "?of=first",
            "/results/{runid:int}/export" => "?view=rating&format=csv",
            _ => "",
        };
        return Parameters().Replace(route, match => match.Groups[1].Value.ToLowerInvariant() switch
        {
            "format" => "xlsx",
            "uid" => Uri.EscapeDataString(region.Direction),
            "secret" => "abcdefghjkmnpqrstuvwxyz234",
            "campaignid" => Number(at.Campaign),
            "subjectid" => Number(at.Subject),
            "userid" => Number(region.User),
            "runid" => Number(at.Run),
            "packageid" => Number(at.Package),
            "evidence" or "evidenceid" => Number(at.Evidence),
            "id" when route.StartsWith("/campaigns/", StringComparison.Ordinal) => Number(at.Campaign),
            "id" when route.StartsWith("/submissions/", StringComparison.Ordinal) => Number(at.Subject),
            "id" when route.StartsWith("/accounts/regions/", StringComparison.Ordinal) => Number(region.RegionId),
            "id" when route.StartsWith("/accounts/", StringComparison.Ordinal) => Number(region.User),
            "id" when route.StartsWith("/territories/subjects/", StringComparison.Ordinal) => Number(region.Subject),
            "id" when route.StartsWith("/territories/", StringComparison.Ordinal) => Number(region.Territory),
            "id" when route.StartsWith("/methodologies/", StringComparison.Ordinal) => Number(region.Edition),
            var unknown => throw new InvalidOperationException($"No value for {unknown} of {route}"),
        }) + asked;

        static string Number(int id) => id.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\{(\w+)(?::[^{}]*(?:\([^)]*\))?[^{}]*)?\}")]
    private static partial Regex Parameters();
}
