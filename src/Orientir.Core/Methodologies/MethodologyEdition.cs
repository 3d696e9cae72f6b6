using System.Security.Cryptography;
using System.Text;

namespace Orientir.Core.Methodologies;

/// <summary>A package in a region's list: a draft until published, immutable afterwards. A later revision is a row of its own.</summary>
public sealed class MethodologyEdition : IRegional
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public required string PackageId { get; init; }

    public required int Edition { get; init; }

    /// <summary>Revision: unique with region, package and edition.</summary>
    public required int Revision { get; init; }

    /// <summary>Title, for lists.</summary>
    public required string Title { get; init; }

    /// <summary>Folded title.</summary>
    public required string FoldedName { get; init; }

    /// <summary>Subject kind, as in packages.</summary>
    public required string SubjectKind { get; init; }

    /// <summary>The package itself, canonical JSON.</summary>
    public required string Json { get; init; }

    /// <summary>SHA-256 of <see cref="Json"/>, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>UTC; null while a draft.</summary>
    public DateTime? PublishedAt { get; set; }

    /// <summary>A draft of a region.</summary>
    public static MethodologyEdition Of(int regionId, Methodology methodology)
    {
        var bytes = new WriteMethodology().Write(methodology);
        return new MethodologyEdition
        {
            RegionId = regionId,
            PackageId = methodology.Id,
            Edition = methodology.Edition,
            Revision = methodology.Revision,
            Title = methodology.Title,
            FoldedName = Language.FoldedName.Of(methodology.Title),
            SubjectKind = PackageWords.Of(PackageWords.Subjects, methodology.Subject),
            Json = Encoding.UTF8.GetString(bytes),
            Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        };
    }

    /// <summary>The methodology: read once, then kept.</summary>
    public Methodology Read() => KeptMethodologies.Of(this);
}
