using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Orientir.Core.Accounts;
using Orientir.Core.Letters;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Web;

/// <summary>
/// The site on a real port over a store of its own: a region with two municipalities, an account of every role («operator@region.test»),
/// another region with an operator («operator@other.test»), and an administrator («administrator@site.test»). All have one password.
/// </summary>
public sealed class SiteHost : WebApplicationFactory<Orientir.Web.Shared.SitePage>
{
    public const string Password = "тихая река за лесом";

    // The accounts and territories every test begins with are made once for each database, then copied.
    private static readonly Dictionary<Database, Lazy<Task<(SiteHost Seeded, Func<TestStore> Copy)>>> Seeds = Enum.GetValues<Database>()
        .ToDictionary(
            database => database,
            database => new Lazy<Task<(SiteHost Seeded, Func<TestStore> Copy)>>(async () =>
            {
                var host = new SiteHost(TestStore.Empty(database), 1, [], null) { keepsStore = true };
                await host.SeedAsync();
                await host.DisposeAsync();
                return (host, host.store.Original());
            })
        );

    private readonly TestStore store;
    private readonly int attempts;
    private readonly (string Key, string Value)[] settings;
    private readonly Action<IServiceCollection>? services;
    private readonly List<IBrowserContext> windows = [];
    private bool keepsStore;

    private SiteHost(TestStore store, int attempts, (string Key, string Value)[] settings, Action<IServiceCollection>? services)
    {
        this.services = services;
        this.store = store;
        this.attempts = attempts;
        this.settings = settings;
        UseKestrel(0);
        StartServer();
        using var plain = CreateClient();
        Address = plain.BaseAddress!;
    }

    public Uri Address { get; }

    public int RegionId { get; private set; }

    public int OtherRegionId { get; private set; }

    /// <summary>The municipalities of the region: coordinator, executor and publisher belong to the first.</summary>
    public int[] Municipalities { get; private set; } = [];

    /// <summary>Keys of accounts by e-mail address.</summary>
    public Dictionary<string, int> Accounts { get; private set; } = new(StringComparer.Ordinal);

    public static Task<SiteHost> StartAsync(
        Database database = Database.Sqlite,
        int attemptsPerMinute = 100_000,
        params (string Key, string Value)[] settings
    ) => StartAsync(database, attemptsPerMinute, settings, null);

    /// <summary>A site some of whose parts are others.</summary>
    public static Task<SiteHost> StartWithAsync(Action<IServiceCollection> services, params (string Key, string Value)[] settings) =>
        StartAsync(Database.Sqlite, 100_000, settings, services);

    private static async Task<SiteHost> StartAsync(
        Database database,
        int attemptsPerMinute,
        (string Key, string Value)[] settings,
        Action<IServiceCollection>? services
    )
    {
        var (seeded, copy) = await Seeds[database].Value;
        return new(copy(), attemptsPerMinute, settings, services)
        {
            RegionId = seeded.RegionId,
            OtherRegionId = seeded.OtherRegionId,
            Municipalities = seeded.Municipalities,
            Accounts = new(seeded.Accounts, StringComparer.Ordinal),
        };
    }

    /// <summary>Another site over the same store.</summary>
    public SiteHost Beside() =>
        new(store, attempts, settings, services)
        {
            keepsStore = true,
            RegionId = RegionId,
            OtherRegionId = OtherRegionId,
            Municipalities = Municipalities,
            Accounts = Accounts,
        };

