using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orientir.Core.Files;
using Orientir.Data.Files;

namespace Orientir.Core.Tests.Data.Files;

/// <summary>Storage that accepts a connection and says nothing, or too little.</summary>
public sealed class SilentS3Tests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    private static readonly string Hash = new('a', 64);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, Func<S3Files, Task>> Works = new(StringComparer.Ordinal)
    {
        ["put"] = store => store.PutAsync(new MemoryStream([1, 2, 3]), Cancel),
        ["open"] = store => store.OpenAsync(Hash, Cancel),
        ["length"] = store => store.LengthAsync(Hash, Cancel),
        ["list"] = async store => await store.ListAsync(Cancel).ToListAsync(Cancel),
        ["remove"] = store => store.RemoveAsync(Hash, DateTime.MaxValue, Cancel),
        ["leftovers"] = store => store.RemoveLeftoversAsync(DateTime.MaxValue, Cancel),
        ["prove"] = store => store.ProveThereAsync(Cancel),
        ["owner"] = store => store.OwnerAsync(Cancel),
        ["own"] = store => store.OwnAsync("mark", Cancel),
    };

    public static TheoryData<string> Names => [.. Works.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Work_WhereStorageIsSilent_EndsSoonAndNamesTheSetting(string work)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var store = Files((IPEndPoint)silent.LocalEndpoint);
        var begun = Stopwatch.GetTimestamp();

        var fault = await Should.ThrowAsync<FileStoreException>(() => Works[work](store).WaitAsync(TimeSpan.FromSeconds(60), Cancel));

        Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(40));
        fault.Message.ShouldStartWith(
            work is "put" or "own" or "remove"
                ? "Файл не сохранён: хранилище файлов отказало."
                : "Файл не читается: хранилище файлов отказало."
        );
        fault.ForAdministrators.ShouldContain(
            "оно не отвечает 5 с или отвечает слишком медленно; проверьте хранилище, сеть до него и ORIENTIR_FILES"
        );
    }

    [Fact]
    public void Storage_WhereNothingElseIsAskedFor_MayBeSilentForLessThanHalfAMinute()
    {
        var usual = new S3Patience(S3Patience.UsualSilence);
        S3Patience.UsualSilence.ShouldBeInRange(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
        usual.WholeOf(20 << 20).ShouldBeLessThan(TimeSpan.FromMinutes(4));
    }

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

    private static S3Files Files(IPEndPoint at) =>
        new(new(new($"http://{at}"), "orientir", "", "key", "secret", "us-east-1"), TimeProvider.System, S3Server.Temporary, Silence);

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
