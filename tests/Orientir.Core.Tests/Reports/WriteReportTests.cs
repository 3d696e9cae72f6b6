using System.IO.Compression;
using Orientir.Core.Reports;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Tests.Reports;

public sealed class WriteReportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("orientir-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Dictionary<string, byte[]> Files() =>
        Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes);

    private sealed class SynchronousProgress(Action<ReportProgress> tell) : IProgress<ReportProgress>
    {
        public void Report(ReportProgress value) => tell(value);
    }

    [Fact]
    public void Write_NewFolder_HoldsThePackageAndNothingElse()
    {
        var told = new List<ReportProgress>();
        var written = new WriteReport().Write(
            Marked.Full(Marked.Tree(2, 3), 3),
            "Проба",
            Path.Combine(folder, "a", "b"),
            new SynchronousProgress(told.Add),
            cancellation: TestContext.Current.CancellationToken
        );
        Files().Keys.Order(StringComparer.Ordinal).ShouldBe(written.Files.Select(file => "a/b/" + file).Order(StringComparer.Ordinal));
        written.Files.ShouldContain("report.docx");
        written.Files.ShouldContain("results.json");
        written.Files.ShouldContain("conclusions/Район 2.docx");
        written.Removed.ShouldBeEmpty();
        told.Select(progress => progress.Done).ShouldBe(Enumerable.Range(1, written.Files.Count));
        told.ShouldAllBe(progress => progress.Total == written.Files.Count);
    }

    [Theory]
    [InlineData]
    [InlineData("Первый район", "Второй район")]
    public void Write_NobodyAnswered_GivesAWholePackageThatSaysSo(params string[] subjects)
    {
        var scored = new ScoreMarks().Score(
            Marked.Tree(2, 2),
            new MarkSheet
            {
                Subjects = [.. subjects.Select(name => new ScoringSubject(name, name))],
                Experts = [],
                Marks = Array.Empty<NodeMark>(),
                Comments = [],
            }
        );
        new WriteReport().Write(scored, "Проба", folder, cancellation: TestContext.Current.CancellationToken);
        var files = Files();
        files.Count.ShouldBe(4 + subjects.Length);
        System.Text.Encoding.UTF8.GetString(files["report.html"]).ShouldContain("Данных нет ни по одному муниципалитету");
        Docx.Faults(files["report.docx"]).ShouldBeEmpty();
        Xlsx.Faults(files["summary.xlsx"]).ShouldBeEmpty();
        foreach (var (_, conclusion) in files.Where(file => file.Key.StartsWith("conclusions/", StringComparison.Ordinal)))
            Xlsx.Part(conclusion, "word/document.xml").ShouldContain("Данных нет");
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        var scored = Marked.Full(Marked.Tree(3, 5), 18);
        new WriteReport().Write(scored, "Проба", folder, cancellation: TestContext.Current.CancellationToken);
        var first = Files();
        new WriteReport().Write(Marked.Full(Marked.Tree(3, 5), 18), "Проба", folder, cancellation: TestContext.Current.CancellationToken);
        var second = Files();
        second.Keys.Order(StringComparer.Ordinal).ShouldBe(first.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, bytes) in first)
            second[name].ShouldBe(bytes, name);
    }

    [Fact]
    public void Write_FewerSubjectsThanBefore_RemovesTheirConclusionsButNothingOfOthers()
    {
        new WriteReport().Write(Marked.Full(Marked.Tree(2, 3), 4), "Проба", folder, cancellation: TestContext.Current.CancellationToken);
        var conclusions = Path.Combine(folder, "conclusions");
        File.WriteAllText(Path.Combine(conclusions, "заметки.txt"), "чужое");
        File.WriteAllText(Path.Combine(conclusions, "~$йон 4.docx"), "замок Word");
        File.WriteAllText(Path.Combine(folder, "своё.docx"), "чужое");
        SaveAgainAsWordWould(Path.Combine(conclusions, "Район 3.docx"));

        var written = new WriteReport().Write(
            Marked.Full(Marked.Tree(2, 3), 2),
            "Проба",
            folder,
            cancellation: TestContext.Current.CancellationToken
        );

        written.Removed.ShouldBe(["conclusions/Район 4.docx"]);
        Directory
            .GetFiles(conclusions)
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                new[] { "~$йон 4.docx", "заметки.txt", "Район 1.docx", "Район 2.docx", "Район 3.docx" }.Order(StringComparer.Ordinal)
            );
        File.Exists(Path.Combine(folder, "своё.docx")).ShouldBeTrue();
    }

    [Fact]
    public void Write_Cancelled_LeavesThePackageOfBeforeAsItWas()
    {
        new WriteReport().Write(Marked.Full(Marked.Tree(2, 3), 4), "Прежнее", folder, cancellation: TestContext.Current.CancellationToken);
        var before = Files();
        using var cancellation = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() =>
            new WriteReport().Write(
                Marked.Full(Marked.Tree(2, 3), 40),
                "Новое",
                folder,
                new SynchronousProgress(_ => cancellation.Cancel()),
                cancellation: cancellation.Token
            )
        );
        var after = Files();
        after.Keys.Order(StringComparer.Ordinal).ShouldBe(before.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, bytes) in before)
            after[name].ShouldBe(bytes, name);
    }

    [Fact]
    public void Write_LeftoversOfAKilledRun_AreNotMovedIntoThePackage()
    {
        var left = Directory.CreateDirectory(Path.Combine(folder, ".orientir-part", "conclusions")).FullName;
        File.WriteAllText(Path.Combine(left, "Район 9.docx"), "половина");
        new WriteReport().Write(Marked.Full(Marked.Tree(2, 3), 2), "Проба", folder, cancellation: TestContext.Current.CancellationToken);
        Files().Keys.ShouldNotContain(name => name.Contains("Район 9", StringComparison.Ordinal) || name.StartsWith('.'));
    }

    [Fact]
    public void Write_AnotherWriterAtWork_IsRefused()
    {
        var aside = Directory.CreateDirectory(Path.Combine(folder, ".orientir-part")).FullName;
        using (new FileStream(Path.Combine(aside, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            Should
                .Throw<InputException>(() => new WriteReport().Write(Marked.Full(Marked.Tree(2, 3), 2), "Проба", folder))
                .Message.ShouldContain("занят");
        Files().Keys.ShouldBe([".orientir-part/lock"]);
    }

    [Theory]
    [InlineData("", "имя папки пусто")]
    [InlineData("file", "это файл")]
    [InlineData("file/below", "файл")]
    public void Write_NoPlaceToWrite_IsRefused(string name, string found)
    {
        File.WriteAllText(Path.Combine(folder, "file"), "");
        var target = name.Length == 0 ? "" : Path.Combine(folder, name);
        Should
            .Throw<InputException>(() => new WriteReport().Write(Marked.Full(Marked.Tree(2, 3), 2), "Проба", target))
            .Message.ShouldContain(found);
        Files().Keys.ShouldBe(["file"]);
    }

    [Fact]
    public void Write_CancelledInNewFolders_LeavesNoneOfThem()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Should.Throw<OperationCanceledException>(() =>
            new WriteReport().Write(
                Marked.Full(Marked.Tree(2, 3), 2),
                "Проба",
                Path.Combine(folder, "a", "b"),
                cancellation: cancelled.Token
            )
        );
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("conclusions", false, "это файл")]
    [InlineData("summary.xlsx", true, "это папка")]
    public void Write_WhereSomethingElseIsInTheWay_NamesItAndChangesNothing(string name, bool isFolder, string found)
    {
        File.WriteAllText(Path.Combine(folder, "report.docx"), "прежний");
        var inTheWay = Path.Combine(folder, name);
        if (isFolder)
            Directory.CreateDirectory(inTheWay);
        else
            File.WriteAllText(inTheWay, "");
        var error = Should
            .Throw<InputException>(() => new WriteReport().Write(Marked.Full(Marked.Tree(2, 3), 2), "Проба", folder))
            .Errors.ShouldHaveSingleItem();
        error.Place.ShouldBe(inTheWay);
        error.Found.ShouldContain(found);
        File.ReadAllText(Path.Combine(folder, "report.docx")).ShouldBe("прежний");
        Directory.Exists(Path.Combine(folder, ".orientir-part")).ShouldBeFalse();
    }

    [Fact]
    public void Write_WhereNothingMayBeWritten_SaysSoInALine()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there is a folder closed to root too.");
        Should
            .Throw<InputException>(() => new WriteReport().Write(Marked.Full(Marked.Tree(2, 3), 2), "Проба", "/proc/отчёт"))
            .Errors.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                error => error.Place.ShouldBe("/proc/отчёт"),
                error => error.Found.ShouldContain("записать не удалось"),
                error => error.Found.ShouldNotContain("find")
            );
    }

    [Fact]
    public async Task Write_WhereTheDiskIsFull_SaysSoAndLeavesThePackageOfBefore()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 1);
        var package = Path.Combine(disk.Folder, "отчёт");
        new WriteReport().Write(Marked.Full(Marked.Tree(2, 3), 2), "Проба", package, cancellation: TestContext.Current.CancellationToken);
        var before = Directory.GetFiles(package, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);

        Should
            .Throw<InputException>(() => new WriteReport().Write(Marked.Full(Marked.Tree(4, 12), 200), "Проба", package))
            .Errors.ShouldHaveSingleItem()
            .Found.ShouldContain("на диске не хватает места");

        var after = Directory.GetFiles(package, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
        after.Keys.Order(StringComparer.Ordinal).ShouldBe(before.Keys.Order(StringComparer.Ordinal));
        foreach (var (path, bytes) in before)
            after[path].ShouldBe(bytes);
    }

    private static void SaveAgainAsWordWould(string path)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        archive.GetEntry("docProps/app.xml")!.Delete();
        using var part = new StreamWriter(archive.CreateEntry("docProps/app.xml").Open());
        part.Write(
            "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Microsoft Office Word</Application></Properties>"
        );
    }
}