    protected override void ConfigureWebHost(IWebHostBuilder builder) =>
        settings
            .Aggregate(
                builder.UseSetting("ORIENTIR_FILES", store.FilesFolder),
                (host, setting) => host.UseSetting(setting.Key, setting.Value)
            )
            .UseEnvironment("Production")
            .UseSetting("ORIENTIR_DATABASE", store.Connection)
            .UseSetting("SignIn:PerAddressPerMinute", $"{attempts}")
            // Passwords of tests need not withstand anybody; stretching them as the site does is most of the time of a sign-in.
            .ConfigureServices(all =>
            {
                all.Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
                services?.Invoke(all);
            })
            .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Error));

    /// <summary>Does something within a unit of work of the site, in a region.</summary>
    public async Task<TResult> WithAsync<TResult>(int? regionId, Func<IServiceProvider, OrientirContext, Task<TResult>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<OrientirContext>();
        context.RegionId = regionId;
        return await work(scope.ServiceProvider, context);
    }

    /// <summary>Sends the letters that are due, beside the job of the site; afterwards none is being sent.</summary>
    public async Task SendLettersAsync()
    {
        var send = new SendLetters(
            Services.GetRequiredService<Orientir.Data.Store>().Open,
            Services.GetRequiredService<MailSettings>(),
            Services.GetServices<LetterCause>(),
            TimeProvider.System
        );
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        do await send.RunAsync(cancel: patience.Token);
        while (
            await WithAsync(
                null,
                (_, context) =>
                {
                    context.AllRegions = true;
                    return context.Letters.AnyAsync(letter => letter.ClaimedUntil != null, patience.Token);
                }
            )
        );
    }

    /// <summary>A client that keeps cookies and does not follow redirects.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = Address,
        };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    /// <summary>A client signed in: «operator», «coordinator» …, or a whole address.</summary>
    public async Task<HttpClient> SignedInAsync(string account)
    {
        var client = Client();
        var answer = await SignInAsync(
            client,
            account.Contains('@', StringComparison.Ordinal) ? account : account + "@region.test",
            Password
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, $"sign-in of {account}");
        return client;
    }

    public static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string email, string password) =>
        await PostAsync(client, "/sign-in", new() { ["Email"] = email, ["Password"] = password });

    /// <summary>Opens a page, then posts its form (the one of the handler, or the first of the content) with these fields changed.</summary>
    public static Task<HttpResponseMessage> PostAsync(
        HttpClient client,
        string address,
        Dictionary<string, string> fields,
        string? action = null
    ) =>
        PostFormAsync(
            client,
            address,
            action,
            all =>
            {
                foreach (var (name, value) in fields)
                    all[name] = value;
                return new FormUrlEncodedContent(all);
            }
        );

    /// <summary>The same for a form that sends a file.</summary>
    public static Task<HttpResponseMessage> PostFileAsync(
        HttpClient client,
        string address,
        string field,
        string fileName,
        byte[] file,
        Dictionary<string, string>? fields = null,
        string? action = null
    ) =>
        PostFormAsync(
            client,
            address,
            action,
            all =>
            {
                foreach (var (name, value) in fields ?? [])
                    all[name] = value;
                var content = new MultipartFormDataContent();
                foreach (var (name, value) in all)
                    content.Add(new StringContent(value), name);
                content.Add(new ByteArrayContent(file), field, fileName);
                return content;
            }
        );

    private static async Task<HttpResponseMessage> PostFormAsync(
        HttpClient client,
        string address,
        string? action,
        Func<Dictionary<string, string>, HttpContent> fill
    )
    {
        var page = await client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        var form = ShownPage.FormOf(page, action);
        using var content = fill(ShownPage.HiddenOf(form));
        var target = new Uri(form.GetAttribute("action") ?? address, UriKind.RelativeOrAbsolute);
        return await client.PostAsync(target, content, TestContext.Current.CancellationToken);
    }

    /// <summary>A page of a browser, signed in where an account is given; its window closes with the site.</summary>
    public async Task<IPage> PageAsync(string? account = null, bool script = true)
    {
        var browser = await Chromium.BrowserAsync();
        var context = await browser.NewContextAsync(
            new()
            {
                BaseURL = Address.ToString(),
                JavaScriptEnabled = script,
                Locale = "ru-RU",
            }
        );
        windows.Add(context);
        var page = await context.NewPageAsync();
        if (account is null)
            return page;
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#Email", account.Contains('@', StringComparison.Ordinal) ? account : account + "@region.test");
        await page.FillAsync("#Password", Password);
        await page.ClickAsync("main button");
        return page;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var window in windows)
            await window.CloseAsync();
        await base.DisposeAsync();
        if (!keepsStore)
            store.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task SeedAsync()
    {
        RegionId = await WithAsync(
            null,
            (site, context) =>
                new AddRegion(context, TimeProvider.System).RunAsync(Actor.Installation(), new("region", "Наша область", "Europe/Moscow"))
        );
        OtherRegionId = await WithAsync(
            null,
            (site, context) =>
                new AddRegion(context, TimeProvider.System).RunAsync(
                    Actor.Installation(),
                    new("other", "Другая область", "Asia/Yekaterinburg")
                )
        );
        Municipalities = await WithAsync(
            RegionId,
            async (_, context) =>
            {
                Territory[] rows =
                [
                    .. new[] { "Первый", "Второй" }.Select(
                        (name, index) =>
                            new Territory
                            {
                                RegionId = RegionId,
                                Code = $"m{index + 1}",
                                Kind = "municipality",
                                Name = $"{name} район",
                            }
                    ),
                ];
                context.Territories.AddRange(rows);
                await context.SaveChangesAsync();
                return rows.Select(row => row.Id).ToArray();
            }
        );
        await AddAsync("administrator@site.test", new NewGrant(Role.Administrator, null));
        await AddAsync("operator@other.test", new NewGrant(Role.Operator, OtherRegionId));
        foreach (var role in Enum.GetValues<Role>())
            if (role is not (Role.Administrator or Role.Organisation))
                await AddAsync(
                    $"{role.ToString().ToLowerInvariant()}@region.test",
                    new NewGrant(role, RegionId, role is Role.Coordinator or Role.Executor or Role.Publisher ? Municipalities[0] : null)
                );
        // Over a municipality, as earlier editions gave it and stores still hold it: it writes the same answers as the coordinator.
        await AddAsync("organisation@region.test");
        await WithAsync(
            RegionId,
            async (_, context) =>
            {
                context.Grants.Add(
                    new Grant
                    {
                        UserId = Accounts["organisation@region.test"],
                        Role = Role.Organisation,
                        RegionId = RegionId,
                        TerritoryId = Municipalities[0],
                    }
                );
                return await context.SaveChangesAsync();
            }
        );
    }

    private async Task AddAsync(string email, params NewGrant[] grants) =>
        Accounts[email] = await WithAsync(
            null,
            (site, context) =>
                new AddAccount(context, site.GetRequiredService<UserManager<User>>(), TimeProvider.System).RunAsync(
                    Actor.Installation(),
                    new(email, $"Проверка ({email.Split('@')[0]})", Password, grants)
                )
        );
}
