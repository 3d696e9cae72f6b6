using Orientir.Core.Accounts;
using Orientir.Web.Layout;

namespace Orientir.Web.Accounts;

/// <summary>Whether administrators and operators must have a second factor: by SignIn:SecondFactorRequired, off by default.</summary>
internal sealed class SecondFactorRule(IConfiguration configuration)
{
    private readonly bool required = SignInLimits.ReadSecondFactor(name => configuration[name]);

    public bool Binds(Actor actor) => required && (actor.Is(Role.Administrator) || actor.Is(Role.Operator));
}

/// <summary>Leads whom the rule binds to the page of setting up, whatever else was asked for.</summary>
internal sealed class RequireSecondFactor(RequestDelegate next, SecondFactorRule rule)
{
    private const string Page = "/accounts/second-factor";

    public Task InvokeAsync(HttpContext http, SignedIn signedIn)
    {
        if (
            signedIn is not { Actor: { } actor, SecondFactor: false }
            || !rule.Binds(actor)
            || http.Request.Path.StartsWithSegments(Page, StringComparison.OrdinalIgnoreCase)
            || http.Request.Path == "/sign-out"
            || http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
        )
            return next(http);
        if (HttpMethods.IsGet(http.Request.Method))
            http.Response.Redirect(Page);
        else
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
