using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Reports;
using Orientir.Core.Submissions;
using Orientir.Data;
using Orientir.Data.Jobs;
using Orientir.Web.Accounts;
using Orientir.Web.Campaigns;
using Orientir.Web.Layout;
using Orientir.Web.Letters;
using Orientir.Web.Methodologies;
using Orientir.Web.Results;
using Orientir.Web.Reviews;
using Orientir.Web.Shared;
using Orientir.Web.Submissions;
using Orientir.Web.Territories;

StartFaults.TellInWords();

// More than pages are drawn at once: a request that comes finds a thread that reads it, though every processor draws.
ThreadPool.SetMinThreads(8 * Environment.ProcessorCount, Environment.ProcessorCount);

// Numbers in markup are written as machines read them; what people read goes through Core/Russian.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

// The files served stand beside the program, from whatever folder it is started.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
        WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
    }
);
StartSettings.Prove(name => builder.Configuration[name]);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

// What is read of a connection beforehand: a megabyte each, by default, is much where hundreds send and do not listen.
builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = 48 << 10);
builder
    .Logging.ClearProviders()
    .AddJsonConsole(json =>
        (json.UseUtcTimestamp, json.TimestampFormat, json.JsonWriterOptions) = (
            true,
            "yyyy-MM-ddTHH:mm:ss.fffZ",
            new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) }
        )
    );

// Requests are logged by SiteLog: the framework's own line holds the whole path, and a link of invitation is a secret.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

// It warns, with its stack, of a connection that was cut at the moment its body was read: no fault of the site, and nothing to mend.
builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);

// Why it did not start is told in words by StartFaults.
builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

// Quartz tells of each trigger it looks at.
builder.Logging.AddFilter("Quartz", LogLevel.Warning);

// It warns at each start that keys are stored in the open. They stand in the database beside the accounts they open: who reads it needs no
// cookie.
builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);

var services = builder.Services;
builder.AddTelemetry();
services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
services.AddSingleton(provider =>
{
    var settings = provider.GetRequiredService<IConfiguration>();
    return Store.Configured(name => settings[name]);
});
services.AddSingleton(provider => provider.GetRequiredService<Store>().Time);
services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseTime>());
services.AddHostedService<WatchDatabaseTime>();
services.AddSingleton<StoreReadiness>();
services.AddSingleton<StoreTrouble>();
services.AddSingleton(provider => provider.GetRequiredService<Store>().Files);
services.AddSingleton(provider => provider.GetRequiredService<Store>().Temporary);
services.AddScoped(provider => provider.GetRequiredService<Store>().Open());
services.AddScoped<SignedIn>();
services.AddScoped(provider =>
    provider.GetRequiredService<SignedIn>().Actor ?? throw new RefusedException(RefusalKind.Forbidden, "Вы не вошли. Войдите и повторите.")
);
services.AddScoped<Visible>();
services.AddScoped(provider => StageFollowers.Of(provider.GetRequiredService<OrientirContext>()));
services.AddScoped<AuditTrail>();
services.AddSingleton<Assets>();
services.AddSingleton<ImportGate>();
services.AddSingleton<PageTurns>();
services.AddSingleton<LargeBodies>();
services.AddSingleton<Areas>();
services.AddSingleton(EvidenceRoom.Read(name => builder.Configuration[name]));

services.AddKeyRing(name => builder.Configuration[name]);
services.AddAccounts();
services.AddLetters();
services.AddMethodologies();
services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
services.AddAntiforgery(options =>
{
    options.Cookie.Name = "orientir-form";
    options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
});
services.AddSingleton<Func<OrientirContext>>(provider => provider.GetRequiredService<Store>().Open);
services.AddSingleton<JobKind, MakeReport>();
services.AddSingleton<JobKind, CleanUp>();
services.AddSingleton<JobKind>(provider =>
{
    var log = provider.GetRequiredService<ILogger<AuditVerification>>();
    return new AuditVerification(provider.GetRequiredService<Store>(), made => SiteLog.Sealed(log, made.LastEntryId, made.Hash));
});
services.AddSingleton(new PeriodicJob(CleanUp.KindName, new(3, 30)));
services.AddSingleton(new PeriodicJob(AuditVerification.KindName, new(4, 0)));
var backups = BackupPlan.Of(name => builder.Configuration[name]);
if (backups is { } plan)
{
    services.AddSingleton<JobKind>(provider => new BackUpToFolder(provider.GetRequiredService<Store>(), plan));
    services.AddSingleton(new PeriodicJob(BackUpToFolder.KindName, plan.At));
}
services.AddSingleton<RunningJobs>();
services.AddHostedService<Orientir.Data.Files.FilesClaim>();

