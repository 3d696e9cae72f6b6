using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;

namespace Orientir.Web.Shared;

/// <summary>
/// How much a request may send, by its address: a form is held in memory several times over before anybody knows who sends it. Files
/// go by parts onto the disk, and what takes them has bounds of its own.
/// </summary>
internal static class BodyLimits
{
    /// <summary>An address of the site open to everybody takes a name, a password or a choice: letters of 64 KB.</summary>
    public const long OfOpenDoors = 64 << 10;

    /// <summary>The operator's grid over 300 subjects and fifty changes of a form, each of its most letters, take less than 4 MB.</summary>
    public const long OfForms = 4 << 20;

    /// <summary>Sets the limit before anything is read; the server refuses what goes beyond it by 413.</summary>
    public static Task SetAsync(HttpContext http, RequestDelegate next)
    {
        long? most =
            http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null ? OfOpenDoors
            : http.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true ? null
            : OfForms;
        if (most is not null && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = most;
        return next(http);
    }
}
