using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Territories;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

/// <summary>What happens to the file of a site at work.</summary>
public class DatabaseFileGuardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Deeds =>
        new()
        {
            { "removed", "удалён" },
            { "moved", "удалён" },
            { "replaced", "подменён" },
            { "log removed", "удалён" },
            { "log replaced", "подменён" },
            { "head zeroed", "испорчен" },
            { "garbage", "испорчен" },
            { "cut to a third", "испорчен" },
            { "emptied", "испорчен" },
        };

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task Save_IntoAFileThatIsAnother_IsNotAcknowledged(string deed, string said)
    {
        using var test = await TestStore.MigratedAsync(Database.Sqlite);
        using var readiness = new StoreReadiness(
            test.Store,
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(2) }
        );
        await using var running = await RunningSite.BeginAsync(test.Store, cancel: Cancel);
        await AddAsync(test.Store, "before");
        (await readiness.AskAsync(Cancel)).ShouldBeNull();
        await using var open = test.Store.Open();
        await open.Database.OpenConnectionAsync(Cancel);

        await DoAsync(test.Store.File!, deed);

        // A request that began before, by a connection that was open, and one that begins now.
        await FailsAsync(() => AddAsync(open, "within"));
        await FailsAsync(() => AddAsync(test.Store, "after"));
        await FailsAsync(async () =>
        {
            await using var context = test.Store.Open();
            await context.Regions.ExecuteUpdateAsync(set => set.SetProperty(row => row.Title, "Другой"), Cancel);
        });
        (await readiness.AskAsync(Cancel))!.Found.ShouldContain(said);

        async Task FailsAsync(Func<Task> save)
        {
            var failed = await Should.ThrowAsync<Exception>(save);
            open.FaultOf(failed).ShouldNotBeNull(failed.ToString()).Found.ShouldContain(said);
        }
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Readiness_OfAStoreAtWork_ReadsAndWrites(Database database)
    {
        using var test = await TestStore.MigratedAsync(database);
        using var readiness = new StoreReadiness(
            test.Store,
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(2) }
        );
        await using var running = await RunningSite.BeginAsync(test.Store, cancel: Cancel);
        (await readiness.AskAsync(Cancel)).ShouldBeNull();
        await using (var context = test.Store.Open())
            await context.Database.ExecuteSqlRawAsync("DELETE FROM schema_versions", Cancel);
        (await readiness.AskAsync(Cancel))!.Found.ShouldContain("нет таблиц");
    }

    [Fact]
    public async Task Readiness_WhileAnotherWrites_IsReady()
    {
        using var test = await TestStore.MigratedAsync(Database.Sqlite);
        using var readiness = new StoreReadiness(test.Store, TimeProvider.System);
        await using var other = await WriterAsync(test.Store);
        (await readiness.AskAsync(Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Read_WhileAnotherProcessWritesAndAHundredWait_IsNotHeldUp()
    {
        using var test = await TestStore.MigratedAsync(Database.Sqlite);
        var other = await WriterAsync(test.Store);
        var savers = Enumerable.Range(0, 100).Select(index => Task.Run(() => AddAsync(test.Store, $"r{index}"), Cancel)).ToList();
        var readers = Enumerable
            .Range(0, 20)
            .Select(_ =>
                Task.Run(
                    async () =>
                    {
                        await using var context = test.Store.Open();
                        return await context.Regions.CountAsync(Cancel);
                    },
                    Cancel
                )
            );
        (await Task.WhenAll(readers).WaitAsync(TimeSpan.FromMinutes(1), Cancel)).ShouldAllBe(count => count == 0);
        savers.ShouldAllBe(saver => !saver.IsCompleted);

        await other.DisposeAsync();
        await Task.WhenAll(savers).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        await using var after = test.Store.Open();
        (await after.Regions.CountAsync(Cancel)).ShouldBe(100);
    }

    [Fact]
    public async Task Transaction_LetGoOfWithoutAnEnd_LetsTheNextOneIn()
    {
        using var test = await TestStore.MigratedAsync(Database.Sqlite);
        await using (var context = test.Store.Open())
        {
            await context.Database.OpenConnectionAsync(Cancel);
            await using (await context.Database.BeginTransactionAsync(Cancel))
                await context.Regions.CountAsync(Cancel);
            // The same unit of work goes on; another one waits for its end.
            await using (await context.Database.BeginTransactionAsync(Cancel))
                await context.Regions.CountAsync(Cancel);
        }
        await AddAsync(test.Store, "next").WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    [Fact]
    public async Task Fault_LookedAtByManyWhileTheFileGrowsAndShrinks_IsNone()
    {
        using var test = await TestStore.MigratedAsync(Database.Sqlite);
        using var opened = new DatabaseFileGuard(test.Store);
        var goesOn = true;
        var looks = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(
                    () =>
                    {
                        while (Volatile.Read(ref goesOn))
                            opened.Fault().ShouldBeNull();
                    },
                    Cancel
                )
            )
            .ToList();
        await using (var context = test.Store.Open())
            for (var round = 0; round < 60; round++)
                await context.Database.ExecuteSqlRawAsync(
                    round % 20 < 19
                        ? "CREATE TABLE IF NOT EXISTS grown (bytes BLOB); INSERT INTO grown VALUES (zeroblob(400000)); PRAGMA wal_checkpoint"
                        : "DELETE FROM grown; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)",
                    Cancel
                );
        Volatile.Write(ref goesOn, false);
        await Task.WhenAll(looks);
    }

    [Theory]
    [InlineData(5, "долго пишет")]
    [InlineData(8, "только для чтения")]
    [InlineData(10, "не читается или не пишется")]
    [InlineData(11, "повреждён")]
    [InlineData(13, "нет места")]
    [InlineData(14, "не открывается")]
    [InlineData(26, "не база SQLite")]
    public async Task FaultOf_WhatSqliteSaysByANumber_IsInWords(int code, string said)
    {
        using var test = await TestStore.MigratedAsync(Database.Sqlite);
        await using var context = test.Store.Open();
        context.FaultOf(new DbUpdateException("", new SqliteException("", code)))!.Found.ShouldContain(said);
        context.FaultOf(new DbUpdateException("", new SqliteException("", 19))).ShouldBeNull();
        context.FaultOf(new InvalidOperationException()).ShouldBeNull();
    }

    [Theory]
    [InlineData("53300", "кончились соединения")]
    [InlineData("57P03", "останавливается")]
    [InlineData("53100", "нет места")]
    [InlineData("28P01", "имя или пароль")]
    [InlineData("3D000", "нет такой базы")]
    [InlineData("08006", "не отвечает")]
    [InlineData("25006", "только читает")]
    public void FaultOf_WhatPostgresSaysByACode_IsInWords(string code, string said)
    {
        using var context = new Orientir.Data.Store("Host=h").Open();
        context.FaultOf(new DbUpdateException("", new Npgsql.PostgresException("", "", "", code)))!.Found.ShouldContain(said);
        context.FaultOf(new Npgsql.PostgresException("", "", "", "42501")).ShouldBeNull();
    }

    private static async Task DoAsync(string file, string deed)
    {
        switch (deed)
        {
            case "removed":
                File.Delete(file);
                break;
            case "moved":
                File.Move(file, file + ".elsewhere");
                break;
            case "replaced":
                File.Copy(file, file + ".copy");
                File.Move(file + ".copy", file, overwrite: true);
                break;
            case "log removed":
                File.Delete(file + "-wal");
                break;
            case "log replaced":
                File.Copy(file + "-wal", file + ".copy");
                File.Move(file + ".copy", file + "-wal", overwrite: true);
                break;
            case "head zeroed":
                await WriteAsync(stream => stream.Write(new byte[4096]));
                break;
            case "garbage":
                await WriteAsync(stream =>
                {
                    var bytes = new byte[stream.Length];
                    new Random(1).NextBytes(bytes);
                    stream.Write(bytes);
                });
                break;
            case "cut to a third":
                await WriteAsync(stream => stream.SetLength(stream.Length / 3));
                break;
            case "emptied":
                await WriteAsync(stream => stream.SetLength(0));
                break;
            default:
                throw new ArgumentException(deed, nameof(deed));
        }

        async Task WriteAsync(Action<FileStream> write)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            write(stream);
        }
    }

    private static async Task<SqliteConnection> WriterAsync(Orientir.Data.Store store)
    {
        var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store.File, Pooling = false }.ConnectionString);
        await other.OpenAsync(Cancel);
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(Cancel);
        return other;
    }

    private static async Task AddAsync(Orientir.Data.Store store, string code)
    {
        await using var context = store.Open();
        await AddAsync(context, code);
    }

    private static Task<int> AddAsync(OrientirContext context, string code)
    {
        context.Regions.Add(
            new Region
            {
                Code = code,
                Title = code,
                TimeZone = "Europe/Moscow",
            }
        );
        return context.SaveChangesAsync(Cancel);
    }
}
