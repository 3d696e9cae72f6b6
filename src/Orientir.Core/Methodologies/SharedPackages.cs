namespace Orientir.Core.Methodologies;

/// <summary>A package that comes with the program.</summary>
/// <param name="File">Name of the file in the folder: what is asked for to copy it.</param>
/// <param name="Methodology">The methodology.</param>
public sealed record SharedPackage(string File, Methodology Methodology);

/// <summary>The packages that come with the program, to be copied into a region.</summary>
/// <param name="folder">The folder with the files.</param>
public sealed class SharedPackages(string folder)
{
    private readonly Lazy<IReadOnlyList<SharedPackage>> all = new(() =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder, "*.json")
                    .Order(StringComparer.Ordinal)
                    .Select(path => new SharedPackage(
                        Path.GetFileName(path),
                        new ReadMethodology().Read(File.ReadAllBytes(path), Path.GetFileName(path))
                    )),
            ]
            : []
    );

    /// <summary>The packages, in order of their files; read once.</summary>
    public IReadOnlyList<SharedPackage> All => all.Value;
}
