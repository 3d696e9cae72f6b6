namespace Orientir.Web.Layout;

/// <summary>
/// What every answer tells the browser to refuse: anything from elsewhere, anything inline, being framed. Pages of a person are not
/// kept by shared computers.
/// </summary>
internal sealed class ProtectiveHeaders(RequestDelegate next)
{
    private const string ContentSecurity =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurity;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (headers.CacheControl.Count == 0)
                headers.CacheControl = "no-store";
            // The framework puts the Host of the request before addresses of the site itself; anybody may have written it.
            var here = $"{context.Request.Scheme}://{context.Request.Host}/";
            if (headers.Location.ToString() is var location && location.StartsWith(here, StringComparison.OrdinalIgnoreCase))
                headers.Location = location[(here.Length - 1)..];
            return Task.CompletedTask;
        });
        return next(context);
    }
}
