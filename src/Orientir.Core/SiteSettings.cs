using System.Net;

namespace Orientir.Core;

/// <summary>How people outside reach the site.</summary>
/// <param name="Address">ORIENTIR_ADDRESS; null where it is not set.</param>
/// <param name="Proxies">Addresses of trusted proxies.</param>
/// <param name="Networks">Networks of trusted proxies.</param>
public sealed record SiteSettings(Uri? Address, IReadOnlyList<IPAddress> Proxies, IReadOnlyList<IPNetwork> Networks)
{
    /// <summary>Where the site is, for links in letters.</summary>
    public const string AddressSetting = "ORIENTIR_ADDRESS";

    /// <summary>The proxies whose word on the visitor is believed.</summary>
    public const string ProxiesSetting = "ORIENTIR_PROXIES";

    /// <summary>Whether anybody's word is believed on who asks and how.</summary>
    public bool HasProxies => Proxies.Count + Networks.Count > 0;

    /// <summary>Reads both settings.</summary>
    /// <exception cref="InputException">One of them is wrong.</exception>
    public static SiteSettings Read(Func<string, string?> setting)
    {
        var (proxies, networks) = (new List<IPAddress>(), new List<IPNetwork>());
        foreach (
            var one in (setting(ProxiesSetting) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
            if (one.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(one, out var network))
                networks.Add(network);
            else if (IPAddress.TryParse(one, out var proxy))
                proxies.Add(proxy);
            else
                throw new InputException([
                    new(ProxiesSetting, $"«{one}» — не сетевой адрес", "укажите адреса прокси через запятую: 127.0.0.1, 10.0.0.0/8"),
                ]);
        return new(AddressOf(setting(AddressSetting)?.Trim()), proxies, networks);
    }

    private static Uri? AddressOf(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "", AbsolutePath: "/" }
            ? address
        : throw new InputException([
            new(AddressSetting, $"«{text}» — не адрес сайта", "напишите https://monitoring.example.ru, без пути после имени"),
        ]);
}
