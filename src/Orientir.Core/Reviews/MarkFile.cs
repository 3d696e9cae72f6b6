using Orientir.Core.Office;

namespace Orientir.Core.Reviews;

/// <summary>A file of marks, split into rows where it is plain: that needs no methodology and can be done while one is read.</summary>
public sealed class MarkFile
{
    private MarkFile(ReadOnlyMemory<byte> content, string name, PlainTable? plain, bool kept) =>
        (Content, Name, Plain, IsKept) = (content, name, plain, kept);

    /// <summary>Its bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Its name for messages.</summary>
    public string Name { get; }

    internal PlainTable? Plain { get; }

    /// <summary>Whether it was taken once and kept: its texts are not doubted again.</summary>
    internal bool IsKept { get; }

    /// <summary>Looks through a file; what is wrong with it is told when its marks are read.</summary>
    public static MarkFile Of(ReadOnlyMemory<byte> content, string name) =>
        new(content, name, WorkbookReader.IsOne(content.Span) ? PlainSheet.Read(content, name) : PlainCsv.Read(content, name), kept: false);

    /// <summary>The marks of a kept run.</summary>
    internal static MarkFile Kept(ReadOnlyMemory<byte> csv, string name) =>
        new(csv, name, PlainCsv.Read(csv, name, doubted: false), kept: true);
}