// A site may serve pages only and leave the jobs to others.
if (builder.Configuration["ORIENTIR_JOBS"] != "off")
    services.AddHostedService(provider => provider.GetRequiredService<RunningJobs>());

// The operator's grid over 300 subjects is one form.
services.Configure<FormOptions>(form => form.ValueCountLimit = 20_000);
services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new CleanJson()));
services.AddRazorComponents();
services.AddHttpContextAccessor();

// A form of many indicators goes over a slow line in a tenth of its size. Nothing secret repeats in a page from answer to answer, so TLS
// may carry it packed.
services.AddResponseCompression(compression => compression.EnableForHttps = true);
services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));

var app = builder.Build();
StartFaults.ProveZones();
var settings = SiteSettings.Read(name => app.Configuration[name]);
app.UseTrustedProxies(settings);
var store = app.Services.GetRequiredService<Store>();

// Held while the site runs: a restoration must not begin under it.
var log = app.Services.GetRequiredService<ILogger<SiteLog>>();
await using var running = await RunningSite.BeginAsync(
    store,
    NewStore.InAnEmptyFolder,
    tell: line => SiteLog.Tell(log, line),
    lost: () =>
    {
        SiteLog.Restored(log, store.Place);
        app.Lifetime.StopApplication();
    }
);
await app.Services.GetRequiredService<DatabaseTime>().LookAsync();
store.Temporary.Sweep();
var (database, files) = (store.Place, store.Files.Place);
SiteLog.Opened(log, database, files);
foreach (var warning in await new PlaceWarnings(store, settings, backups).RunAsync())
    SiteLog.Warn(log, $"{warning}");
foreach (var warning in SettingWarnings.OfTheEnvironment().Run())
    SiteLog.Warn(log, $"{warning}");

app.TellOfMail();
var pages = app.Services.GetRequiredService<PageTurns>();

app.UseMiddleware<SiteLog>();

// Watchers ask by HEAD as often as by GET.
app.Use(HeadAsGet.AnswerAsync);
app.UseMiddleware<ProtectiveHeaders>();
app.UseResponseCompression();
app.UseHsts();

// A refusal is an answer, not a fault, and a request that broke off or is none is no fault of ours: the log keeps them as a line of the
// request.
app.UseExceptionHandler(
    new ExceptionHandlerOptions
    {
        ExceptionHandler = Failure.AnswerAsync,
        SuppressDiagnosticsCallback = failed =>
            failed.Exception is RefusedException or BadHttpRequestException or FileStoreException
            || StoreTrouble.Of(failed.HttpContext, failed.Exception) is not null,
    }
);
app.UseStatusCodePages(Failure.DescribeAsync);
app.UseStaticFiles(Assets.Options);
app.UseRouting();
app.Use(BodyLimits.SetAsync);
CleanForm.UseCleanForms(app);
app.Use(pages.AskedAsync);
app.UseMiddleware<LimitSignIns>();
app.UseAuthentication();
app.UseMiddleware<FindSignedIn>();
app.UseAuthorization();
app.UseMiddleware<RequireSecondFactor>();
app.Use(app.Services.GetRequiredService<LargeBodies>().ReadAsync);
app.UseAntiforgery();
app.Use(pages.SentAsync);
app.Use(Failure.DescribeFormsAsync);
app.Use(HeadAsGet.OfFilesAsync);

// They answer before it is asked who asks: that may need the database, which they tell of.
app.MapGet("/health/live", () => Results.Text("ok")).AllowAnonymous().ShortCircuit();
app.MapGet(
        "/health/ready",
        async (StoreReadiness readiness, StoreTrouble trouble, CancellationToken cancel) =>
        {
            if (await readiness.AskAsync(cancel) is not { } fault)
                return Results.Text("ok");
            trouble.Tell(fault);
            return Results.Text("database can't be used, see the log", statusCode: 503);
        }
    )
    .AllowAnonymous()
    .ShortCircuit();

// By it `doctor` tells this site from one of another base at the same port. The first key is made before the site listens: it stays.
string? mark = null;
app.MapGet("/health/store", async (CancellationToken cancel) => Results.Text(mark ??= await store.MarkAsync(cancel)))
    .AllowAnonymous()
    .ShortCircuit();
app.MapRazorComponents<App>();
app.MapAccounts();
app.MapSubmissions();
app.MapReviews();
app.MapResults();
app.MapCampaigns();
app.MapTerritories();
app.MapMethodologies();
await app.RunAsync();
