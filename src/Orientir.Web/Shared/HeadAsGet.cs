using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Features;

namespace Orientir.Web.Shared;

/// <summary>
/// HEAD is answered as GET is, without the body: routes and pages know GET alone, and what is refused to it was sent on to itself.
/// </summary>
internal static class HeadAsGet
{
    private static readonly object Asked = new();

    public static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }
        var answer = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Items[Asked] = Asked;
        http.Request.Method = HttpMethods.Get;
        http.Features[typeof(IHttpResponseBodyFeature)] = new StreamResponseBodyFeature(Stream.Null);
        try
        {
            await next(http);
        }
        finally
        {
            // The server sends the head by itself once the method is HEAD again: nothing of the body reached it.
            http.Request.Method = HttpMethods.Head;
            http.Features[typeof(IHttpResponseBodyFeature)] = answer;
        }
    }

    /// <summary>Last before what answers: a file tells of itself at HEAD without being read.</summary>
    public static Task OfFilesAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Items.ContainsKey(Asked) && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
            http.Request.Method = HttpMethods.Head;
        return next(http);
    }
}
