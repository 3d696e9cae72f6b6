using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Orientir.Core.Accounts;
using Orientir.Web.Accounts;

namespace Orientir.Web.Layout;

/// <summary>Who asks, and how the person wants pages to look. Empty before sign-in.</summary>
internal sealed class SignedIn
{
    public Actor? Actor { get; set; }

    public string? Theme { get; set; }

    public bool LowVision { get; set; }

    /// <summary>Whether the account has a second factor.</summary>
    public bool SecondFactor { get; set; }

    public void Take(SignedIn other) =>
        (Actor, Theme, LowVision, SecondFactor) = (other.Actor, other.Theme, other.LowVision, other.SecondFactor);
}

/// <summary>Finds the actor of each request: a role taken away or an account disabled works from the next click.</summary>
internal sealed class FindSignedIn(RequestDelegate next)
{
    /// <summary>Remembers the region at hand; people with roles in several choose it.</summary>
    public const string RegionCookie = "orientir-region";

    /// <summary>Remembers what was chosen before sign-in, «low» or «usual»; it goes before the choice of the account.</summary>
    public const string VisionCookie = "orientir-vision";

    public async Task InvokeAsync(HttpContext http, OrientirContext context, SignedIn signedIn, SignInManager<User> signIn)
    {
        var vision = http.Request.Cookies[VisionCookie];
        signedIn.LowVision = vision == "low";
        if (
            signIn.IsSignedIn(http.User)
            && int.TryParse(signIn.UserManager.GetUserId(http.User), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        )
        {
            var wished = int.TryParse(http.Request.Cookies[RegionCookie], NumberStyles.None, CultureInfo.InvariantCulture, out var region)
                ? region
                : (int?)null;
            // A new password or «выйти на других устройствах» ends the other sessions with their next click.
            var sign = new SessionSign(
                http.User.FindFirst(signIn.Options.ClaimsIdentity.SecurityStampClaimType)?.Value ?? "",
                http.User.FindFirst(SiteDoor.SessionClaim)?.Value ?? ""
            );
            signedIn.Actor = await new FindActor(context).RunAsync(id, wished, AddressOf(http), sign, http.RequestAborted);
            if (signedIn.Actor?.Look is not { } look)
            {
                await signIn.SignOutAsync();
                http.User = new();
            }
            else
            {
                // Wished for from now on: a region known beforehand saves every request a question.
                if (signedIn.Actor.RegionId is { } found && found != wished)
                    AccountRoutes.Choose(http, found.ToString(CultureInfo.InvariantCulture));
                (signedIn.Theme, signedIn.LowVision, signedIn.SecondFactor) = (
                    look.Theme,
                    vision is null ? look.LowVision : vision == "low",
                    look.SecondFactor
                );
            }
        }
        await next(http);
    }

    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";
}
