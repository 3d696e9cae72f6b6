using Microsoft.AspNetCore.WebUtilities;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Web.Layout;

namespace Orientir.Web.Accounts;

/// <summary>
/// Takes what is sent to the doors of the site a few at a time, counts it, of whatever site of the installation, and turns away a network
/// that comes too often: proving a password is the dearest thing anybody can ask for without one.
/// </summary>
internal sealed class LimitSignIns(RequestDelegate next)
{
    private static readonly PathString[] Doors = ["/sign-in", "/accounts/accept"];

    public async Task InvokeAsync(HttpContext http, OrientirContext context, TimeProvider time, SignInLimits limits)
    {
        var request = http.Request;
        if (
            !HttpMethods.IsPost(request.Method)
            || !Array.Exists(Doors, door => request.Path.StartsWithSegments(door, StringComparison.OrdinalIgnoreCase))
        )
        {
            await next(http);
            return;
        }
        // Nobody else waits for a form that comes slowly: it is here before its turn.
        request.EnableBuffering();
        await request.Body.DrainAsync(http.RequestAborted);
        request.Body.Position = 0;
        var wait = await new CountSignIn(context, time, limits).RunAsync(
            FindSignedIn.AddressOf(http),
            () => next(http),
            http.RequestAborted
        );
        if (wait is { } rest)
            throw RefusedException.TooMany("Из вашей сети входят слишком часто. Подождите минуту и повторите.", rest);
    }
}
