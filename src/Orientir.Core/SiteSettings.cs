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
        var (proxies, networks, errors) = (new List<IPAddress>(), new List<IPNetwork>(), new List<InputError>());
        foreach (
            var one in (setting(ProxiesSetting) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
            if (IsWhole(one) && IPNetwork.TryParse(one, out var network))
                networks.Add(network);
            else if (IsWhole(one) && IPAddress.TryParse(one, out var proxy))
                proxies.Add(proxy);
            else
                errors.Add(
                    new(
                        ProxiesSetting,
                        $"«{one}» — не сетевой адрес",
                        "укажите адреса прокси целиком, через запятую: 127.0.0.1, 10.0.0.0/8"
                    )
                );
        var address = AddressOf(setting(AddressSetting)?.Trim(), errors);
        return errors.Count == 0 ? new(address, proxies, networks) : throw new InputException(errors);
    }

    /// <summary>Whether an address is written out: to the framework «10.0.0» is 10.0.0.0, and «010.0.0.1» is 8.0.0.1.</summary>
    private static bool IsWhole(string address) =>
        address.Contains(':', StringComparison.Ordinal)
            ? !address.Contains('[', StringComparison.Ordinal)
            : address.Split('/')[0].Split('.') is { Length: 4 } numbers
                && Array.TrueForAll(numbers, number => number is not ['0', _, ..] && number.All(char.IsAsciiDigit));

    private static Uri? AddressOf(string? text, List<InputError> errors)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "", AbsolutePath: "/" }
        )
            return address;
        errors.Add(new(AddressSetting, $"«{text}» — не адрес сайта", "напишите https://monitoring.example.ru, без пути после имени"));
        return null;
    }
}
