using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orientir.Core.Files;
using Orientir.Data.Files;

namespace Orientir.Core.Tests.Data.Files;

/// <summary>Storage that says something else, or too little.</summary>
public sealed class SlowS3Tests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    private static readonly string Hash = new('a', 64);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("<a><b></a>")]
    [InlineData("<ListBucketResult><Name>b</Name><Conte")]
    [InlineData("<ListBucketResult><KeyCount>x</KeyCount></ListBucketResult>")]
    public async Task List_WhereSomethingElseAnswers_SaysSo(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var ended = new CancellationTokenSource();
        var answering = AnswerAllAsync();
        using var store = Files((IPEndPoint)listener.LocalEndpoint);

        (await Should.ThrowAsync<FileStoreException>(() => store.ProveThereAsync(Cancel))).ForAdministrators.ShouldContain(
            "там отвечает не хранилище S3"
        );
        await ended.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => answering);

        async Task AnswerAllAsync()
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(ended.Token);
                if (await client.GetStream().ReadAsync(new byte[1 << 14], ended.Token) == 0)
                    continue;
                var head =
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n";
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + answer), ended.Token);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_WhereBytesStopOrDrip_EndsSoon(bool drips)
    {
        using var server = new DrippingServer(drips);
        using var store = Files(server.Endpoint);
        await using var read = (await store.OpenAsync(Hash, Cancel)).ShouldNotBeNull();
        read.Length.ShouldBe(1000);
        var begun = Stopwatch.GetTimestamp();

        await Should.ThrowAsync<FileStoreException>(() =>
            read.CopyToAsync(Stream.Null, Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel)
        );

        Stopwatch.GetElapsedTime(begun).ShouldBeInRange(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task Read_BySomebodySlowerThanStorageMayBe_GoesOn()
    {
        using var server = new DrippingServer(drips: true);
        using var store = Files(server.Endpoint);
        await using var read = (await store.OpenAsync(Hash, Cancel)).ShouldNotBeNull();
        var letter = new byte[1];
        (await read.ReadAsync(letter, Cancel)).ShouldBe(1);
        await Task.Delay(Silence * 1.5, Cancel);
        (await read.ReadAsync(letter, Cancel)).ShouldBe(1);
    }

    private static S3Files Files(IPEndPoint at) => SilentS3Tests.Files(at, Silence);

    /// <summary>Lists one object of a thousand bytes; of these it gives the first, and others, if any, ten a second.</summary>
    private sealed class DrippingServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource ended = new();
        private readonly bool drips;
        private readonly Task work;

        public DrippingServer(bool drips)
        {
            this.drips = drips;
            listener.Start();
            work = AcceptAsync();
        }

        public IPEndPoint Endpoint => (IPEndPoint)listener.LocalEndpoint;

        private async Task AcceptAsync()
        {
            var answers = new List<Task>();
            try
            {
                while (true)
                    answers.Add(AnswerAsync(await listener.AcceptTcpClientAsync(ended.Token)));
            }
            catch (OperationCanceledException)
            {
                await Task.WhenAll(answers);
            }
        }

        private async Task AnswerAsync(TcpClient client)
        {
            using (client)
                try
                {
                    var stream = client.GetStream();
                    using var reader = new StreamReader(stream, leaveOpen: true);
                    while (await reader.ReadLineAsync(ended.Token) is { Length: > 0 } first)
                    {
                        while (await reader.ReadLineAsync(ended.Token) is { Length: > 0 })
                            continue;
                        if (first.Contains("list-type", StringComparison.Ordinal))
                        {
                            var list =
                                "<ListBucketResult><Name>orientir</Name><IsTruncated>false</IsTruncated><Contents>"
                                + $"<Key>{Hash[..2]}/{Hash[2..]}-0123456789abcdef</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
                                + "<Size>1000</Size></Contents></ListBucketResult>";
                            await SayAsync(
                                $"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {list.Length}\r\n\r\n{list}"
                            );
                            continue;
                        }
                        await SayAsync("HTTP/1.1 206 Partial Content\r\nContent-Length: 1000\r\n\r\na");
                        for (; drips; await SayAsync("a"))
                            await Task.Delay(100, ended.Token);
                        await Task.Delay(Timeout.Infinite, ended.Token);
                    }

                    async Task SayAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), ended.Token);
                }
                catch (Exception fault) when (fault is IOException or OperationCanceledException)
                {
                    // Whoever read went away, or the test is over.
                }
        }

        public void Dispose()
        {
            ended.Cancel();
            work.Wait();
            listener.Dispose();
            ended.Dispose();
        }
    }
}
