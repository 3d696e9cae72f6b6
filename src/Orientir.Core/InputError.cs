namespace Orientir.Core;

/// <summary>
/// One fault of an input, in Russian: where it stands, what was found there and what is allowed.
/// </summary>
/// <param name="Place">«FILE:LINE:COLUMN», «FILE:sheet!cell», or just «FILE»; a JSON path may follow the position after a space.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed, or what to do.</param>
public sealed record InputError(string Place, string Found, string Allowed)
{
    /// <summary>«Place: found; allowed».</summary>
    public override string ToString() => $"{Place}: {Found}; {Allowed}";
}

/// <summary>An input was refused as a whole: every fault of it at once, in the order of the input. Nothing was imported.</summary>
public sealed class InputException(IReadOnlyList<InputError> errors) : Exception(string.Join('\n', errors))
{
    /// <summary>The faults, at least one.</summary>
    public IReadOnlyList<InputError> Errors { get; } = errors;
}
