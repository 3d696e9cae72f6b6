namespace Orientir.Core.Methodologies;

/// <summary>Reads and checks a methodology package of format <c>orientir-methodology/1</c>.</summary>
public sealed class ReadMethodology
{
    /// <summary>Reads the package.</summary>
    /// <param name="utf8">The file's bytes, with or without BOM.</param>
    /// <param name="file">Name of the file for messages.</param>
    /// <exception cref="InputException">The package has faults: every one, with line, column and JSON path.</exception>
    public Methodology Read(ReadOnlyMemory<byte> utf8, string file) => new PackageReader(JsonTree.Read(utf8, file)).Read();
}
