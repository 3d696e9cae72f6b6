using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Orientir.App.Tests.Web.Accounts;

/// <summary>
/// Asks a site for every address that any account finds by its links and forms, as each of the accounts, and holds what is answered to the
/// declaration of the address and the table of rights, and what is shown to who may see what was planted.
/// </summary>
/// <param name="site">The site.</param>
/// <param name="world">What was planted in it.</param>
/// <param name="accounts">What the accounts are that ask.</param>
/// <param name="perPage">The most addresses asked of one page that differ only behind «?»: its sorts and filters multiply.</param>
/// <param name="longest">When it ends unfinished.</param>
internal sealed partial class Crawl(SiteHost site, PlantedWorld world, IReadOnlyList<string> accounts, int perPage, TimeSpan longest)
{
    private const int MostAddresses = 5_000;

    private readonly IReadOnlyList<SiteRoute> routes =
        // «/campaigns/new» before «/campaigns/{Id}»: what is written out goes before what is filled in.
        [.. SiteRoute.Of(site).Where(route => route.Method == "GET").OrderBy(route => route.Address.Count(letter => letter == '{'))];

    // Where a page is asked for one of its forms alone: that takes what the form takes.
    private readonly SiteRoute assigning = SiteRoute.Of(site).Single(route => route.Form == "assign");
    private readonly ConcurrentDictionary<string, byte> addresses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, int> statuses = [];
    private readonly ConcurrentDictionary<string, (int Count, string First)> complaints = new(StringComparer.Ordinal);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int asked;
    private readonly ConcurrentDictionary<int, int> seen = [];
    private int unasked;

