using System.Diagnostics;
using Orientir.App.Tests.Cli.Files;

namespace Orientir.App.Tests.Cli.Data;

public sealed class KilledRestoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restore_KilledWhileItWritesAFile_LeavesOnlyATemporaryOneAndBeginsAnew()
    {
        using var source = new TempFolder();
        using var target = new TempFolder();
        (await ToolRun.Of(["account", "add", "--email", "first@example.org", "--name", "Первый"], source.Path)).ShouldSucceed();
        var bytes = new byte[200 << 20];
        new Random(1).NextBytes(bytes);
        var kept = await CheckCommandTests.AddAsync(new(Path.Combine(source.Path, "data", "orientir.db")), "архив.zip", bytes);
        (await ToolRun.Of(["backup", "one.zip"], source.Path)).ShouldSucceed();
        var (files, aside) = (target["data/files"], target["data/files/new"]);

        using (var restore = ToolRun.Start(["restore", source["one.zip"]], target.Path))
        {
            for (
                var waited = Stopwatch.StartNew();
                !Directory.Exists(aside) || !new DirectoryInfo(aside).EnumerateFiles().Any(file => file.Length > 1 << 20);
                await Task.Yield()
            )
                waited.Elapsed.ShouldBeLessThan(ToolRun.Patience);
            restore.Kill();
            await restore.WaitForExitAsync(Cancel);
        }
        Directory.EnumerateDirectories(files).Select(Path.GetFileName).ShouldBe(["new"]);
        File.Exists(target["data/orientir.db"]).ShouldBeFalse();

        (await ToolRun.Of(["restore", source["one.zip"]], target.Path)).ShouldSucceed();
        (await ToolRun.Of(["files", "check"], target.Path)).ShouldSucceed();
        var store = new Orientir.Data.Store(target["data/orientir.db"]);
        (await store.Files.LengthAsync(kept.Hash, Cancel)).ShouldBe(bytes.Length);
        (await store.Files.RemoveLeftoversAsync(DateTime.MaxValue, Cancel)).ShouldBe(1);
        Directory.EnumerateFiles(aside).ShouldBeEmpty();
    }
}
