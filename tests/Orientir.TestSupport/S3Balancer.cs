using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Orientir.Data.Files;

namespace Orientir.TestSupport;

/// <summary>
/// Stands before a server of S3, as a balancer of requests does, and does what such ones do: says that the server did not answer and passes the request on later,
/// gives back other bytes than the server did, or stores other bytes than were sent.
/// </summary>
internal sealed class S3Balancer : IDisposable
{
    private readonly Uri server;
    private readonly HttpListener listener = new();
    private readonly HttpClient client = new();
    private readonly ConcurrentQueue<HttpRequestMessage> withheld = new();

    // The npm server ends where it lists what is removed under its hands; storage does one request of them after the other.
    private readonly SemaphoreSlim one = new(1);
    private readonly Task work;
    private int stored;

    public S3Balancer(Uri server)
    {
        this.server = server;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Endpoint = new($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        }
        listener.Prefixes.Add(Endpoint.ToString());
        listener.Start();
        work = AnswerAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>What the server keeps, as a site behind this sees it.</summary>
    public S3Files Files(S3Server of) => new(of.Address with { Endpoint = Endpoint }, TimeProvider.System, S3Server.Temporary);

    /// <summary>Whether objects are read with a bit turned over.</summary>
    public bool Damages { get; set; }

    /// <summary>Whether objects are stored with a bit turned over and a byte more.</summary>
    public bool Spoils { get; set; }

    /// <summary>Whether the tag of an object is no MD5 of it, as where storage encrypts: then nobody but the reader notices damage.</summary>
    public bool Encrypts { get; set; }

    /// <summary>Which requests of a method and path are answered by 504 and kept for later.</summary>
    public Func<string, string, bool> Withholds { get; set; } = (_, _) => false;

    /// <summary>How many objects were sent to be stored.</summary>
    public int Stored => stored;

    /// <summary>Passes on what was withheld; gives how many requests.</summary>
    public async Task<int> PassOnAsync()
    {
        var passed = 0;
        for (; withheld.TryDequeue(out var request); passed++)
            using (request)
            using (await SendAsync(request))
                continue;
        return passed;
    }

    private async Task AnswerAsync()
    {
        while (true)
            try
            {
                _ = AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (method, path) = (context.Request.HttpMethod, context.Request.RawUrl!);
        var request = new HttpRequestMessage(new(method), new Uri(server, path));
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        if (Spoils && method == "PUT")
        {
            body.WriteByte(0);
            body.GetBuffer()[0] ^= 1;
        }
        request.Content = new ByteArrayContent(body.ToArray());
        foreach (var name in context.Request.Headers.AllKeys.OfType<string>())
            if (name is not ("Host" or "Expect" or "Connection" or "Content-Length" or "Transfer-Encoding"))
                if (!request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]))
                    request.Content.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
        if (method == "PUT")
            Interlocked.Increment(ref stored);
        if (Withholds(method, path))
        {
            withheld.Enqueue(request);
            context.Response.StatusCode = (int)HttpStatusCode.GatewayTimeout;
            context.Response.Close();
            return;
        }
        using (request)
        using (var answer = await SendAsync(request))
        {
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            if (Damages && method == "GET" && !path.Contains('?', StringComparison.Ordinal) && bytes.Length > 0)
                bytes[0] ^= 1;
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
                if (name is not ("Content-Length" or "Transfer-Encoding" or "Connection" or "Keep-Alive"))
                    context.Response.Headers[name] = string.Join(", ", values);
            if (Encrypts && context.Response.Headers["ETag"] is { } tag)
                context.Response.Headers["ETag"] = $"\"{tag.Trim('"')}-1\"";
            context.Response.ContentLength64 = method == "HEAD" ? answer.Content.Headers.ContentLength ?? 0 : bytes.Length;
            if (method != "HEAD" && bytes.Length > 0)
                await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        await one.WaitAsync();
        try
        {
            return await client.SendAsync(request);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose()
    {
        listener.Close();
        work.Wait();
        client.Dispose();
        one.Dispose();
    }
}