    /// <summary>Addresses not asked in the time given.</summary>
    public int Unasked => unasked;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What is wrong, a line a kind: how often, and where first.</summary>
    public IEnumerable<string> Complaints =>
        complaints
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key}: {one.Value.Count} ×, first {one.Value.First}"));

    /// <summary>What was planted and shown to nobody.</summary>
    public IEnumerable<string> Unseen => world.Words.Where((_, number) => !seen.ContainsKey(number)).Select(word => word.What);

    /// <summary>What was asked and answered.</summary>
    public string Figures
    {
        get
        {
            int Count(string kind) =>
                complaints.Where(one => one.Key.StartsWith(kind, StringComparison.Ordinal)).Sum(one => one.Value.Count);
            var kinds = string.Join(
                ", ",
                statuses.OrderBy(one => one.Key).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key}: {one.Value}"))
            );
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{world.Stage}: {asked} pages asked, {addresses.Count} addresses × {accounts.Count} accounts; statuses {kinds}; {world.Words.Count} words planted, {seen.Count} of them seen by who may, {seen.Values.Sum()} times; leaks {Count("leak")}, 5xx {Count("broken")}, not as docs/permissions.md says {Count("rights")}; {(unasked > 0 ? $"NOT ASKED in the time given {unasked}" : "all asked")}; {clock.Elapsed.TotalSeconds:F0} s"
            );
        }
    }

    public async Task RunAsync()
    {
        var clients = new ConcurrentDictionary<string, (HttpClient Client, PlantedViewer Viewer, HashSet<string> Done)>(
            StringComparer.Ordinal
        );
        try
        {
            await OfEachAsync(async what =>
            {
                var viewer = await world.ViewerAsync(what);
                var mail = world.MailOf(what);
                var (client, done) = (
                    mail.Length == 0 ? site.Client() : await site.SignedInAsync(mail),
                    new HashSet<string>(StringComparer.Ordinal)
                );
                clients[what] = (client, viewer, done);
                await WalkAsync(client, viewer, done);
            });
            // What one has found is asked of all.
            string[] all = [.. addresses.Keys.Order(StringComparer.Ordinal)];
            await OfEachAsync(async what =>
            {
                var (client, viewer, done) = clients[what];
                foreach (var address in all.Where(address => !done.Contains(address)))
                    if (clock.Elapsed > longest)
                        Interlocked.Increment(ref unasked);
                    else
                        await AskAsync(client, viewer, address);
            });
        }
        finally
        {
            foreach (var (client, _, _) in clients.Values)
                client.Dispose();
        }

        Task OfEachAsync(Func<string, Task> work) =>
            Parallel.ForEachAsync(
                accounts,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Cancel },
                async (what, _) => await work(what)
            );
    }

    private async Task WalkAsync(HttpClient client, PlantedViewer viewer, HashSet<string> done)
    {
        var waiting = new Queue<string>(["/"]);
        var known = new HashSet<string>(StringComparer.Ordinal) { "/" };
        var ofPages = new Dictionary<string, int>(StringComparer.Ordinal);
        while (waiting.TryDequeue(out var address))
        {
            if (clock.Elapsed > longest || addresses.Count >= MostAddresses)
            {
                Interlocked.Add(ref unasked, waiting.Count + 1);
                return;
            }
            addresses.TryAdd(address, 0);
            done.Add(address);
            foreach (var link in await AskAsync(client, viewer, address))
                if (Local(link, address) is { } to && known.Add(to) && RouteOf(to).Route is not null)
                {
                    // «of» names another subject or direction: another page.
                    var (path, query) = Parted(to);
                    var page = path + " " + query.GetValueOrDefault("of");
                    if ((ofPages[page] = ofPages.GetValueOrDefault(page) + 1) <= perPage)
                        waiting.Enqueue(to);
                }
        }
    }

    /// <summary>Asks, judges the answer, and gives where it leads.</summary>
    private async Task<IEnumerable<string>> AskAsync(HttpClient client, PlantedViewer viewer, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var status = (int)answer.StatusCode;
        Interlocked.Increment(ref asked);
        statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
        var (route, values) = RouteOf(address);
        var where = $"{address} ({status})";
        if (status >= 500)
            Complain($"broken {status}, {route?.Address}", $"{viewer.What}, {where}");
        else if (route is not null)
            Judge(route, values!, viewer, address, status, answer.Headers.Location?.OriginalString);
        var name = answer.Content.Headers.ContentDisposition?.FileNameStar ?? "";
        // A token of a form may read as a word by chance, once in some ten crawls.
        foreach (var word in WordsIn(name, bytes, answer.Headers.Location?.OriginalString ?? "").Where(word => word < world.Words.Count))
            if (world.Words[word].IsFor(viewer))
                seen.AddOrUpdate(word, 1, (_, count) => count + 1);
            else
                Complain($"leak: {world.Words[word].What} to {viewer.What}, {route?.Address}", where);
        if (answer.Headers.Location is { } location)
            return [location.OriginalString];
        if (answer.Content.Headers.ContentType?.MediaType != "text/html" || status != 200)
            return [];
        return LinksOf(Encoding.UTF8.GetString(bytes));
    }

    private void Judge(
        SiteRoute route,
        IReadOnlyDictionary<string, string> values,
        PlantedViewer viewer,
        string address,
        int status,
        string? location
    )
    {
        var toSignIn = status == 302 && location?.Contains("/sign-in", StringComparison.Ordinal) == true;
        if (route.IsOpen)
            return;
        if (viewer.Actor.UserId == 0)
        {
            if (!toSignIn)
                Complain($"rights: signed out, {route.Address}: {status}", address);
            return;
        }
        var query = Parted(address).Query;
        var place = world.Places.Of(route, values, query, viewer);
        var asking = route.Address == assigning.Address && query.ContainsKey("expert") ? assigning : route;
        var (opened, opens) = (status is 200 or 302 && !toSignIn, asking.Opens(viewer.Actor, place));
        if (opened != opens)
            Complain($"rights: {viewer.What}, {route.Address}: {(opened ? "opened without the right" : $"refused, {status}")}", address);
        else if (!opened && status is not (403 or 404 or 409 or 410))
            Complain($"rights: {viewer.What}, {route.Address}: answered by {status}", address);
    }

    private void Complain(string kind, string where) =>
        complaints.AddOrUpdate(kind, (1, where), (_, known) => (known.Count + 1, known.First));

    private (SiteRoute? Route, IReadOnlyDictionary<string, string>? Values) RouteOf(string address)
    {
        var path = Parted(address).Path;
        foreach (var route in routes)
            if (route.ValuesIn(path) is { } values)
                return (route, values);
        return (null, null);
    }

    private static (string Path, IReadOnlyDictionary<string, string> Query) Parted(string address)
    {
        var parts = address.Split('?', 2);
        return (
            parts[0],
            parts.Length == 1
                ? new Dictionary<string, string>()
                : parts[1]
                    .Split('&', StringSplitOptions.RemoveEmptyEntries)
                    .Select(pair => pair.Split('=', 2))
                    .GroupBy(pair => pair[0], pair => WebUtility.UrlDecode(pair.ElementAtOrDefault(1) ?? ""), StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal)
        );
    }

    /// <summary>The address of the site a link leads to; null for what is elsewhere.</summary>
    private string? Local(string link, string from) =>
        Uri.TryCreate(new Uri(site.Address, from), link, out var to) && to.Authority == site.Address.Authority ? to.PathAndQuery : null;

    /// <summary>Links, and forms as a browser would send them unchanged; of one that posts its address.</summary>
    private static IEnumerable<string> LinksOf(string text)
    {
        var page = ShownPage.Of(text);
        foreach (var link in page.QuerySelectorAll("a[href], area[href]"))
            yield return link.GetAttribute("href")!;
        foreach (var form in page.QuerySelectorAll<IHtmlFormElement>("form"))
        {
            var action = form.GetAttribute("action") ?? "?";
            if (form.Method == "post")
            {
                yield return action;
                continue;
            }
            var fields = form.QuerySelectorAll("input[name], select[name]").ToList();
            yield return Sent(null, "");
            // Every choice of a list by itself.
            foreach (var select in fields.OfType<IHtmlSelectElement>())
            foreach (var option in select.Options.Take(3))
                yield return Sent(select, option.Value);

            string Sent(IHtmlSelectElement? chosen, string value) =>
                action.Split('?')[0]
                + "?"
                + string.Join(
                    '&',
                    fields.Select(field =>
                        field.GetAttribute("name")
                        + "="
                        + Uri.EscapeDataString(
                            field == chosen ? value
                            : field is IHtmlSelectElement list ? list.Value ?? ""
                            : field is IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } ? ""
                            : ((IHtmlInputElement)field).Value
                        )
                    )
                );
        }
    }

    /// <summary>The numbers of the words in an answer, those in packed files too.</summary>
    private static HashSet<int> WordsIn(string name, byte[] bytes, string location)
    {
        var found = new HashSet<int>();
        Take(name + location);
        Read(bytes);
        return found;

        void Read(byte[] content)
        {
            // Words are of plain letters: no coding of a page hides them.
            Take(Encoding.UTF8.GetString(content));
            if (!content.AsSpan().StartsWith("PK"u8))
                return;
            using var archive = new ZipArchive(new MemoryStream(content));
            foreach (var entry in archive.Entries)
            {
                Take(entry.FullName);
                using var copy = new MemoryStream();
                using (var stream = entry.Open())
                    stream.CopyTo(copy);
                Read(copy.ToArray());
            }
        }

        void Take(string text)
        {
            foreach (Match match in PlantedWord().Matches(text))
                found.Add(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex("zx([0-9]{4})q", RegexOptions.IgnoreCase)]
    private static partial Regex PlantedWord();
}
