using System.Net;
using Orientir.Core;
using Orientir.Core.Letters;
using Orientir.Web.Layout;

namespace Orientir.Web.Shared;

/// <summary>
/// Where people outside reach the site, for links in letters: ORIENTIR_ADDRESS. Without it only who works at the machine itself gets
/// letters: anybody may write any name into the Host header, and a link with a secret must not lead there.
/// </summary>
internal sealed class SiteAddress(IConfiguration configuration)
{
    private readonly Uri? stated = SiteSettings.Read(name => configuration[name]).Address;

    /// <summary>Addresses of the site in letters.</summary>
    /// <exception cref="RefusedException">Nobody said where the site is.</exception>
    public LetterAddresses Of(HttpContext http) => Links.InLetters(AuthorityOf(http));

    private string AuthorityOf(HttpContext http) =>
        stated is not null ? stated.GetLeftPart(UriPartial.Authority)
        : IsThisMachine(http.Request.Host.Host) ? $"{http.Request.Scheme}://{http.Request.Host}"
        : throw RefusedException.Conflict(
            "Письма со ссылками пока не пишутся: сайт не знает своего адреса. Администратор указывает его в настройке ORIENTIR_ADDRESS "
                + "и перезапускает сайт; потом повторите."
        );

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
}
