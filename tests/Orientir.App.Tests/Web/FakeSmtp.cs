using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orientir.App.Tests.Web;

/// <summary>A mail server that keeps what it is given and refuses one addressee.</summary>
internal sealed class FakeSmtp : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly string refused;
    private readonly List<string> letters = [];
    private readonly Task serving;

    private FakeSmtp(string refused)
    {
        this.refused = refused;
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Texts of the letters taken.</summary>
    public IReadOnlyList<string> Letters
    {
        get
        {
            lock (letters)
                return [.. letters];
        }
    }

    public static FakeSmtp Start(string refused = "") => new(refused);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (
                line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase)
                && refused.Length > 0
                && line.Contains(refused, StringComparison.OrdinalIgnoreCase)
            )
                await writer.WriteLineAsync("550 no such box");
            else if (line.Equals("DATA", StringComparison.OrdinalIgnoreCase))
            {
                await writer.WriteLineAsync("354 go on");
                var body = new List<string>();
                while (await reader.ReadLineAsync() is { } written && written != ".")
                    body.Add(written);
                var text = string.Concat(body.SkipWhile(one => one.Length > 0));
                lock (letters)
                    letters.Add(Encoding.UTF8.GetString(Convert.FromBase64String(text)));
                await writer.WriteLineAsync("250 taken");
            }
            else if (line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase))
            {
                await writer.WriteLineAsync("221 bye");
                return;
            }
            else
            {
                await writer.WriteLineAsync("250 ok");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
    }
}
