using Orientir.Core.Accounts;

namespace Orientir.Core.Methodologies;

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
