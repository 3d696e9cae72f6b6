using Microsoft.AspNetCore.HttpOverrides;
using Orientir.Core;

namespace Orientir.Web.Layout;

/// <summary>
/// Believes the address and the scheme a proxy names, but only of the proxies in ORIENTIR_PROXIES: addresses or networks «10.0.0.0/8»,
/// separated by commas. Anybody else could pass for another address or for an encrypted line.
/// </summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this WebApplication site, SiteSettings settings)
    {
        if (!settings.HasProxies)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.Proxies)
            options.KnownProxies.Add(proxy);
        foreach (var network in settings.Networks)
            options.KnownIPNetworks.Add(network);
        site.UseForwardedHeaders(options);
    }
}
