using Orientir.Core.Files;
using Orientir.Data.Files;

namespace Orientir.Core.Tests.Data.Files;

/// <summary>Storage that answers late or wrongly.</summary>
public sealed class S3FilesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTime LongAgo => TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-30);

    private static DateTime AWeekAgo => TimeProvider.System.GetUtcNow().UtcDateTime - CollectFiles.Grace;

    [Fact]
    public async Task Removal_ThatComesAfterTheBytesWereKeptAgain_LeavesThem()
    {
        using var server = await S3Server.StartAsync();
        using var balancer = new S3Balancer(server.Address.Endpoint);
        using var store = balancer.Files(server);
        var kept = await store.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
        server.Age(LongAgo);
        balancer.Withholds = (method, _) => method == "DELETE";
        await Should.ThrowAsync<FileStoreException>(() => store.RemoveAsync(kept.Hash, AWeekAgo, Cancel));
        balancer.Withholds = (_, _) => false;

        await store.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
        (await balancer.PassOnAsync()).ShouldBeGreaterThan(0, "nothing came late");

        (await ReadAsync(store, kept.Hash)).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Put_WhereOtherBytesAreGivenBack_EndsAfterThreeAttemptsAndSaysWhere(bool encrypts)
    {
        using var server = await S3Server.StartAsync();
        using var balancer = new S3Balancer(server.Address.Endpoint) { Encrypts = encrypts };
        using var store = balancer.Files(server);
        var kept = await store.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
        server.Age(LongAgo);
        var before = balancer.Stored;
        balancer.Damages = true;

        var fault = await Should.ThrowAsync<FileStoreException>(() =>
            store.PutAsync(new MemoryStream([1, 2, 3]), Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel)
        );

        (balancer.Stored - before).ShouldBe(3);
        fault.Message.ShouldBe(
            "Файл не сохранён: хранилище файлов отдаёт не те байты, которые ему отправлены. Прежние файлы целы. Сообщите администратору, "
                + "а когда он исправит, повторите."
        );
        fault.ForAdministrators.ShouldContain(store.Place);
        fault.ForAdministrators.ShouldContain("проверьте диски хранилища и посредников на пути к нему");
        balancer.Damages = false;
        (await ReadAsync(store, kept.Hash)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Put_WhereOtherBytesAreStored_LeavesTheRightOnesToServe()
    {
        using var server = await S3Server.StartAsync();
        using var balancer = new S3Balancer(server.Address.Endpoint);
        using var store = balancer.Files(server);
        var kept = await store.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
        server.Age(LongAgo);
        balancer.Spoils = true;

        await Should.ThrowAsync<FileStoreException>(() => store.PutAsync(new MemoryStream([1, 2, 3]), Cancel));

        await using (var opened = await new OpenFile(store).RunAsync(StoredFile.Of(1, "приказ.pdf", kept), Cancel))
            opened.Length.ShouldBe(3);
        (await ReadAsync(store, kept.Hash)).ShouldBe([1, 2, 3]);
        (await store.LengthAsync(kept.Hash, Cancel)).ShouldBe(3);
        (await store.RemoveLeftoversAsync(DateTime.MaxValue, Cancel)).ShouldBe(3);
        (await ReadAsync(store, kept.Hash)).ShouldBe([1, 2, 3]);
        balancer.Spoils = false;
        (await store.PutAsync(new MemoryStream([1, 2, 3]), Cancel)).ShouldBe(kept);
        (await store.RemoveAsync(kept.Hash, AWeekAgo, Cancel)).ShouldBeFalse("it was kept again just now");
    }

    [Fact]
    public async Task Put_OfBytesThatAnEarlierProgramKept_LeavesTheNewestAlone()
    {
        using var server = await S3Server.StartAsync();
        using var store = server.Files();
        var kept = await store.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
        server.RenameAsEarlierPrograms();
        server.Age(LongAgo);
        (await ReadAsync(store, kept.Hash)).ShouldBe([1, 2, 3]);
        (await store.ListAsync(Cancel).ToListAsync(Cancel)).ShouldBe([kept.Hash]);

        await store.PutAsync(new MemoryStream([1, 2, 3]), Cancel);

        (await store.RemoveLeftoversAsync(DateTime.MaxValue, Cancel)).ShouldBe(1);
        (await store.RemoveAsync(kept.Hash, AWeekAgo, Cancel)).ShouldBeFalse("it was kept again just now");
        (await ReadAsync(store, kept.Hash)).ShouldBe([1, 2, 3]);
        server.Age(LongAgo);
        (await store.RemoveAsync(kept.Hash, AWeekAgo, Cancel)).ShouldBeTrue();
        (await store.LengthAsync(kept.Hash, Cancel)).ShouldBeNull();
    }

    private static async Task<byte[]> ReadAsync(S3Files store, string hash)
    {
        await using var read = (await store.OpenAsync(hash, Cancel)).ShouldNotBeNull();
        using var all = new MemoryStream();
        await read.CopyToAsync(all, Cancel);
        return all.ToArray();
    }
}
