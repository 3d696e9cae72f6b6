using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Orientir.Core.Accounts;
using Orientir.Web.Layout;
using Orientir.Web.Shared;

namespace Orientir.Web.Accounts;

/// <summary>Accounts on ASP.NET Core Identity over our own store and grants, and the addresses that only do something.</summary>
internal static class AccountRoutes
{
    public const string SignInAddress = "/sign-in";

    public static void AddAccounts(this IServiceCollection services)
    {
        services
            .AddAccountRules()
            .AddSignInManager<SiteDoor>()
            .AddTokenProvider<DataProtectorTokenProvider<User>>(TokenOptions.DefaultProvider)
            .AddTokenProvider<TelephoneCode>(TokenOptions.DefaultAuthenticatorProvider);
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddIdentityCookies(cookies =>
            {
                cookies.ApplicationCookie!.Configure(cookie =>
                {
                    (cookie.Cookie.Name, cookie.Cookie.SecurePolicy, cookie.Cookie.SameSite) = (
                        "orientir",
                        CookieSecurePolicy.SameAsRequest,
                        SameSiteMode.Lax
                    );
                    (cookie.ExpireTimeSpan, cookie.SlidingExpiration) = (TimeSpan.FromHours(12), true);
                    (cookie.LoginPath, cookie.AccessDeniedPath, cookie.ReturnUrlParameter) = (SignInAddress, SignInAddress, "next");
                    cookie.Events.OnRedirectToLogin = SendToSignIn;
                    // Where to go on the page says itself, and what it takes for an address of the site.
                    cookie.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask;
                    cookie.Events.OnSignedIn = RecordAsync;
                    cookie.Events.OnCheckSlidingExpiration = RenewAsync;
                });
                cookies.TwoFactorUserIdCookie!.Configure(cookie => cookie.Cookie.Name = "orientir-second-factor");
            });
        // FindSignedIn compares the stamp with every request; what the framework would put in place of the cookie knows no session.
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.MaxValue);
        services.AddSingleton<SecondFactorRule>();
        services.AddSingleton<SiteAddress>();
        services.AddSingleton(provider =>
        {
            var settings = provider.GetRequiredService<IConfiguration>();
            return SignInLimits.Read(name => settings[name]);
        });
    }

    public static void MapAccounts(this WebApplication site)
    {
        site.MapPost(
            "/sign-out",
            [Needs]
            async (SignInManager<User> signIn, [FromForm] string? next) =>
            {
                await signIn.SignOutAsync();
                var to = LocalOr(next, "");
                return TypedResults.Redirect(to.StartsWith(SignInAddress, StringComparison.Ordinal) ? to : SignInAddress);
            }
        );
        site.MapPost(
            "/accounts/region",
            [Needs]
            (HttpContext http, [FromForm] string region) =>
            {
                Choose(http, region);
                return TypedResults.Redirect("/");
            }
        );
        // The choice is the account's; before sign-in, and after it until the person chooses again, the browser's.
        site.MapPost(
                "/accounts/vision",
                async (HttpContext http, SignedIn signedIn, OrientirContext context, TimeProvider time, [FromForm] string? next) =>
                {
                    if (signedIn.Actor is { } actor)
                    {
                        await new ChangeLook(context, time).RunAsync(actor, new(signedIn.Theme, !signedIn.LowVision), http.RequestAborted);
                        http.Response.Cookies.Delete(FindSignedIn.VisionCookie);
                    }
                    else
                        http.Response.Cookies.Append(
                            FindSignedIn.VisionCookie,
                            signedIn.LowVision ? "usual" : "low",
                            new()
                            {
                                HttpOnly = true,
                                SameSite = SameSiteMode.Lax,
                                Secure = http.Request.IsHttps,
                                MaxAge = TimeSpan.FromDays(365),
                            }
                        );
                    return TypedResults.Redirect(LocalOr(next, "/"));
                }
            )
            .AllowAnonymous();
    }

    /// <summary>Of several regions of a person the one worked in.</summary>
    public static void Choose(HttpContext http, string region) =>
        http.Response.Cookies.Append(
            FindSignedIn.RegionCookie,
            region,
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
            }
        );

    // A script that saves is told the session is over instead of being sent the page of sign-in. Sign-in goes on to a page that can be
    // opened: of a form sent too late the one it stood on.
    private static Task SendToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
            context.Response.StatusCode = 401;
        else if (HttpMethods.IsGet(request.Method))
            context.Response.Redirect(context.RedirectUri);
        else
        {
            var from =
                Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var referer)
                && referer.Authority == request.Host.Value
                    ? referer.PathAndQuery
                    : "/";
            context.Response.Redirect($"{SignInAddress}?next={Uri.EscapeDataString(from)}");
        }
        return Task.CompletedTask;
    }

    private static Task RenewAsync(CookieSlidingExpirationContext context) =>
        context.ShouldRenew && context.Principal?.FindFirst(SiteDoor.SessionClaim)?.Value is { } session
            ? new RenewSession(
                context.HttpContext.RequestServices.GetRequiredService<OrientirContext>(),
                context.HttpContext.RequestServices.GetRequiredService<TimeProvider>()
            ).RunAsync(session, context.HttpContext.RequestAborted)
            : Task.CompletedTask;

    private static async Task RecordAsync(CookieSignedInContext context)
    {
        var services = context.HttpContext.RequestServices;
        // Signing in again within a session, after a new password, is no sign-in.
        if (
            services.GetRequiredService<SignedIn>().Actor is not null
            || !int.TryParse(
                services.GetRequiredService<UserManager<User>>().GetUserId(context.Principal!),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var id
            )
        )
            return;
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<OrientirContext>();
        if (
            await new FindActor(store).RunAsync(
                id,
                null,
                FindSignedIn.AddressOf(context.HttpContext),
                cancel: context.HttpContext.RequestAborted
            ) is
            { } actor
        )
            await new RecordSignIn(store, scope.ServiceProvider.GetRequiredService<TimeProvider>()).RunAsync(
                actor,
                context.HttpContext.RequestAborted
            );
    }

    /// <summary>
    /// An address of this site, resolved and as a header takes it, or the other: a link of sign-in leads nowhere else. Browsers pass over
    /// control characters and take a backslash for a slash: «/⇥/elsewhere» is another site to them; and «/.//elsewhere», resolved, begins
    /// as the address of another one.
    /// </summary>
    public static string LocalOr(string? address, string other) =>
        address is { Length: > 0 }
        && address[0] == '/'
        && !address.Any(letter => char.IsControl(letter) || letter == '\\')
        && Uri.TryCreate(Anywhere + address, UriKind.Absolute, out var resolved)
        && resolved.AbsolutePath is var path
        && path is not ['/', '/' or '\\', ..]
            ? Encoded(path + resolved.Query + resolved.Fragment)
            : other;

    private const string Anywhere = "https://site.invalid";

    /// <summary>An address with every letter beyond ASCII, and every space, as its bytes in percent: headers hold nothing else.</summary>
    public static string Encoded(string address) =>
        address.All(letter => letter is > ' ' and < '\x7F')
            ? address
            : string.Concat(
                address
                    .EnumerateRunes()
                    .Select(letter => letter.Value is > ' ' and < 0x7F ? letter.ToString() : Uri.EscapeDataString(letter.ToString()))
            );
}
