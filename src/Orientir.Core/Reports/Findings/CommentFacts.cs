namespace Orientir.Core.Reports;

/// <summary>A comment of an expert; the name is empty for the one unnamed expert.</summary>
public sealed record CommentFacts(string Code, string Title, string Expert, string Text);
