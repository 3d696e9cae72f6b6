using Microsoft.EntityFrameworkCore;
using Orientir.Core.Evidence;
using Orientir.Core.Files;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Files;

public sealed class CollectFilesTests
{
    private static EvidenceFields First => File("one.pdf", "%PDF one");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Database> Databases => [Database.Sqlite, Database.Postgres];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Collect_OfWhatNothingRefersTo_WaitsForTheGraceAndLeavesTheRest(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        await ClaimAsync(world.Test, world.Test.Store.Files);
        var files = world.Test.Store.Files;
        var evidence = await world.Add("first", First, new PlaceOfEvidence("1.1"));
        await world.Add("second", File("two.pdf", "%PDF two"), new PlaceOfEvidence("1.2"));
        var version = (await world.Form(world.Coordinator)).Evidence.Single(one => one.Item.Id == evidence).Item.Version;
        await world.In(async context =>
        {
            await new EditEvidence(context, files, world.Time).RunAsync(
                world.Coordinator,
                new(world.First, evidence, version, File("new.pdf", "%PDF new"), [new("1.1")]),
                Cancel
            );
            return 0;
        });
        // Kept, and its site killed before the row.
        var lost = await files.PutAsync(new MemoryStream([1]), Cancel);
        world.Time.Now = TimeProvider.System.GetUtcNow().UtcDateTime;

        (await CollectAsync(world)).ShouldBe(new(0, 0, 0));
        world.Time.Now += CollectFiles.Grace / 2;
        (await CollectAsync(world)).ShouldBe(new(0, 0, 0));
        world.Time.Now += CollectFiles.Grace;
        // The bytes of the row go with the next one: see the back-up below.
        (await CollectAsync(world)).ShouldBe(new(1, 1, 0));
        (await CollectAsync(world)).ShouldBe(new(0, 1, 0));
        (await CollectAsync(world)).ShouldBe(new(0, 0, 0));

        (await files.LengthAsync(lost.Hash, Cancel)).ShouldBeNull();
        var check = await new CheckFiles(world.Test.Store.Open, files).RunAsync(Cancel);
        (check.Files, check.Faulty.Count, check.Orphans).ShouldBe((2, 0, 0));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Collect_WhereAnotherDatabaseKeepsItsFiles_RemovesNoneOfThem(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        using var other = await TestStore.MigratedAsync(database);
        var files = world.Test.Store.Files;
        await world.Add("first", First, new PlaceOfEvidence("1.1"));
        var theirs = new CollectFiles(other.Store.Open, files, world.Time, other.Store.MarkAsync);
        world.Time.Now = TimeProvider.System.GetUtcNow().UtcDateTime + CollectFiles.Grace * 2;
        // Before anybody has said whose the store is nobody removes anything.
        (await theirs.RunAsync(Cancel)).Files.ShouldBe(0);
        (await files.OwnerAsync(Cancel)).ShouldBeNull();
        // Who tells of nothing in it does not say that it is his.
        await ClaimAsync(other, files);
        (await files.OwnerAsync(Cancel)).ShouldBeNull();

        await ClaimAsync(world.Test, files);
        await ClaimAsync(other, files);
        (await files.OwnerAsync(Cancel)).ShouldBe(await world.Test.Store.MarkAsync(Cancel));
        (await Should.ThrowAsync<FileStoreException>(() => theirs.RunAsync(Cancel))).Message.ShouldContain("files own");
        await CollectAsync(world);
        (await files.ListAsync(Cancel).CountAsync(Cancel)).ShouldBe(1);

        // Told that nobody else has files there it believes it.
        await files.OwnAsync(await other.Store.MarkAsync(Cancel), Cancel);
        (await theirs.RunAsync(Cancel)).Files.ShouldBe(1);
        await Should.ThrowAsync<FileStoreException>(() => CollectAsync(world));
    }

    [Fact]
    public async Task Claim_BeforeTheFirstFile_LeavesNothingToACopyOfTheDatabase()
    {
        using var world = await SubmissionWorld.MakeAsync(Database.Sqlite);
        var files = world.Test.Store.Files;
        await ClaimAsync(world.Test, files);
        await world.Add("first", First, new PlaceOfEvidence("1.1"));
        // A plain copy of the database elsewhere begins over the same store of files before the original collects.
        var file = world.Test.Connection + ".copy";
        await world.In(context => context.Database.ExecuteSqlAsync($"VACUUM INTO {file}", Cancel));
        var copy = new Orientir.Data.Store(file, files);
        await new ClaimFiles(copy.Open, files, copy.MarkAsync).RunAsync(Cancel);
        (await files.OwnerAsync(Cancel)).ShouldBe(await world.Test.Store.MarkAsync(Cancel));
        await Should.ThrowAsync<FileStoreException>(() => new CollectFiles(copy.Open, files, world.Time, copy.MarkAsync).RunAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Claim_OfAnEmptyStoreTheDatabaseTellsOfFilesOf_IsLeft(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        await world.Add("first", First, new PlaceOfEvidence("1.1"));
        System.IO.Directory.Delete(world.Test.FilesFolder, recursive: true);
        await ClaimAsync(world.Test, world.Test.Store.Files);
        System.IO.Directory.Exists(world.Test.FilesFolder).ShouldBeFalse("it may be a folder that is not mounted");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Collect_WhileABackUpIsWritten_TakesNoFileItTellsOf(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        await ClaimAsync(world.Test, world.Test.Store.Files);
        await world.Add("first", First, new PlaceOfEvidence("1.1"));
        await world.In(context => context.EvidenceItems.ExecuteUpdateAsync(set => set.SetProperty(row => row.FileId, (int?)null), Cancel));
        world.Time.Now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await CollectAsync(world);
        world.Time.Now += CollectFiles.Grace * 2;
        CollectedFiles? collected = null;
        // The rows are written by then, and the bytes are not.
        var files = new WatchedFiles(
            world.Test.Store.Files,
            async () =>
                collected ??= await new CollectFiles(
                    world.Test.Store.Open,
                    world.Test.Store.Files,
                    world.Time,
                    world.Test.Store.MarkAsync
                ).RunAsync(Cancel)
        );
        var copy = Path.GetTempFileName();
        var written = new Orientir.Data.WriteBackup(new(world.Test.Connection, files), world.Time).Run(copy, cancel: Cancel);
        System.IO.File.Delete(copy);
        collected.ShouldBe(new(1, 0, 0));
        (written.Files, written.Missing).ShouldBe((1, 0));
        (await CollectAsync(world)).ShouldBe(new(0, 1, 0));
    }

    /// <summary>A store of files somebody is told of before one is opened.</summary>
    private sealed class WatchedFiles(IFileStore files, Func<Task> opening) : IFileStore
    {
        public string Place => files.Place;

        public Task ProveThereAsync(CancellationToken cancel = default) => files.ProveThereAsync(cancel);

        public Task<FileContent> PutAsync(Stream content, CancellationToken cancel = default) => files.PutAsync(content, cancel);

        public async Task<Stream?> OpenAsync(string hash, CancellationToken cancel = default)
        {
            await opening();
            return await files.OpenAsync(hash, cancel);
        }

        public Task<long?> LengthAsync(string hash, CancellationToken cancel = default) => files.LengthAsync(hash, cancel);

        public IAsyncEnumerable<string> ListAsync(CancellationToken cancel = default) => files.ListAsync(cancel);

        public Task<bool> RemoveAsync(string hash, DateTime unlessSince, CancellationToken cancel = default) =>
            files.RemoveAsync(hash, unlessSince, cancel);

        public Task<string?> OwnerAsync(CancellationToken cancel = default) => files.OwnerAsync(cancel);

        public Task OwnAsync(string mark, CancellationToken cancel = default) => files.OwnAsync(mark, cancel);

        public Task<int> RemoveLeftoversAsync(DateTime before, CancellationToken cancel = default) =>
            files.RemoveLeftoversAsync(before, cancel);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Collect_OfARowInUseAgain_ForgetsThatItWasNot(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        var evidence = await world.Add("first", First, new PlaceOfEvidence("1.1"));
        world.Time.Now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var file = await UseAsync(null);
        await CollectAsync(world);
        (await world.In(context => context.StoredFiles.SingleAsync(Cancel))).UnusedSince.ShouldNotBeNull();
        await UseAsync(file);
        world.Time.Now += CollectFiles.Grace * 2;
        (await CollectAsync(world)).ShouldBe(new(0, 0, 0));
        (await world.In(context => context.StoredFiles.SingleAsync(Cancel))).UnusedSince.ShouldBeNull();

        Task<int?> UseAsync(int? id) =>
            world.In(async context =>
            {
                var items = context.EvidenceItems.Where(row => row.Id == evidence);
                var before = await items.Select(row => row.FileId).SingleAsync(Cancel);
                await items.ExecuteUpdateAsync(row => row.SetProperty(item => item.FileId, id), Cancel);
                return before;
            });
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Check_OfMissingAndDamagedFiles_NamesEach(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        await world.Add("first", First, new PlaceOfEvidence("1.1"));
        await world.Add("second", File("two.pdf", "%PDF two"), new PlaceOfEvidence("1.2"));
        await world.Add("third", File("three.pdf", "%PDF three"), new PlaceOfEvidence("1.4"));
        await world.Test.Store.Files.PutAsync(new MemoryStream([1]), Cancel);
        var rows = await world.In(context => context.StoredFiles.OrderBy(row => row.Id).ToListAsync(Cancel));
        System.IO.File.Delete(PathOf(rows[0].Hash));
        await System.IO.File.WriteAllTextAsync(PathOf(rows[1].Hash), "%PDF tw0", Cancel);

        var check = await new CheckFiles(world.Test.Store.Open, world.Test.Store.Files).RunAsync(Cancel);
        (check.Files, check.Bytes, check.Orphans).ShouldBe((3, rows.Sum(row => row.Length), 1));
        check
            .Faulty.OrderBy(file => file.Fault)
            .Select(file => (file.Fault, file.Names.Single()))
            .ShouldBe([(FileFault.Missing, "one.pdf"), (FileFault.Damaged, "two.pdf")]);
        var missing = await Should.ThrowAsync<FileStoreException>(() => new OpenFile(world.Test.Store.Files).RunAsync(rows[0], Cancel));
        missing.Fault.ShouldBe(FileFault.Missing);
        missing.Message.ShouldNotContain(world.Test.FilesFolder);
        missing.ForAdministrators.ShouldContain(world.Test.FilesFolder);
        missing.Message.ShouldContain("«one.pdf»");
        // Overwritten at the same length, and cut.
        foreach (var bytes in (string[])["%PDF tw0", "%PDF"])
        {
            await System.IO.File.WriteAllTextAsync(PathOf(rows[1].Hash), bytes, Cancel);
            var damaged = await Should.ThrowAsync<FileStoreException>(() => new OpenFile(world.Test.Store.Files).RunAsync(rows[1], Cancel));
            damaged.Fault.ShouldBe(FileFault.Damaged);
            damaged.Message.ShouldContain("«two.pdf» в хранилище повреждён");
        }
        await using var whole = await new OpenFile(world.Test.Store.Files).RunAsync(rows[2], Cancel);
        using var text = new StreamReader(whole);
        (await text.ReadToEndAsync(Cancel)).ShouldBe("%PDF three");

        string PathOf(string hash) => Path.Combine(world.Test.FilesFolder, hash[..2], hash[2..]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Check_OfAFileThatCannotBeRead_NamesItAndGoesOn(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        await world.Add("first", First, new PlaceOfEvidence("1.1"));
        await world.Add("second", File("two.pdf", "%PDF two"), new PlaceOfEvidence("1.2"));
        await world.Add("third", File("three.pdf", "%PDF three"), new PlaceOfEvidence("1.4"));
        var hashes = await world.In(context => context.StoredFiles.OrderBy(row => row.Id).Select(row => row.Hash).ToListAsync(Cancel));
        // The system refuses to read a folder as a file, to whoever asks.
        System.IO.File.Delete(PathOf(hashes[0]));
        Directory.CreateDirectory(PathOf(hashes[0]));
        System.IO.File.Delete(PathOf(hashes[1]));

        var check = await new CheckFiles(world.Test.Store.Open, world.Test.Store.Files).RunAsync(Cancel);
        check
            .Faulty.OrderBy(file => file.Fault)
            .Select(file => (file.Fault, file.Names.Single()))
            .ShouldBe([(FileFault.Missing, "two.pdf"), (FileFault.Unreadable, "one.pdf")]);
        var copy = Path.GetTempFileName();
        var counts = new Orientir.Data.WriteBackup(world.Test.Store, world.Time).Run(copy, cancel: Cancel);
        System.IO.File.Delete(copy);
        counts.Missing.ShouldBe(2);

        string PathOf(string hash) => Path.Combine(world.Test.FilesFolder, hash[..2], hash[2..]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Check_WhereTheStoreIsNotThere_SaysThatAndNamesNoFileMissing(Database database)
    {
        using var world = await SubmissionWorld.MakeAsync(database);
        await world.Add("first", First, new PlaceOfEvidence("1.1"));
        var row = await world.In(context => context.StoredFiles.SingleAsync(Cancel));
        Directory.Delete(world.Test.FilesFolder, recursive: true);
        var files = world.Test.Store.Files;
        (
            await Should.ThrowAsync<FileStoreException>(() => new CheckFiles(world.Test.Store.Open, files).RunAsync(Cancel))
        ).Fault.ShouldBeNull();
        (await Should.ThrowAsync<FileStoreException>(() => new OpenFile(files).RunAsync(row, Cancel))).Fault.ShouldBeNull();
        // A mount point without what is mounted on it.
        Directory.CreateDirectory(Path.Combine(world.Test.FilesFolder, "lost+found"));
        (await Should.ThrowAsync<FileStoreException>(() => new OpenFile(files).RunAsync(row, Cancel))).Fault.ShouldBeNull();
    }

    private static EvidenceFields File(string name, string text) =>
        new(EvidenceKind.File, File: new(name, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))));

    private static Task ClaimAsync(TestStore store, IFileStore files) =>
        new ClaimFiles(store.Store.Open, files, store.Store.MarkAsync).RunAsync(Cancel);

    private static Task<CollectedFiles> CollectAsync(SubmissionWorld world) =>
        new CollectFiles(world.Test.Store.Open, world.Test.Store.Files, world.Time, world.Test.Store.MarkAsync).RunAsync(Cancel);
}
