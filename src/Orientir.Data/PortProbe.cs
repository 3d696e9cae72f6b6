using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orientir.Data;

/// <summary>Tries whether the site could listen at an address, and whether it is the site that listens there already.</summary>
internal static class PortProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Where an address of ASPNETCORE_URLS lets the site listen; null for a socket of the file system and for a port given out by chance. A
    /// name that is no address is every address, as to the server.
    /// </summary>
    public static IPEndPoint? EndOf(string url)
    {
        if (
            url.Contains("://unix:", StringComparison.OrdinalIgnoreCase)
            || !Uri.TryCreate(
                url.Replace("*", "any", StringComparison.Ordinal).Replace("+", "any", StringComparison.Ordinal),
                UriKind.Absolute,
                out var read
            )
            || read.Port <= 0
        )
            return null;
        return new(
            read.IdnHost == "localhost" ? IPAddress.Loopback
                : IPAddress.TryParse(read.IdnHost.Trim('[', ']'), out var address) ? address
                : IPAddress.Any,
            read.Port
        );
    }

    /// <summary>Tries; null where the place is free.</summary>
    public static SocketError? Of(IPEndPoint end)
    {
        try
        {
            using var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(end);
            socket.Listen(1);
            return null;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode;
        }
    }

    /// <summary>What answers there to a question the site would answer; null where nothing does, or refuses.</summary>
    /// <param name="end">Where.</param>
    /// <param name="path">What is asked.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<string?> AnswerAsync(IPEndPoint end, string path, CancellationToken cancel)
    {
        var host = end.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : end.Address;
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{new IPEndPoint(host, end.Port)}{path}"));
            return await client.GetStringAsync(address, cancel);
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException || !cancel.IsCancellationRequested && fault is OperationCanceledException)
        {
            return null;
        }
    }
}
