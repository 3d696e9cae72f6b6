using Orientir.Core;
using Orientir.Core.Letters;
using Orientir.Web.Layout;

namespace Orientir.Web.Shared;

/// <summary>Where people outside reach the site: ORIENTIR_ADDRESS, or where the request came to. For links in letters.</summary>
internal sealed class SiteAddress(IConfiguration configuration)
{
    public LetterAddresses Of(HttpContext http) =>
        Links.InLetters(
            configuration[SiteSettings.AddressSetting] is { Length: > 0 } stated
                ? stated.TrimEnd('/')
                : $"{http.Request.Scheme}://{http.Request.Host}"
        );
}
