using System.Net;
using System.Net.Sockets;

namespace Orientir.Core.Accounts;

/// <summary>
/// The network an address stands in, as far as one person or house has it: of IPv4 the address, of IPv6 its first 64 bits.
/// </summary>
public static class Network
{
    private const int OwnedBytes = 8;

    /// <summary>The network of an address as text; «?» of what is no address.</summary>
    public static string Of(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
            return "?";
        if (parsed.IsIPv4MappedToIPv6)
            parsed = parsed.MapToIPv4();
        if (parsed.AddressFamily != AddressFamily.InterNetworkV6)
            return parsed.ToString();
        var bytes = parsed.GetAddressBytes();
        bytes.AsSpan(OwnedBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
