using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Orientir.Web.Layout;

/// <summary>
/// Believes the address and the scheme a proxy names, but only of the proxies in ORIENTIR_PROXIES: addresses or networks «10.0.0.0/8»,
/// separated by commas. Anybody else could pass for another address or for an encrypted line.
/// </summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this WebApplication site)
    {
        var stated = (site.Configuration["ORIENTIR_PROXIES"] ?? "").Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        if (stated.Length == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var one in stated)
            if (one.Contains('/', StringComparison.Ordinal))
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(one));
            else
                options.KnownProxies.Add(IPAddress.Parse(one));
        site.UseForwardedHeaders(options);
    }
}
