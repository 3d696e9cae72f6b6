using Orientir.Core.Office;

namespace Orientir.Core.Reviews;

/// <summary>A file of marks, split into rows where it is plain: that needs no methodology and can be done while one is read.</summary>
public sealed class MarkFile
{
    private MarkFile(ReadOnlyMemory<byte> content, string name, bool kept, PlainTable? plain) =>
        (Content, Name, IsKept, Plain) = (content, name, kept, plain);

    /// <summary>Its bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Its name for messages.</summary>
    public string Name { get; }

    /// <summary>What it was split into; null where it is not plain.</summary>
    internal PlainTable? Plain { get; private set; }

    /// <summary>Whether it was taken once and kept: its texts are not doubted again.</summary>
    internal bool IsKept { get; }

    /// <summary>Looks through a file; what is wrong with it is told when its marks are read.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static MarkFile Of(ReadOnlyMemory<byte> content, string name, CancellationToken cancel = default) =>
        new(
            content,
            name,
            kept: false,
            WorkbookReader.IsOne(content.Span) ? PlainSheet.Read(content, name, cancel) : PlainCsv.Read(content, name, cancel: cancel)
        );

    /// <summary>The marks of a kept run.</summary>
    internal static MarkFile Kept(ReadOnlyMemory<byte> csv, string name) =>
        new(csv, name, kept: true, PlainCsv.Read(csv, name, doubted: false));

    /// <summary>Gives what it was split into and lets it go, so that reading row by row does not stand beside it in memory.</summary>
    internal PlainTable? TakePlain()
    {
        var plain = Plain;
        Plain = null;
        return plain;
    }
}
