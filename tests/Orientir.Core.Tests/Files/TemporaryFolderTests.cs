using Orientir.Core.Files;

namespace Orientir.Core.Tests.Files;

public sealed class TemporaryFolderTests : IDisposable
{
    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("orientir-temporary-");

    private string Folder => Path.Combine(place.FullName, "temp");

    [Fact]
    public void NewFolder_InAFolderOpenToOthers_IsForItsUserAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }
        Directory.CreateDirectory(Folder, (UnixFileMode)0b111_111_111);
        var made = new TemporaryFolder(Folder).NewFolder();
        for (var above = made; above.FullName != place.FullName; above = above.Parent!)
            above.UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, above.FullName);
    }

    [Fact]
    public void Sweep_AfterAKilledProcess_RemovesWhatItLeftAndNothingOfOthers()
    {
        var living = new TemporaryFolder(Folder).NewFolder();
        File.WriteAllText(Path.Combine(living.FullName, "отчёт.docx"), "живой");
        // A killed process leaves its folder and a sign that nobody holds.
        var left = Directory.CreateDirectory(Path.Combine(Folder, "killed", "inner"));
        File.WriteAllText(Path.Combine(left.FullName, "отчёт.docx"), "фамилии");
        File.WriteAllText(Path.Combine(Folder, "killed.held"), "");

        var next = new TemporaryFolder(Folder);
        next.Sweep();

        Directory.Exists(Path.Combine(Folder, "killed")).ShouldBeFalse();
        File.Exists(Path.Combine(Folder, "killed.held")).ShouldBeFalse();
        File.Exists(Path.Combine(living.FullName, "отчёт.docx")).ShouldBeTrue();
        next.NewName().ShouldNotBe(next.NewName());
    }

    public void Dispose() => place.Delete(recursive: true);
}
