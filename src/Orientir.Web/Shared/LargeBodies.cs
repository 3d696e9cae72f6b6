using Microsoft.AspNetCore.Http.Features;
using Orientir.Core;
using Orientir.Core.Accounts;
using Orientir.Web.Layout;

namespace Orientir.Web.Shared;

/// <summary>
/// What is sent is held in memory whole: much of it is read a few at a time, two of one person, and worked upon as many as there are
/// processors. Forms and fields that are saved are small and wait for nobody; whoever waits has sent no more than the connection takes
/// beforehand.
/// </summary>
internal sealed class LargeBodies
{
    /// <summary>Up to so much is small: a form of a hundred fields, a file's name and whose it is.</summary>
    public const int MostOfSmall = 64 << 10;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Turns reading = new(16, share: 2);
    private readonly Turns working = new(Environment.ProcessorCount);

    /// <summary>
    /// Reads a large body before anything is done with it: who reads a form while it comes begins its last field anew with each piece.
    /// Forms of several parts are read as they come, see <see cref="HoldAsync"/>.
    /// </summary>
    /// <exception cref="BadHttpRequestException">It did not come in five minutes.</exception>
    public async Task ReadAsync(HttpContext http, RequestDelegate next)
    {
        if (
            http.Request.ContentLength <= MostOfSmall
            || http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }
            || MultipartForm.IsOne(http.Request)
        )
        {
            await next(http);
            return;
        }
        using var read = await reading.TakeAsync(SenderOf(http), http.RequestAborted);
        var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 0, BodyLimits.OfForms));
        using (var late = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted))
        {
            late.CancelAfter(Longest);
            try
            {
                await http.Request.Body.CopyToAsync(body, late.Token);
            }
            catch (OperationCanceledException slow) when (!http.RequestAborted.IsCancellationRequested)
            {
                throw new BadHttpRequestException("The body comes too slowly.", StatusCodes.Status408RequestTimeout, slow);
            }
        }
        body.Position = 0;
        http.Request.Body = body;
        using (await working.TakeAsync(SenderOf(http), http.RequestAborted))
            await next(http);
    }

    /// <summary>Holds a place among the large until the request is answered: what comes in parts has turned out to be much.</summary>
    public async Task HoldAsync(HttpContext http) =>
        http.Response.RegisterForDispose(await reading.TakeAsync(SenderOf(http), http.RequestAborted));

    private static string SenderOf(HttpContext http) =>
        http.RequestServices.GetService<SignedIn>()?.Actor is { } actor
            ? $"person {actor.UserId}"
            : Network.Of(FindSignedIn.AddressOf(http));
}
