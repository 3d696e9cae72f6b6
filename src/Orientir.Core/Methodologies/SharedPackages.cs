using Orientir.Core.Accounts;

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

/// <summary>Copies a shared package into the region's list, as a draft.</summary>
public sealed class CopyMethodology(OrientirContext context, TimeProvider time, SharedPackages shared)
{
    /// <summary>Copies the package of a file and gives the key of its row.</summary>
    /// <exception cref="RefusedException">No right, or no such package.</exception>
    public async Task<int> RunAsync(Actor actor, string file, CancellationToken cancel = default)
    {
        Permissions.Require(actor, Ability.ManageMethodologies);
        var package = shared.All.FirstOrDefault(one => one.File == file) ?? throw RefusedException.NotFound("Пакет методики");
        return await new ImportMethodology(context, time).RunAsync(
            actor,
            new(new WriteMethodology().Write(package.Methodology), package.File),
            cancel
        );
    }
}
