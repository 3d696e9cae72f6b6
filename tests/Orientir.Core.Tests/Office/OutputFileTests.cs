using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public sealed class OutputFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("orientir-output").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Write_FolderAbsent_MakesItAndLeavesOnlyTheFile()
    {
        var path = Path.Combine(folder, "а", "б", "итог.txt");
        OutputFile.Write(path, stream => stream.Write("раз"u8));
        File.ReadAllText(path).ShouldBe("раз");
        Directory.GetFiles(Path.GetDirectoryName(path)!).ShouldBe([path]);
    }

    [Fact]
    public void Write_FileThere_IsReplacedWhole()
    {
        var path = Path.Combine(folder, "итог.txt");
        File.WriteAllText(path, "прежний длинный текст");
        OutputFile.Write(path, stream => stream.Write("два"u8));
        File.ReadAllText(path).ShouldBe("два");
    }

    [Fact]
    public void Write_WriterThrows_OldFileStaysAndNothingElse()
    {
        var path = Path.Combine(folder, "итог.txt");
        File.WriteAllText(path, "прежний");
        Should.Throw<InvalidOperationException>(() =>
            OutputFile.Write(
                path,
                stream =>
                {
                    stream.Write("половина"u8);
                    throw new InvalidOperationException();
                }
            )
        );
        File.ReadAllText(path).ShouldBe("прежний");
        Directory.GetFiles(folder).ShouldBe([path]);
    }

    [Fact]
    public void Write_OverFolder_IsRefused() => Refused(folder).Found.ShouldBe("это папка");

    [Theory]
    [InlineData("база.db")]
    [InlineData("база.db-wal")]
    public void Write_OverADatabaseOrItsLog_IsRefused(string name)
    {
        var database = Path.Combine(folder, "база.db");
        File.WriteAllText(database, "SQLite format 3\0и страницы");
        Refused(Path.Combine(folder, name)).Found.ShouldBe("это файл базы данных");
        File.ReadAllText(database).ShouldEndWith("и страницы");
    }

    [Fact]
    public void Write_FolderIsFile_IsRefused()
    {
        var file = Path.Combine(folder, "файл");
        File.WriteAllText(file, "");
        Refused(Path.Combine(file, "ниже", "итог.txt")).Found.ShouldContain("файл, а не папка");
    }

    [Fact]
    public void Write_FileHeld_IsRefused()
    {
        var path = Path.Combine(folder, "итог.txt");
        using var held = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        Refused(path).Found.ShouldBe("файл занят другой программой");
    }

    [Fact]
    public void Write_ReadOnlyFile_IsRefusedUnlessTheUserMayWriteAnywhere()
    {
        var path = Path.Combine(folder, "итог.txt");
        File.WriteAllText(path, "прежний");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        if (Environment.IsPrivilegedProcess)
        {
            OutputFile.Write(path, stream => stream.Write("новое"u8));
            File.ReadAllText(path).ShouldBe("новое");
        }
        else
        {
            Refused(path).Found.ShouldBe("нет права на запись");
            File.ReadAllText(path).ShouldBe("прежний");
        }
    }

    [Fact]
    public void Write_EmptyName_IsRefused() => Refused(" ").Found.ShouldBe("имя файла пусто");

    [Fact]
    public void Write_Link_FollowsIt()
    {
        var path = Path.Combine(folder, "итог.txt");
        var link = Path.Combine(folder, "ссылка.txt");
        File.WriteAllText(path, "прежний");
        File.CreateSymbolicLink(link, path);
        OutputFile.Write(link, stream => stream.Write("новый"u8));
        File.ReadAllText(path).ShouldBe("новый");
        new FileInfo(link).LinkTarget.ShouldBe(path);
    }

    [Fact]
    public void Write_Device_IsNotReplaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Devices have no path there.");
        OutputFile.Write("/dev/null", stream => stream.Write("мимо"u8));
        File.ReadAllText("/dev/null").ShouldBeEmpty();
    }

    private static InputError Refused(string path) =>
        Should.Throw<InputException>(() => OutputFile.Write(path, stream => stream.Write("новое"u8))).Errors.ShouldHaveSingleItem();
}
