namespace Orientir.Web.Shared;

/// <summary>Where people outside reach the site: ORIENTIR_ADDRESS, or where the request came to. For links in letters.</summary>
internal sealed class SiteAddress(IConfiguration configuration)
{
    public string Of(HttpContext http) =>
        configuration["ORIENTIR_ADDRESS"] is { Length: > 0 } stated ? stated.TrimEnd('/') : $"{http.Request.Scheme}://{http.Request.Host}";
}
