using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Files;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

public sealed class MoveFilesOutTests
{
    private const int Before = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Migrate_OfBytesInRows_MovesThemAllAndBeginsAnewWhereItStopped(Database database)
    {
        using var test = TestStore.Empty(database);
        byte[] first = [.. "%PDF первый"u8];
        byte[] second = new byte[5_000_000];
        byte[] zip = [.. "PK пакет"u8];
        new Random(1).NextBytes(second);
        await new Migrate(test.Store).RunAsync(Before, Cancel);
        await using (var context = test.Store.Open())
        {
            context.AllRegions = true;
            var old = new OldRows(context);
            await old.AddAsync("regions", ("Id", 1), ("Code", "r"), ("TimeZone", "Europe/Moscow"));
            await old.AddFileAsync("один.pdf", first);
            await old.AddFileAsync("тоже один.pdf", first);
            await old.AddFileAsync("два.pdf", second);
            await old.AddAsync("methodologies", ("Id", 1), ("RegionId", 1));
            await old.AddAsync("campaigns", ("Id", 1), ("RegionId", 1), ("MethodologyEditionId", 1));
            await old.AddAsync("result_runs", ("Id", 1), ("RegionId", 1), ("CampaignId", 1), ("MethodologyEditionId", 1));
            await old.AddAsync(
                "report_packages",
                ("Id", 7),
                ("RegionId", 1),
                ("ResultRunId", 1),
                ("FinishedAt", DateTime.UnixEpoch),
                ("Content", zip)
            );
            await old.AddAsync(
                "report_packages",
                ("Id", 8),
                ("RegionId", 1),
                ("ResultRunId", 1),
                ("FinishedAt", DateTime.UnixEpoch),
                ("Failure", "нет")
            );
        }
        var killed = new Orientir.Data.Store(test.Connection, new StoppingFiles(test.Store.Files, after: 2));
        await Should.ThrowAsync<OperationCanceledException>(() => new Migrate(killed).RunAsync(Cancel));
        (await new Migrate(test.Store).AppliedAsync(Cancel)).ShouldBeLessThan(5);

        await using (var context = test.Store.Open())
        {
            context.AllRegions = true;
            await context.Database.ExecuteSqlRawAsync(
                $"""UPDATE stored_files SET "Hash" = '{new string('a', 64)}' WHERE "Id" = 2""",
                Cancel
            );
        }
        var told = new List<string>();
        await new Migrate(test.Store).RunAsync(new Migrate(test.Store).Newest, alone: null, told.Add, Cancel);
        await new Migrate(test.Store).RunAsync(Cancel);
        told.ShouldContain(line =>
            line.StartsWith($"Файл № 2 повреждён ещё до обновления: при получении его SHA-256 была {new string('a', 64)}")
        );
        told.Count(line => line.StartsWith("Файл", StringComparison.Ordinal)).ShouldBe(1);

        await using var after = test.Store.Open();
        after.AllRegions = true;
        var rows = await after.StoredFiles.OrderBy(row => row.Id).ToListAsync(Cancel);
        rows.Select(row => (row.Id, row.RegionId, row.Name, row.Length))
            .ShouldBe([
                (1, 1, "один.pdf", first.Length),
                (2, 1, "тоже один.pdf", first.Length),
                (3, 1, "два.pdf", second.Length),
                (4, 1, "Отчёт 7.zip", zip.Length),
            ]);
        foreach (var (row, bytes) in rows.Zip([first, first, second, zip]))
            (await BytesAsync(test.Store.Files, row.Hash)).ShouldBe(bytes);
        (await after.ReportPackages.OrderBy(row => row.Id).Select(row => row.FileId).ToListAsync(Cancel)).ShouldBe([4, null]);
        (await test.Store.Files.ListAsync(Cancel).CountAsync(Cancel)).ShouldBe(3);
        (await StoreSchema.OfAsync(test.Store, Cancel)).ShouldNotContain(line =>
            line.Contains("stored_files Content", StringComparison.Ordinal)
            || line.Contains("report_packages Content", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Migrate_WhereOtherBytesOfTheSameLengthLieUnderTheName_KeepsThoseOfTheRow(Database database)
    {
        using var test = TestStore.Empty(database);
        byte[] content = [.. "%PDF верный"u8];
        await new Migrate(test.Store).RunAsync(Before, Cancel);
        await using (var context = test.Store.Open())
        {
            context.AllRegions = true;
            var old = new OldRows(context);
            await old.AddAsync("regions", ("Id", 1), ("Code", "r"), ("TimeZone", "Europe/Moscow"));
            await old.AddFileAsync("один.pdf", content);
        }
        var hash = (await test.Store.Files.PutAsync(new MemoryStream(content), Cancel)).Hash;
        var file = Path.Combine(test.FilesFolder, hash[..2], hash[2..]);
        await File.WriteAllBytesAsync(file, new byte[content.Length], Cancel);

        await new Migrate(test.Store).RunAsync(Cancel);

        (await BytesAsync(test.Store.Files, hash)).ShouldBe(content);
    }

    internal static async Task<byte[]> BytesAsync(IFileStore files, string hash)
    {
        await using var content = (await files.OpenAsync(hash, Cancel))!;
        using var all = new MemoryStream();
        await content.CopyToAsync(all, Cancel);
        return all.ToArray();
    }

    /// <summary>A store whose process ends after so many files.</summary>
    private sealed class StoppingFiles(IFileStore files, int after) : IFileStore
    {
        private int left = after;

        public string Place => files.Place;

        public Task ProveThereAsync(CancellationToken cancel = default) => files.ProveThereAsync(cancel);

        public Task<FileContent> PutAsync(Stream content, CancellationToken cancel = default) =>
            left-- > 0 ? files.PutAsync(content, cancel) : throw new OperationCanceledException();

        public Task<Stream?> OpenAsync(string hash, CancellationToken cancel = default) => files.OpenAsync(hash, cancel);

        public Task<long?> LengthAsync(string hash, CancellationToken cancel = default) => files.LengthAsync(hash, cancel);

        public IAsyncEnumerable<string> ListAsync(CancellationToken cancel = default) => files.ListAsync(cancel);

        public Task<bool> RemoveAsync(string hash, DateTime unlessSince, CancellationToken cancel = default) =>
            files.RemoveAsync(hash, unlessSince, cancel);

        public Task<string?> OwnerAsync(CancellationToken cancel = default) => files.OwnerAsync(cancel);

        public Task OwnAsync(string mark, CancellationToken cancel = default) => files.OwnAsync(mark, cancel);

        public Task<int> RemoveLeftoversAsync(DateTime before, CancellationToken cancel = default) =>
            files.RemoveLeftoversAsync(before, cancel);
    }

    /// <summary>Rows as an older schema has them: what is not said is empty.</summary>
    private sealed class OldRows(DbContext context)
    {
        public Task AddFileAsync(string name, byte[] content) =>
            AddAsync(
                "stored_files",
                ("RegionId", 1),
                ("Hash", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))),
                ("Name", name),
                ("Length", (long)content.Length),
                ("Content", content)
            );

        public async Task AddAsync(string table, params (string Column, object Value)[] values)
        {
            var sqlite = context.Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal);
            var columns = await context
                .Database.SqlQueryRaw<string>(
                    sqlite
                        ? "SELECT name || ' ' || type AS \"Value\" FROM pragma_table_info({0}) WHERE \"notnull\" = 1 AND pk = 0 AND dflt_value IS NULL"
                        : "SELECT column_name || ' ' || data_type AS \"Value\" FROM information_schema.columns WHERE table_name = {0} AND is_nullable = 'NO' AND is_identity = 'NO' AND column_default IS NULL",
                    table
                )
                .ToListAsync(Cancel);
            var all = values
                .Concat(
                    columns
                        .Select(column => column.Split(' ', 2))
                        .Where(column => values.All(value => value.Column != column[0]))
                        .Select(column => (column[0], Empty(column[1], column[0], sqlite)))
                )
                .ToList();
            var insert =
                $"INSERT INTO \"{table}\" ({string.Join(", ", all.Select(value => $"\"{value.Item1}\""))}) VALUES ({string.Join(", ", all.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"{{{index}}}")))})";
            await context.Database.ExecuteSqlAsync(FormattableStringFactory.Create(insert, [.. all.Select(value => value.Item2)]), Cancel);
        }

        private static object Empty(string type, string column, bool sqlite) =>
            type.ToLowerInvariant() switch
            {
                "text" when sqlite && IsMoment(column) => DateTime.UnixEpoch,
                "text" or "character varying" => "",
                "real" or "double precision" => 0.0,
                "integer" => 0,
                "bigint" => 0L,
                "boolean" => false,
                "blob" or "bytea" => Array.Empty<byte>(),
                _ => DateTime.UnixEpoch,
            };

        // SQLite has texts for them.
        private static bool IsMoment(string column) =>
            column is not "CompleteFrom"
            && (
                column.EndsWith("At", StringComparison.Ordinal)
                || column.EndsWith("From", StringComparison.Ordinal)
                || column.EndsWith("Until", StringComparison.Ordinal)
            );
    }
}
