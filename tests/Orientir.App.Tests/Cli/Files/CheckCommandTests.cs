using Orientir.Core.Files;
using Orientir.Core.Territories;

namespace Orientir.App.Tests.Cli.Files;

public sealed class CheckCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_OfWholeAndFaultyStores_SaysWhatIsWrongByItsExitCode()
    {
        using var folder = new TempFolder();
        (await ToolRun.Of(["account", "add", "--email", "first@example.org", "--name", "Первый"], folder.Path)).ShouldSucceed();
        var store = new Orientir.Data.Store(Path.Combine(folder.Path, "data", "orientir.db"));
        var kept = await AddAsync(store, "приказ.pdf", [1, 2, 3]);
        await store.Files.PutAsync(new MemoryStream([4]), Cancel);

        var whole = await ToolRun.Of(["files", "check"], folder.Path);
        whole.ShouldSucceed();
        whole.Output.ShouldContain("1\u00A0файл по записям");
        whole.Output.ShouldContain("без записи — 1");

        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "data", "files", kept.Hash[..2], kept.Hash[2..]), [1, 2, 4], Cancel);
        var faulty = await ToolRun.Of(["files", "check"], folder.Path);
        faulty.ExitCode.ShouldBe(2);
        faulty.Errors.ShouldContain("«приказ.pdf»: содержимое файла повреждено");

        var backup = await ToolRun.Of(["backup", "one.zip"], folder.Path);
        backup.ExitCode.ShouldBe(2);
        // Counted is what is there: none.
        backup.Output.ShouldContain("записано и проверено");
        backup.Output.ShouldContain("0\u00A0файлов");
        backup.Errors.ShouldContain("1\u00A0файл");
        File.Exists(folder["one.zip"]).ShouldBeTrue();
    }

    internal static async Task<FileContent> AddAsync(Orientir.Data.Store store, string name, byte[] bytes)
    {
        var kept = await store.Files.PutAsync(new MemoryStream(bytes), Cancel);
        await using var context = store.Open();
        var region = new Region
        {
            Code = "r",
            Title = "Регион",
            TimeZone = "Europe/Moscow",
        };
        context.Regions.Add(region);
        await context.SaveChangesAsync(Cancel);
        context.RegionId = region.Id;
        context.StoredFiles.Add(StoredFile.Of(region.Id, name, kept));
        await context.SaveChangesAsync(Cancel);
        return kept;
    }
}
