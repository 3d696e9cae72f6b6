namespace Orientir.Core.Results;

/// <summary>How the rating is looked at: on its page and in its export.</summary>
/// <param name="Sort">«name», «points» (most first), uid of a direction (most first), anything else the place.</param>
/// <param name="Search">Part of a name, any case, ё as е; empty for all.</param>
/// <param name="Band">Id of a band of the first classification; empty for all.</param>
public sealed record ResultQuery(string? Sort = null, string? Search = null, string? Band = null);
