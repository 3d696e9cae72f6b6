using Orientir.Core.Office;

namespace Orientir.Core.Reports;

/// <summary>A paragraph, a list, a table or a chart.</summary>
public abstract record Block;

/// <summary>A paragraph; <paramref name="Strong"/> ones must be seen first (the result, the source of marks).</summary>
public sealed record TextBlock(string Text, bool Strong = false) : Block;

/// <summary>A list of sentences or phrases.</summary>
public sealed record ListBlock(IReadOnlyList<string> Items, bool Numbered = false) : Block;

public sealed record ChartBlock(Chart Chart) : Block;
