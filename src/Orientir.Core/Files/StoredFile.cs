namespace Orientir.Core.Files;

/// <summary>
/// A file as its owner knows it; its bytes are in <see cref="IFileStore"/>. Whatever has a file refers to this row by a foreign key.
/// </summary>
public sealed class StoredFile : IRegional
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>SHA-256 of the content, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Name as given.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes.</summary>
    public required long Length { get; init; }

    /// <summary>UTC; since when nothing refers to it, as far as the collection has noticed.</summary>
    public DateTime? UnusedSince { get; private set; }

    /// <summary>The row of bytes that are kept.</summary>
    public static StoredFile Of(int regionId, string name, FileContent content) =>
        new()
        {
            RegionId = regionId,
            Hash = content.Hash,
            Name = CleanText.Line(name),
            Length = content.Length,
        };
}
