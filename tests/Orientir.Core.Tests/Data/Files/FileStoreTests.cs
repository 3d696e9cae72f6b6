using System.Security.Cryptography;
using Orientir.Core.Files;
using Orientir.Core.Tests.Jobs;
using Orientir.Data.Files;

namespace Orientir.Core.Tests.Data.Files;

/// <summary>The two kinds of stores of files.</summary>
public enum FileStoreKind
{
    Folder,
    S3,
}

public sealed class FileStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<FileStoreKind> Kinds => [FileStoreKind.Folder, FileStoreKind.S3];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Put_OfAnyBytes_GivesThemBackFromAnyPosition(FileStoreKind kind)
    {
        using var place = await Place.MakeAsync(kind);
        var bytes = RandomNumberGenerator.GetBytes(3_000_001);
        var store = place.Open();

        var kept = await store.PutAsync(new MemoryStream(bytes), Cancel);
        var empty = await store.PutAsync(new MemoryStream(), Cancel);

        kept.ShouldBe(new(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length));
        await using var read = (await place.Open().OpenAsync(kept.Hash, Cancel))!;
        read.Length.ShouldBe(bytes.Length);
        (await AllOfAsync(read)).ShouldBe(bytes);
        read.Position = 2_999_990;
        (await AllOfAsync(read)).ShouldBe(bytes[2_999_990..]);
        read.Seek(10, SeekOrigin.Begin);
        var some = new byte[5];
        await read.ReadExactlyAsync(some, Cancel);
        some.ShouldBe(bytes[10..15]);
        (await store.LengthAsync(kept.Hash, Cancel)).ShouldBe(bytes.Length);
        (await store.LengthAsync(empty.Hash, Cancel)).ShouldBe(0);
        (await ListAsync(store)).Order(StringComparer.Ordinal).ShouldBe(new[] { kept.Hash, empty.Hash }.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Open_OfWhatIsNotKept_GivesNothing(FileStoreKind kind)
    {
        using var place = await Place.MakeAsync(kind);
        var store = place.Open();
        foreach (var hash in (string[])[new string('a', 64), "..", "AB", ""])
        {
            (await store.OpenAsync(hash, Cancel)).ShouldBeNull();
            (await store.LengthAsync(hash, Cancel)).ShouldBeNull();
        }
        (await ListAsync(store)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ProveThere_OfAStoreWithNothingKept_SaysThatItIsNotThere(FileStoreKind kind)
    {
        using var place = await Place.MakeAsync(kind);
        var store = place.Open();
        var fault = await Should.ThrowAsync<FileStoreException>(() => store.ProveThereAsync(Cancel));
        fault.Fault.ShouldBeNull();
        fault.ForAdministrators.ShouldContain(store.Place);
        await store.PutAsync(new MemoryStream([1]), Cancel);
        await store.ProveThereAsync(Cancel);
    }

    [Fact]
    public async Task ProveThere_OfABucketThatIsGone_SaysSo()
    {
        using var server = await S3Server.StartAsync();
        using var store = new S3Files(server.Address with { Bucket = "absent" }, TimeProvider.System, S3Server.Temporary);
        (await Should.ThrowAsync<FileStoreException>(() => store.ProveThereAsync(Cancel))).ForAdministrators.ShouldContain(
            "нет корзины «absent»"
        );
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Owner_SaidByOneSite_IsKnownToAllAndIsNoFile(FileStoreKind kind)
    {
        using var place = await Place.MakeAsync(kind);
        var (one, other) = (place.Open(), place.Open());
        (await other.OwnerAsync(Cancel)).ShouldBeNull();
        await one.OwnAsync("0a1b2c3d", Cancel);
        await one.OwnAsync("4e5f6a7b", Cancel);
        (await other.OwnerAsync(Cancel)).ShouldBe("4e5f6a7b");
        (await ListAsync(other)).ShouldBeEmpty();
        (await other.RemoveLeftoversAsync(DateTime.MaxValue, Cancel)).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Put_OfTheSameBytesBySeveralSites_KeepsThemOnce(FileStoreKind kind)
    {
        using var place = await Place.MakeAsync(kind);
        var bytes = RandomNumberGenerator.GetBytes(200_000);
        var sites = Enumerable.Range(0, 2).Select(_ => place.Open()).ToList();
        var kept = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => Task.Run(() => sites[number % 2].PutAsync(new MemoryStream(bytes), Cancel), Cancel))
        );
        kept.Distinct().Count().ShouldBe(1);
        (await ListAsync(sites[0])).ShouldBe([kept[0].Hash]);
        // In S3 each of those that came at once sent an object; one is left.
        var more = await sites[0].RemoveLeftoversAsync(DateTime.MaxValue, Cancel);
        if (kind == FileStoreKind.Folder)
            more.ShouldBe(0);
        (await sites[0].RemoveLeftoversAsync(DateTime.MaxValue, Cancel)).ShouldBe(0);
        await using var read = (await sites[1].OpenAsync(kept[0].Hash, Cancel)).ShouldNotBeNull();
        (await AllOfAsync(read)).ShouldBe(bytes);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Put_WhileTheSameBytesAreCollected_IsNeverLost(FileStoreKind kind)
    {
        using var place = await Place.MakeAsync(kind);
        var (keeping, collecting) = (place.Open(), place.Open());
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var removed = 0;
        for (var round = 0; round < (kind == FileStoreKind.Folder ? 100 : 15); round++)
        {
            var kept = await keeping.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
            place.Age(now.AddDays(-30));
            Task<bool> RemovedAsync() => collecting.RemoveAsync(kept.Hash, now.AddDays(-7), Cancel);
            Task PutAgainAsync() => keeping.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
            // Each goes first in turn: on a busy machine what is given to another thread begins late.
            if (round % 2 == 0)
            {
                var collected = Task.Run(RemovedAsync, Cancel);
                await PutAgainAsync();
                removed += await collected ? 1 : 0;
            }
            else
            {
                var put = Task.Run(PutAgainAsync, Cancel);
                removed += await RemovedAsync() ? 1 : 0;
                await put;
            }
            (await keeping.LengthAsync(kept.Hash, Cancel)).ShouldBe(3, $"round {round}");
        }
        // In S3 what is kept again is another object, and there nearly always before the removal looks.
        if (kind == FileStoreKind.Folder)
            removed.ShouldBeGreaterThan(0, "no removal met a put");
        place.Age(now.AddDays(-30));
        var hash = (await ListAsync(keeping)).Single();
        (await collecting.RemoveAsync(hash, now.AddDays(-7), Cancel)).ShouldBeTrue();
        (await collecting.RemoveAsync(hash, now.AddDays(-7), Cancel)).ShouldBeFalse();
        (await keeping.OpenAsync(hash, Cancel)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Put_OfAStreamThatBreaks_KeepsNothingAndSaysWhatBroke(FileStoreKind kind)
    {
        using var place = await Place.MakeAsync(kind);
        var store = place.Open();
        (await Should.ThrowAsync<IOException>(() => store.PutAsync(new BreakingStream(), Cancel))).Message.ShouldBe("broke off");
        (await ListAsync(store)).ShouldBeEmpty();
        (await store.RemoveLeftoversAsync(DateTime.MaxValue, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Put_OverADamagedFile_MakesItWhole()
    {
        using var place = await Place.MakeAsync(FileStoreKind.Folder);
        var store = place.Open();
        var kept = await store.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
        await File.WriteAllBytesAsync(Path.Combine(place.Folder, kept.Hash[..2], kept.Hash[2..]), [1, 2, 4], Cancel);
        await store.PutAsync(new MemoryStream([1, 2, 3]), Cancel);
        await using var read = (await store.OpenAsync(kept.Hash, Cancel))!;
        (await AllOfAsync(read)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Put_WhereNothingCanBeWritten_SaysSoInWords()
    {
        using var place = await Place.MakeAsync(FileStoreKind.Folder);
        await File.WriteAllTextAsync(Path.Combine(place.Folder, "file"), "", Cancel);
        var store = new FolderFiles(Path.Combine(place.Folder, "file", "files"), TimeProvider.System);
        var fault = await Should.ThrowAsync<FileStoreException>(() => store.PutAsync(new MemoryStream([1]), Cancel));
        fault.Message.ShouldContain("Файл не сохранён");
        fault.Message.ShouldContain("Прежние файлы целы");
        fault.Message.ShouldNotContain(place.Folder);
        fault.InnerException.ShouldNotBeNull();
    }

    [Fact]
    public async Task Put_WhereTheDiskIsFull_SaysSoAndLosesNothing()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 2);
        var store = new FolderFiles(Path.Combine(disk.Folder, "files"), TimeProvider.System);
        var first = RandomNumberGenerator.GetBytes(900_000);
        var kept = await store.PutAsync(new MemoryStream(first), Cancel);
        (
            await Should.ThrowAsync<FileStoreException>(() => store.PutAsync(new MemoryStream(new byte[3_000_000]), Cancel))
        ).Message.ShouldContain("кончилось место");
        (await ListAsync(store)).ShouldBe([kept.Hash]);
        (await store.RemoveLeftoversAsync(DateTime.MaxValue, Cancel)).ShouldBe(0);
        await store.PutAsync(new MemoryStream(RandomNumberGenerator.GetBytes(900_000)), Cancel);
        await using var read = (await store.OpenAsync(kept.Hash, Cancel))!;
        (await AllOfAsync(read)).ShouldBe(first);
    }

    [Fact]
    public async Task Put_WhereThereIsNoRoomForWhatWaitsToBeSentToS3_SaysSoAndLeavesNothing()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 2);
        // Nobody answers there: the bytes do not come so far.
        var address = new S3Address(new("http://127.0.0.1:1"), "orientir", "", "key", "secret", "us-east-1");
        using var store = new S3Files(address, TimeProvider.System, new(Path.Combine(disk.Folder, "temp")));
        var fault = await Should.ThrowAsync<FileStoreException>(() => store.PutAsync(new MemoryStream(new byte[3_000_000]), Cancel));
        fault.Message.ShouldStartWith("Файл не сохранён: на диске сайта нет места для временного файла");
        fault.Message.ShouldNotContain(disk.Folder);
        fault.ForAdministrators.ShouldContain(disk.Folder);
        Directory
            .EnumerateFiles(disk.Folder, "*", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length)
            .ShouldBe(0, "what did not fit takes room from nobody");
    }

    [Theory]
    [InlineData("WRONG", "S3RVER", "orientir", "проверьте ключи")]
    [InlineData("S3RVER", "S3RVER", "absent", "нет корзины «absent»")]
    public async Task Put_WithWrongSettingsOfS3_SaysWhichInWords(string key, string secret, string bucket, string said)
    {
        using var server = await S3Server.StartAsync();
        using var store = new S3Files(
            server.Address with
            {
                AccessKey = key,
                SecretKey = secret,
                Bucket = bucket,
            },
            TimeProvider.System,
            S3Server.Temporary
        );
        (await Should.ThrowAsync<FileStoreException>(() => store.PutAsync(new MemoryStream([1]), Cancel))).ForAdministrators.ShouldContain(
            said
        );
    }

    [Fact]
    public async Task Read_WhereS3AnswersNoMore_SaysSoInWords()
    {
        using var server = await S3Server.StartAsync();
        using var store = server.Files();
        var kept = await store.PutAsync(new MemoryStream(RandomNumberGenerator.GetBytes(1000)), Cancel);
        await using var read = (await store.OpenAsync(kept.Hash, Cancel))!;
        server.Stop();
        var fault = await Should.ThrowAsync<FileStoreException>(async () => await read.ReadExactlyAsync(new byte[1000], Cancel));
        fault.Message.ShouldContain("не читается");
    }

    [Fact]
    public async Task Put_WhereNoS3Answers_SaysSoInWords()
    {
        using var server = await S3Server.StartAsync();
        using var store = server.Files();
        server.Stop();
        (await Should.ThrowAsync<FileStoreException>(() => store.PutAsync(new MemoryStream([1]), Cancel))).ForAdministrators.ShouldContain(
            "не отвечает"
        );
    }

    [Theory]
    [InlineData("https://s3.example.ru", "КОРЗИНА")]
    [InlineData("https://s3.example.ru/bucket", "ORIENTIR_S3_SECRET_KEY")]
    public void Store_WithIncompleteS3_IsRefusedInWords(string address, string said) =>
        Should
            .Throw<InputException>(() =>
                Orientir.Data.Store.Configured(name =>
                    name switch
                    {
                        "ORIENTIR_FILES" => address,
                        "ORIENTIR_S3_ACCESS_KEY" => "key",
                        _ => null,
                    }
                )
            )
            .Message.ShouldContain(said);

    private static async Task<byte[]> AllOfAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancel);
        return all.ToArray();
    }

    private static async Task<List<string>> ListAsync(IFileStore store) => await store.ListAsync(Cancel).ToListAsync(Cancel);

    [Fact]
    public async Task Put_BySiteWhoseClockStandsApart_IsTimedByTheDatabase()
    {
        using var kept = await TestStore.MigratedAsync(Database.Postgres);
        var folder = Directory.CreateTempSubdirectory("orientir-files-");
        try
        {
            var store = Orientir.Data.Store.Configured(
                name =>
                    name switch
                    {
                        "ORIENTIR_DATABASE" => kept.Store.Connection,
                        "ORIENTIR_FILES" => folder.FullName,
                        _ => null,
                    },
                new ApartTime(TimeProvider.System, -2 * CollectFiles.Grace)
            );
            await store.Time.LookAsync(Cancel);
            var content = await store.Files.PutAsync(new MemoryStream([1, 2, 3]), Cancel);

            (
                await store.Files.RemoveAsync(content.Hash, TimeProvider.System.GetUtcNow().UtcDateTime - CollectFiles.Grace, Cancel)
            ).ShouldBeFalse("it was kept just now");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class BreakingStream : MemoryStream
    {
        private int reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ++reads > 2 ? throw new IOException("broke off") : ValueTask.FromResult(buffer.Length);
    }

    private sealed class Place : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orientir-files-");
        private readonly S3Server? server;
        private readonly S3Balancer? balancer;

        private Place(S3Server? server) =>
            (this.server, balancer) = (server, server is null ? null : new S3Balancer(server.Address.Endpoint));

        public string Folder => folder.FullName;

        public static async Task<Place> MakeAsync(FileStoreKind kind) => new(kind == FileStoreKind.S3 ? await S3Server.StartAsync() : null);

        /// <summary>As another site opens it.</summary>
        public IFileStore Open() => server is null ? new FolderFiles(Folder, TimeProvider.System) : balancer!.Files(server);

        public void Age(DateTime at)
        {
            server?.Age(at);
            foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
                file.LastWriteTimeUtc = at;
        }

        public void Dispose()
        {
            balancer?.Dispose();
            server?.Dispose();
            folder.Delete(recursive: true);
        }
    }
}
