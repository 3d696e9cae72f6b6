using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Orientir.Core.Accounts;

namespace Orientir.Web.Accounts;

/// <summary>
/// Lets in whom an operation has proved, by the cookies of ASP.NET Core Identity. Each sign-in is a session in the database, which the
/// cookie names and signing out ends.
/// </summary>
internal sealed class SiteDoor(
    OrientirContext store,
    TimeProvider time,
    UserManager<User> users,
    IHttpContextAccessor http,
    IUserClaimsPrincipalFactory<User> principals,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<User>> log,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<User> confirmation
) : SignInManager<User>(users, http, principals, options, log, schemes, confirmation)
{
    /// <summary>The claim of a cookie that names its session.</summary>
    public const string SessionClaim = "orientir-session";

    /// <summary>The password was right: lets in, or asks for the second factor.</summary>
    public Task<SignInResult> EnterAsync(User user) => SignInOrTwoFactorAsync(user, isPersistent: false);

    /// <summary>The second factor was right as well: lets in.</summary>
    public async Task EnterByCodeAsync(User user)
    {
        await Context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await SignInWithClaimsAsync(user, isPersistent: false, [new Claim("amr", "mfa")]);
    }

    /// <inheritdoc/>
    public override async Task SignInWithClaimsAsync(
        User user,
        AuthenticationProperties? authenticationProperties,
        IEnumerable<Claim> additionalClaims
    )
    {
        var before = Context.User.FindFirst(SessionClaim)?.Value;
        // A new password within a session goes on with it; another person in the same browser begins one.
        var session =
            before is not null && UserManager.GetUserId(Context.User) == await UserManager.GetUserIdAsync(user)
                ? before
                : await new BeginSession(store, time).RunAsync(user.Id, before, Context.RequestAborted);
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims.Append(new Claim(SessionClaim, session)));
    }

    /// <inheritdoc/>
    public override async Task SignOutAsync()
    {
        if (Context.User.FindFirst(SessionClaim)?.Value is { } session)
            await new EndSession(store).RunAsync(session, Context.RequestAborted);
        await base.SignOutAsync();
    }
}
