using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>
/// Every address and form of the site, by what each declares (<see cref="SiteRoute"/>), against every role, every stage, what is one's own,
/// a neighbour's and another region's, and nobody signed in.
/// </summary>
public partial class RouteTests
{
    private static readonly CampaignState[] Stages = Enum.GetValues<CampaignState>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Addresses_AndForms_AllSayWhatTheyNeed()
    {
        await using var site = await SiteHost.StartAsync();
        var routes = SiteRoute.Of(site);
        routes
            .Where(route => !route.IsDeclared)
            .Select(route => $"{route.Method} {route.Address}")
            .ShouldBeEmpty("Each says it by [Needs(…)] on its page or handler, or by AllowAnonymous.");
        routes
            .Where(route => route.Form is not null)
            .Select(route => $"POST {route.Address} {route.Form}")
            .ShouldBe(Forms().Distinct(), ignoreOrder: true, "Pages name their forms by [Needs(Ability, \"form\", …)].");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task EveryAddress_OfOwnNeighboursAndForeign_OpensWhereTheTableSays(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var (here, there) = await SeedAsync(site);
        var complaints = new List<string>();
        var routes = SiteRoute.Of(site).Where(route => route.Method == "GET").ToList();
        using var stranger = site.Client();
        foreach (var route in routes)
        {
            var answer = await GetAsync(stranger, AddressOf(route.Address, here, CampaignState.Published));
            if (route.IsOpen ? (int)answer.Status is 302 or >= 500 : answer.Status != HttpStatusCode.Redirect)
                complaints.Add($"signed out, {route.Address}: {answer.Status}");
            Leaks("signed out", route.Address, answer, here.Word, there.Word);
        }
        foreach (var role in Enum.GetValues<Role>())
        {
            var account = role == Role.Administrator ? "administrator@site.test" : $"{role}@region.test".ToLowerInvariant();
            using var client = await site.SignedInAsync(account);
            var part = role is Role.Coordinator or Role.Executor or Role.Publisher or Role.Organisation;
            var actor = new Actor(
                site.Accounts[account],
                account,
                role == Role.Administrator ? null : site.RegionId,
                [new(role, part ? new HashSet<int> { here.Territory } : null, null)],
                ""
            );
            foreach (var route in routes)
            foreach (var region in (SeededRegion[])[here, here.Neighbour!, there])
            // Queries of stages are held to the table on both databases by RightsTests; here one stage stands for the second.
            foreach (
                var stage in route.IsOfACampaign && region != there && database == Database.Sqlite ? Stages : [CampaignState.Published]
            )
            {
                var address = AddressOf(route.Address, region, stage, role == Role.Administrator);
                if (region != here && address == AddressOf(route.Address, here, stage, role == Role.Administrator))
                    continue;
                var answer = await GetAsync(client, address);
                var opened = answer.Status is HttpStatusCode.OK or HttpStatusCode.Redirect;
                var what =
                    $"{account}, {route.Address} of {(region == there ? "another region" : region == here ? "one's own" : "a neighbour")}, {stage}: {(int)answer.Status}";
                // The letters of the installation are asked of the administrator, and are in no region.
                var place = new RoutePlace(
                    region != there || role == Role.Administrator,
                    stage,
                    region.Territory,
                    region.Code == SeededRegion.First
                );
                if (!route.IsOpen && opened != route.Opens(actor, place))
                    complaints.Add(what + (opened ? " — without the right" : " — refused"));
                else if (!opened && (int)answer.Status is not (403 or 404 or 409 or 410))
                    complaints.Add(what + " — broken");
                // An administrator sees regions and people, and nothing of what is in a region.
                if (role == Role.Administrator)
                    Leaks(account, route.Address, answer, here.Inside, there.Inside);
                else
                    Leaks(account, route.Address, answer, there.Word);
            }
        }
        complaints.ShouldBeEmpty();

        void Leaks(string who, string route, (HttpStatusCode Status, string Text) answer, params string[] words)
        {
            foreach (var word in words)
                if (answer.Text.Contains(word, StringComparison.OrdinalIgnoreCase))
                    complaints.Add($"{who}, {route}: {word} is seen");
        }
    }

    [Fact]
    public async Task EveryForm_PostedByRoleRegionAndStage_WritesForWhomTheTableSays()
    {
        await using var site = await SiteHost.StartAsync();
        var (here, there) = await SeedAsync(site);
        var complaints = new List<string>();
        // What takes the ground from under the others comes last.
        var forms = SiteRoute
            .Of(site)
            .Where(row => row.Method == "POST")
            .OrderBy(row => row.Form is "remove-*" or "disable" || row.Address == "/sign-out")
            .ToList();
        var allowed = new List<Func<Task>>();
        // First whoever may not, so that nothing is moved under the others; who manages comes last of those who may.
        foreach (
            var account in (string[])
                [
                    "",
                    "operator@other.test",
                    "ministry@region.test",
                    "expert@region.test",
                    "coordinator@region.test",
                    "executor@region.test",
                    "publisher@region.test",
                    "organisation@region.test",
                    "operator@region.test",
                    "administrator@site.test",
                ]
        )
        {
            var client = account.Length == 0 ? site.Client() : await site.SignedInAsync(account);
            var (user, token, region) = (
                site.Accounts.GetValueOrDefault(account),
                await TokenAsync(client),
                account == "operator@other.test" ? here.RegionId : (int?)null
            );
            var written = await RecordsAsync(site, region);
            foreach (var row in forms)
            {
                var states =
                    account.Length == 0
                        ? row.IsOpen
                            ? Stages
                            : []
                        : row.Ability is { } ability
                            ? account == "operator@other.test"
                                ? []
                                : Permissions.StatesOf(ability, Enum.Parse<Role>(account.Split('@')[0], ignoreCase: true))
                            : Stages;
                // Where another role may: there the form is.
                var open = row.Ability is { } asked
                    ? Enum.GetValues<Role>().SelectMany(role => Permissions.StatesOf(asked, role)).Min()
                    : CampaignState.Published;
                foreach (
                    var stage in states.Count == 0 ? [open]
                    : row.DependsOnTheStage ? Stages.Except(states)
                    : []
                )
                {
                    var (status, text) = await PostAsync(client, row, here, stage, user, token, account == "administrator@site.test");
                    var what = $"{account}, {row.Address} {row.Form}, {stage}: {(int)status}";
                    if ((int)status >= 500)
                        complaints.Add(what + " — broken");
                    var before = written;
                    if ((written = await RecordsAsync(site, region)) != before)
                        complaints.Add(what + " — written");
                    var refused =
                        account.Length == 0
                            ? status is HttpStatusCode.Redirect or HttpStatusCode.Unauthorized
                            : (int)status is 403 or 404 or 409;
                    // Saving by script is answered change by change; a page of one's own region may open whatever the form names.
                    if (
                        states.Count == 0
                        && !refused
                        && !row.Address.EndsWith("/patches", StringComparison.Ordinal)
                        && (account != "operator@other.test" || row.Address.Contains('{', StringComparison.Ordinal))
                    )
                        complaints.Add(what + " — not refused");
                    if (account == "operator@other.test" && text.Contains(here.Word, StringComparison.OrdinalIgnoreCase))
                        complaints.Add(what + $" — {here.Word} is seen");
                    if (status == HttpStatusCode.BadRequest)
                        complaints.Add(what + " — said nothing");
                }
                if (states.Count == 0)
                    continue;
                allowed.Add(async () =>
                {
                    var (status, _) = await PostAsync(client, row, here, states[0], user, token, account == "administrator@site.test");
                    if ((int)status is 403 or 404 or >= 500)
                        complaints.Add($"{account}, {row.Address} {row.Form}, {states[0]}: {(int)status} — refused to who may");
                });
            }
        }
        foreach (var post in allowed)
            await post();
        complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Lists_SoughtSortedAndCounted_KnowNothingOfAnotherRegion(Database database)
    {
        await using var site = await SiteHost.StartAsync(database);
        var (_, there) = await SeedAsync(site);
        using var client = await site.SignedInAsync("operator");
        foreach (
            var list in SiteRoute
                .Of(site)
                .Where(row => row.Method == "GET" && !row.IsOpen && !row.Address.Contains('{', StringComparison.Ordinal))
        )
        foreach (var query in (string[])["q=", "sort=name&q=", "search=", "sort=last&state=&q="])
        {
            var (status, text) = await GetAsync(client, $"{list.Address}?{query}{Uri.EscapeDataString(there.Word)}");
            // What was sought is shown in the field of the search, and nowhere else.
            Regex
                .Replace(text, $"(value=\"|[?&;][a-z]+=)[^\"]*\"", "", RegexOptions.None, TimeSpan.FromSeconds(5))
                .ShouldNotContain(there.Inside, customMessage: $"{list.Address} {status}");
        }
        foreach (var foreign in (string[])[$"place={there.Territory}", "q=other.test", $"place={there.RegionId}"])
            (await GetAsync(client, "/accounts?" + foreign)).Text.ShouldContain("Никого не нашлось");
    }

    /// <summary>Every form of every page, by the sources: «POST /results compute-*».</summary>
    private static IEnumerable<string> Forms()
    {
        var sources = Directory
            .EnumerateFiles(Repository.PathOf("src", "Orientir.Web"), "*.razor", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file) + file, File.ReadAllText, StringComparer.Ordinal);
        foreach (var (name, text) in sources)
        {
            var component = Path.GetFileNameWithoutExtension(name);
            var pages = AddressOfAPage().Matches(text).Select(match => match.Groups[1].Value).ToList();
            // A form of a part stands on the pages that have the part.
            if (pages.Count == 0)
                pages =
                [
                    .. sources
                        .Values.Where(other => other.Contains($"<{component} ", StringComparison.Ordinal))
                        .SelectMany(other => AddressOfAPage().Matches(other).Select(match => match.Groups[1].Value)),
                ];
            foreach (var form in NameOfAForm().Matches(text).Select(match => Hole().Replace(match.Groups[1].Value, "*")).Distinct())
            foreach (var page in pages)
                yield return $"POST {page} {form}";
        }
    }

    private static Task<int> RecordsAsync(SiteHost site, int? region) =>
        site.WithAsync(
            null,
            (_, context) =>
            {
                context.AllRegions = true;
                return context.AuditEntries.CountAsync(entry => region == null || entry.RegionId == region, Cancel);
            }
        );

    private static async Task<string> TokenAsync(HttpClient client) =>
        WebUtility.HtmlDecode(Token().Match(await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Cancel)).Groups[1].Value);

