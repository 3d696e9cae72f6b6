using System.IO.Compression;
using System.Text.Json.Nodes;
using Orientir.Data;

namespace Orientir.Core.Tests.Data;

/// <summary>Back-ups of a campaign, what stands in them, and what is changed in them by hand.</summary>
internal static class Backups
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static BackupCounts Backup(ReviewedCampaign made, string file) =>
        new WriteBackup(made.Test.Store, made.Time).Run(file, cancel: Cancel);

    public static async Task RefusedAsync(ReviewedCampaign made, string file, string said, bool replace = true)
    {
        CloseConnections();
        (
            await Should.ThrowAsync<InputException>(() => new RestoreBackup(made.Test.Store).RunAsync(file, replace, Cancel))
        ).Message.ShouldContain(said);
    }

    public static void CloseConnections()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    public static string[] Lines(string file, string table)
    {
        using var zip = ZipFile.OpenRead(file);
        using var reader = new StreamReader(zip.GetEntry($"tables/{table}.jsonl")!.Open());
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static List<string> Contents(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        return
        [
            .. zip
                .Entries.Where(entry => entry.FullName != "manifest.json")
                .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
                .Select(entry =>
                {
                    using var reader = new StreamReader(entry.Open());
                    return $"{entry.FullName}\n{reader.ReadToEnd()}";
                }),
        ];
    }

    public static List<string> ContentsOf(Orientir.Data.Store store, string file)
    {
        new WriteBackup(store, TimeProvider.System).Run(file, cancel: Cancel);
        return Contents(file);
    }

    public static async Task ChangeManifestAsync(string file, Action<JsonNode> change)
    {
        await using var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Update, Cancel);
        JsonNode manifest;
        await using (var read = await zip.GetEntry("manifest.json")!.OpenAsync(Cancel))
            manifest = (await JsonNode.ParseAsync(read, cancellationToken: Cancel))!;
        change(manifest);
        zip.GetEntry("manifest.json")!.Delete();
        await using var written = await zip.CreateEntry("manifest.json", CompressionLevel.NoCompression).OpenAsync(Cancel);
        await written.WriteAsync(System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()), Cancel);
    }
}
