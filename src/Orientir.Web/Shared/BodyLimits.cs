using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;

namespace Orientir.Web.Shared;

/// <summary>What is sent to this address may bring files; elsewhere a body of several parts is a form like others.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class TakesFilesAttribute : Attribute;

/// <summary>
/// How much a request may send, by its address: a form is held in memory several times over before anybody knows who sends it. Files
/// go by parts onto the disk, and what takes them has bounds of its own; the texts beside them are a form too: see
/// <see cref="MultipartForm"/>.
/// </summary>
internal static class BodyLimits
{
    /// <summary>An address of the site open to everybody takes a name, a password or a choice: letters of 64 KB.</summary>
    public const long OfOpenDoors = 64 << 10;

    /// <summary>
    /// The operator's grid over 300 subjects and fifty changes of a form, each of its most letters, take less than 4 MB. autosave.js knows
    /// it too.
    /// </summary>
    public const long OfForms = 4 << 20;

    /// <summary>
    /// Sets the limit before anything is read; what goes beyond it is refused by 413. Up to twice as much is let come and thrown away
    /// first: a browser that is cut off while it sends reads no answer.
    /// </summary>
    public static async Task SetAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Protocol == HttpProtocol.Http11)
            http.Response.OnStarting(() => CloseAsync(http));
        if (MostOf(http) is { } most && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = most;
            if (http.Request.ContentLength > most)
            {
                feature.MaxRequestBodySize = 2 * most;
                // Who asks beforehand has sent nothing yet.
                if (http.Request.ContentLength <= 2 * most && http.Request.Headers.Expect.Count == 0)
                    await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
                throw new BadHttpRequestException("The body is larger than its address takes.", StatusCodes.Status413PayloadTooLarge);
            }
        }
        try
        {
            await next(http);
        }
        finally
        {
            // Who went away reads no answer and asks nothing more.
            if (http.RequestAborted.IsCancellationRequested)
                http.Abort();
        }
    }

    // After a body that broke off there is no next request on its connection: the server would read on and log that it can't.
    private static Task CloseAsync(HttpContext http)
    {
        if (http.Response.StatusCode is 400 or 408 or 413 or 499 && !HttpMethods.IsGet(http.Request.Method))
            http.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }

    private static long? MostOf(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<IAllowAnonymous>() is not null ? OfOpenDoors
            : metadata?.GetMetadata<TakesFilesAttribute>() is not null && MultipartForm.IsOne(http.Request) ? null
            : OfForms;
    }
}
