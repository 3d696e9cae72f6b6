namespace Orientir.Core.Tests.Data;

/// <summary>A folder for copies, removed with all that is in it.</summary>
internal sealed class BackupFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orientir-backup-");

    public string this[string name] => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