    /// <summary>Posts a form with whatever any form of the site asks for, so that only a right can stand in its way.</summary>
    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(
        HttpClient client,
        SiteRoute row,
        SeededRegion region,
        CampaignState stage,
        int user,
        string token,
        bool administers
    )
    {
        var at = region.At[stage];
        var transition = Transition.All.First(one => one.From == stage).Id;
        var day = TimeProvider.System.GetUtcNow().AddDays(60).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var leaf = region.Leaf;
        using var asked = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(AddressOf(row.Address, region, stage, administers), UriKind.Relative)
        );
        if (row.Address.EndsWith("/patches", StringComparison.Ordinal))
        {
            asked.Headers.Add("RequestVerificationToken", token);
            asked.Headers.Accept.ParseAdd("application/json");
            asked.Content = JsonContent.Create(
                new
                {
                    user = $"{user}",
                    patches = new[]
                    {
                        new
                        {
                            key = $"k{user}{stage}",
                            subject = at.Subject,
                            uid = leaf,
                            item = "",
                            field = "Comment",
                            @base = region.Inside,
                            value = $"Слово {user}",
                        },
                    },
                }
            );
        }
        else
        {
            var star = row.Address switch
            {
                "/results" => $"{at.Campaign}",
                "/campaigns/{Id:int}" => transition,
                "/campaigns/{Id:int}/revision" => $"{region.Edition}",
                "/reviews/{SubjectId:int}" => leaf,
                "/accounts/invitations" => $"{region.Invitation}",
                "/accounts/team" => $"{(row.Form is "renew-*" or "revoke-*" ? region.ExecutorInvitation : region.ExecutorGrant)}",
                "/jobs" => row.Form == "now-*" ? "clean-up" : $"{region.Job}",
                _ => $"{region.Grant}",
            };
            asked.Content = new FormUrlEncodedContent(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["__RequestVerificationToken"] = token,
                    ["_handler"] = row.Form?.Replace("*", star, StringComparison.Ordinal) ?? "",
                    ["Email"] = "nobody@example.org",
                    ["Password"] = "короткий",
                    ["Current"] = "не тот",
                    ["Code"] = "000000",
                    ["Role"] = nameof(Role.Operator),
                    ["RegionId"] = $"{region.RegionId}",
                    ["region"] = $"{region.RegionId}",
                    ["TerritoryId"] = $"{region.Territory}",
                    ["Chosen"] =
                        $"{(row.Address != "/letters" ? region.Invitation : administers ? region.InstallationLetter : region.Letter)}",
                    ["Title"] = "Название",
                    ["TimeZone"] = "Europe/Moscow",
                    ["Kind"] = "municipality",
                    ["Name"] = "Название",
                    ["Version"] = "1",
                    ["Seen"] = "1",
                    ["File"] = "lo-2020.json",
                    ["Transition"] = transition,
                    ["CampaignId"] = $"{at.Campaign}",
                    ["EditionId"] = $"{region.Edition}",
                    ["MethodologyEditionId"] = $"{region.Edition}",
                    ["Period"] = "2027 год",
                    ["Reason"] = "Причина",
                    ["Note"] = "Пояснение",
                    ["What"] = "all",
                    ["Subject"] = $"{at.Subject}",
                    ["Subjects"] = $"{at.Subject}",
                    ["Until"] = day,
                    ["Uids"] = leaf,
                    ["uid"] = leaf,
                    ["old/value"] = "",
                    ["new/value"] = "1",
                    ["old/comment"] = region.Inside,
                    ["new/comment"] = "Слово",
                    [$"old/{at.Subject}/Comment/{leaf}/"] = region.Inside,
                    [$"new/{at.Subject}/Comment/{leaf}/"] = "Слово",
                    [$"url/{leaf}/"] = "https://example.org/",
                    ["user"] = $"{user}",
                    ["key"] = $"k{user}{stage}",
                    ["version"] = "1",
                    ["Url"] = "https://example.org/",
                }
            );
        }
        using var answer = await client.SendAsync(asked, Cancel);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)));
    }

    internal static async Task<(SeededRegion Here, SeededRegion There)> SeedAsync(SiteHost site)
    {
        // An organisation answers for itself: here it is the municipality's, so that it has something to see.
        var here = await SeededRegion.MakeAsync(
            site,
            site.RegionId,
            "Здешнемарк",
            site.Municipalities,
            site.Accounts["expert@region.test"],
            site.Accounts["coordinator@region.test"]
        );
        var there = await SeededRegion.MakeAsync(
            site,
            site.OtherRegionId,
            "Тамошнемарк",
            [],
            site.Accounts["operator@other.test"],
            site.Accounts["operator@other.test"]
        );
        await site.WithAsync(
            null,
            async (_, context) =>
            {
                foreach (var region in await context.Regions.ToListAsync(Cancel))
                    region.Title = region.Id == here.RegionId ? "Здешнемаркская область" : "Тамошнемаркская область";
                foreach (var user in await context.Users.ToListAsync(Cancel))
                    user.DisplayName =
                        $"{(user.Email!.EndsWith("other.test", StringComparison.Ordinal) ? there.Word : user.Email.EndsWith("site.test", StringComparison.Ordinal) ? "Ведущий" : here.Word)} {user.Id}";
                return await context.SaveChangesAsync(Cancel);
            }
        );
        return (here, there);
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var name = answer.Content.Headers.ContentDisposition?.FileNameStar ?? "";
        if (!bytes.AsSpan().StartsWith("PK"u8))
            return (answer.StatusCode, name + WebUtility.HtmlDecode(Encoding.UTF8.GetString(bytes)));
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        var text = new StringBuilder(name);
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(Cancel));
            text.Append(entry.FullName).Append(await reader.ReadToEndAsync(Cancel));
        }
        return (answer.StatusCode, text.ToString());
    }

    internal static string AddressOf(string route, SeededRegion region, CampaignState stage, bool ofTheInstallation = false)
    {
        var at = region.At[stage];
        var asked = route.ToLowerInvariant() switch
        {
            "/results/{runid:int}/direction" => "?of=" + Uri.EscapeDataString(region.Direction),
            "/results/{runid:int}/subject" or "/results/{runid:int}/conclusion" => "?of=" + region.Code,
            "/results/{runid:int}/difference" => "?with=" + Number(at.Run),
            "/results/{runid:int}/export" => "?view=rating&format=csv",
            _ => "",
        };
        return Parameters()
                .Replace(
                    route,
                    match =>
                        match.Groups[1].Value.ToLowerInvariant() switch
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
                            "id" when route.StartsWith("/letters/", StringComparison.Ordinal) => Number(
                                ofTheInstallation ? region.InstallationLetter : region.Letter
                            ),
                            "id" when route.StartsWith("/accounts/regions/", StringComparison.Ordinal) => Number(region.RegionId),
                            "id" when route.StartsWith("/accounts/", StringComparison.Ordinal) => Number(region.User),
                            "id" when route.StartsWith("/territories/subjects/", StringComparison.Ordinal) => Number(region.Subject),
                            "id" when route.StartsWith("/territories/", StringComparison.Ordinal) => Number(region.Territory),
                            "id" when route.StartsWith("/methodologies/", StringComparison.Ordinal) => Number(region.Edition),
                            var unknown => throw new InvalidOperationException($"No value for {unknown} of {route}"),
                        }
                ) + asked;

        static string Number(int id) => id.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^@page \"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex AddressOfAPage();

    [GeneratedRegex("@formname=\"(?:@\\(\\$\")?([^\"]+)\"")]
    private static partial Regex NameOfAForm();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Token();

    [GeneratedRegex(@"\{(\w+)(?::[^{}]*(?:\([^)]*\))?[^{}]*)?\}")]
    private static partial Regex Parameters();
}
