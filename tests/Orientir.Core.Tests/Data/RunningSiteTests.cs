using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public class RunningSiteTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(NewStore.InAnEmptyFolder, true)]
    [InlineData(NewStore.AskedFor, true)]
    [InlineData(NewStore.Refused, false)]
    public async Task Begin_InAnEmptyFolder_MakesADatabaseWhereItMay(NewStore made, bool makes)
    {
        using var store = TestStore.Empty(Database.Sqlite);
        (await BeginsAsync(store, made)).ShouldBe(makes);
        File.Exists(store.Store.File).ShouldBe(makes);
    }

    [Theory]
    [InlineData("orientir.db-wal", false)]
    [InlineData("orientir.db.running", false)]
    [InlineData("orientir.db.triggers", false)]
    [InlineData("orientir.db.damaged", false)]
    [InlineData("site.log", true)]
    [InlineData("orientir.db2", true)]
    public async Task Begin_BesideWhatAnotherLeft_MakesNothingSilently(string left, bool asked)
    {
        using var store = TestStore.Empty(Database.Sqlite);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(store.Store.File)!, left), "осталось", Cancel);
        (await BeginsAsync(store, NewStore.InAnEmptyFolder)).ShouldBeFalse();
        (await BeginsAsync(store, NewStore.AskedFor)).ShouldBe(asked);
        File.Exists(store.Store.File).ShouldBe(asked);
    }

    [Fact]
    public async Task Begin_AfterTheDatabaseWasRemoved_IsRefusedByName()
    {
        using var store = await TestStore.MigratedAsync(Database.Sqlite);
        await using (await RunningSite.BeginAsync(store.Store, cancel: Cancel))
            File.Delete(store.Store.File!);
        foreach (var made in Enum.GetValues<NewStore>())
        {
            var refusal = await Should.ThrowAsync<InputException>(() => RunningSite.BeginAsync(store.Store, made, Cancel));
            refusal.Message.ShouldContain("ORIENTIR_DATABASE");
            refusal.Message.ShouldContain("orientir.db.running");
            refusal.Message.ShouldContain("restore");
        }
    }

    [Fact]
    public async Task Begin_OnAFileCutToNothing_IsRefusedAndOnAKilledFirstStartGoesOn()
    {
        using var store = TestStore.Empty(Database.Sqlite);
        var file = store.Store.File!;
        await File.WriteAllBytesAsync(file, [], Cancel);
        await File.WriteAllBytesAsync(file + ".running", [], Cancel);
        await File.WriteAllBytesAsync(file + ".migrating", [], Cancel);
        (await BeginsAsync(store, NewStore.InAnEmptyFolder)).ShouldBeTrue();

        await File.WriteAllBytesAsync(file, [], Cancel);
        await File.WriteAllBytesAsync(file + ".triggers", [], Cancel);
        (await BeginsAsync(store, NewStore.InAnEmptyFolder)).ShouldBeFalse();
        new FileInfo(file).Length.ShouldBe(0);
    }

    [Fact]
    public async Task Begin_OnWhatIsNoDatabase_IsRefusedInWords()
    {
        using var store = TestStore.Empty(Database.Sqlite);
        await File.WriteAllTextAsync(store.Store.File!, new string('я', 4000), Cancel);
        (
            await Should.ThrowAsync<InputException>(() => RunningSite.BeginAsync(store.Store, NewStore.InAnEmptyFolder, Cancel))
        ).Message.ShouldContain("restore");
    }

    [Fact]
    public async Task Begin_InAFolderThatCannotBe_IsRefusedInWords()
    {
        var refusal = await Should.ThrowAsync<InputException>(() =>
            RunningSite.BeginAsync(new("/proc/orientir/orientir.db"), NewStore.AskedFor, Cancel)
        );
        refusal.Message.ShouldContain("ORIENTIR_DATABASE (/proc/orientir/orientir.db)");
        refusal.Message.ShouldNotContain("восстанавливается");
    }

    [Fact]
    public async Task Begin_OnAServerThatIsNotThere_IsRefusedWithoutThePassword()
    {
        var refusal = await Should.ThrowAsync<InputException>(() =>
            RunningSite.BeginAsync(new("postgresql://user:secret123@127.0.0.1:1/base"), cancel: Cancel)
        );
        refusal.Message.ShouldContain("ORIENTIR_DATABASE (PostgreSQL 127.0.0.1/base)");
        refusal.Message.ShouldNotContain("secret123");
    }

    private static async Task<bool> BeginsAsync(TestStore store, NewStore made)
    {
        try
        {
            await using var running = await RunningSite.BeginAsync(store.Store, made, Cancel);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
