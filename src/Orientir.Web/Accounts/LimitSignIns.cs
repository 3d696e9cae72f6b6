using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Web.Layout;

namespace Orientir.Web.Accounts;

/// <summary>
/// Counts what is sent to the doors of the site, of whatever site of the installation, and turns away a network that comes too often:
/// proving a password is the dearest thing anybody can ask for without one. What is sent is read before it is counted: who sends slowly
/// waits alone, and takes no place of those whose form is there.
/// </summary>
internal sealed class LimitSignIns(RequestDelegate next)
{
    private static readonly PathString[] Doors = ["/sign-in", "/accounts/accept"];

    /// <summary>Whether it is sent to a door.</summary>
    public static bool IsDoor(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method)
        && Array.Exists(Doors, door => http.Request.Path.StartsWithSegments(door, StringComparison.OrdinalIgnoreCase));

    public async Task InvokeAsync(HttpContext http, OrientirContext context, TimeProvider time, SignInLimits limits)
    {
        if (IsDoor(http))
        {
            if (http.Request.HasFormContentType)
                await http.Request.ReadFormAsync(http.RequestAborted);
            if (await new CountSignIn(context, time, limits).RunAsync(FindSignedIn.AddressOf(http), http.RequestAborted) is { } wait)
                throw RefusedException.TooMany("Из вашей сети входят слишком часто. Подождите минуту и повторите.", wait);
        }
        await next(http);
    }
}
