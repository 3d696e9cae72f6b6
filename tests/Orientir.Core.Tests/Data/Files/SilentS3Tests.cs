using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Orientir.Core.Files;
using Orientir.Data.Files;

namespace Orientir.Core.Tests.Data.Files;

/// <summary>Storage that accepts a connection and says nothing.</summary>
public sealed class SilentS3Tests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);
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
        using var store = Files((IPEndPoint)silent.LocalEndpoint, Silence);
        var begun = Stopwatch.GetTimestamp();

        var fault = await Should.ThrowAsync<FileStoreException>(() => Works[work](store).WaitAsync(TimeSpan.FromSeconds(60), Cancel));

        Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(S3Patience.UsualSilence);
        fault.Message.ShouldStartWith(
            work is "put" or "own" or "remove"
                ? "Файл не сохранён: хранилище файлов отказало."
                : "Файл не читается: хранилище файлов отказало."
        );
        fault.ForAdministrators.ShouldContain(
            "оно не отвечает 1 с или отвечает слишком медленно; проверьте хранилище, сеть до него и ORIENTIR_FILES"
        );
    }

    [Fact]
    public void Storage_WhereNothingElseIsAskedFor_MayBeSilentForLessThanHalfAMinute()
    {
        var usual = new S3Patience(S3Patience.UsualSilence);
        S3Patience.UsualSilence.ShouldBeInRange(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
        usual.WholeOf(20 << 20).ShouldBeLessThan(TimeSpan.FromMinutes(4));
    }

    /// <summary>Files of storage that may be silent for so long.</summary>
    internal static S3Files Files(IPEndPoint at, TimeSpan silence) =>
        new(new(new($"http://{at}"), "orientir", "", "key", "secret", "us-east-1"), TimeProvider.System, S3Server.Temporary, silence);
}
