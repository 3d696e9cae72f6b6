using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
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
            .AddSignInManager()
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
                    cookie.Events.OnSignedIn = RecordAsync;
                });
                cookies.TwoFactorUserIdCookie!.Configure(cookie => cookie.Cookie.Name = "orientir-second-factor");
            });
        // FindSignedIn compares the stamp with every request.
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromDays(1));
        services.AddSingleton<SecondFactorRule>();
        services.AddSingleton<SiteAddress>();
        services.AddRateLimiter(_ => { });
        services.AddSingleton<IConfigureOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>, SignInLimits>();
        services.AddSingleton<SignInThrottle>();
    }

    public static void MapAccounts(this WebApplication site)
    {
        site.MapPost(
            "/sign-out",
            [Needs]
            async (SignInManager<User> signIn, [FromForm] string? next) =>
            {
                await signIn.SignOutAsync();
                return TypedResults.Redirect(
                    next is not null && LocalOr(next, "").StartsWith(SignInAddress, StringComparison.Ordinal) ? next : SignInAddress
                );
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

    /// <summary>An address of this site, or the other: a link of sign-in leads nowhere else.</summary>
    public static string LocalOr(string? address, string other) =>
        address is { Length: > 0 }
        && address[0] == '/'
        && !address.StartsWith("//", StringComparison.Ordinal)
        && !address.StartsWith("/\\", StringComparison.Ordinal)
            ? address
            : other;
}

/// <summary>Attempts to sign in or to use an invitation, by network address.</summary>
internal sealed class SignInLimits(IConfiguration configuration) : IConfigureOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>
{
    public void Configure(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions options)
    {
        var perMinute = configuration.GetValue("SignIn:PerAddressPerMinute", 30);
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            HttpMethods.IsPost(http.Request.Method)
            && (
                http.Request.Path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase)
                || http.Request.Path.StartsWithSegments("/accounts/accept", StringComparison.OrdinalIgnoreCase)
            )
                ? RateLimitPartition.GetFixedWindowLimiter(
                    FindSignedIn.AddressOf(http),
                    _ => new() { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }
                )
                : RateLimitPartition.GetNoLimiter("")
        );
    }
}

/// <summary>Attempts to sign in to one account, known or not, from whatever addresses.</summary>
internal sealed class SignInThrottle : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(email =>
        RateLimitPartition.GetFixedWindowLimiter(
            email.Trim().ToUpperInvariant(),
            _ => new() { PermitLimit = 20, Window = TimeSpan.FromMinutes(5) }
        )
    );

    public bool Allows(string email)
    {
        using var lease = limiter.AttemptAcquire(email);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
