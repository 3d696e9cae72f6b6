using System.Security.Cryptography;

namespace Orientir.Core.Methodologies;

/// <summary>Reads and checks a methodology package of format <c>orientir-methodology/1</c>.</summary>
public sealed class ReadMethodology
{
    /// <summary>Reads the package.</summary>
    /// <param name="utf8">The file's bytes, with or without BOM.</param>
    /// <param name="file">Name of the file for messages.</param>
    /// <exception cref="InputException">The package has faults: every one, with line, column and JSON path.</exception>
    public Methodology Read(ReadOnlyMemory<byte> utf8, string file) => new PackageReader(JsonTree.Read(utf8, file)).Read();

    /// <summary>
    /// Reads a package that was taken before, as it stands: proved by its hash, and held only to what reading needs. Rules for who writes
    /// packages grow stricter; what was read by those of then must be readable for ever (docs/adr/0006-results-are-kept.md).
    /// </summary>
    /// <param name="utf8">The bytes that were kept.</param>
    /// <param name="hash">SHA-256 of them, hex, as it was kept.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InvalidDataException">The bytes are not those that were kept.</exception>
    internal Methodology ReadKept(ReadOnlyMemory<byte> utf8, string hash, string file) =>
        Convert.ToHexStringLower(SHA256.HashData(utf8.Span)) == hash
            ? new PackageReader(JsonTree.Read(utf8, file, kept: true), kept: true).Read()
            : throw new InvalidDataException($"{file} is not the package that was kept.");
}
