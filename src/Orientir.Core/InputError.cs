namespace Orientir.Core;

/// <summary>
/// One fault of an input, in Russian: where it stands, what was found there and what is allowed.
/// </summary>
/// <param name="Place">«FILE:LINE:COLUMN», «FILE:sheet!cell», or just «FILE»; a JSON path may follow the position after a space.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed, or what to do.</param>
public sealed record InputError(string Place, string Found, string Allowed)
{
    /// <summary>How many rows have the same fault, this one included; the place is the first of them.</summary>
    public int Count { get; init; } = 1;

    /// <summary>What was found, with how often: «не указан объект (в 1 080 строках, первая здесь)».</summary>
    public string FoundOften => Count == 1 ? Found : $"{Found} (в {Russian.Count(Count, "строке", "строках", "строках")}, первая здесь)";

    /// <summary>«Place: found; allowed».</summary>
    public override string ToString() => $"{Place}: {FoundOften}; {Allowed}";
}

/// <summary>An input was refused as a whole: every fault of it at once, in the order of the input. Nothing was imported.</summary>
/// <param name="errors">The faults, at least one; a cause that many rows share is one.</param>
/// <param name="untold">How many more there are than can be listed.</param>
public sealed class InputException(IReadOnlyList<InputError> errors, int untold = 0) : Exception(string.Join('\n', errors.Take(200)))
{
    /// <summary>The faults, at least one.</summary>
    public IReadOnlyList<InputError> Errors { get; } = errors;

    /// <summary>How many more there are than can be listed.</summary>
    public int Untold { get; } = untold;

    /// <summary>How many faults there are, every row by itself.</summary>
    public int Count => Errors.Sum(error => error.Count) + Untold;
}
