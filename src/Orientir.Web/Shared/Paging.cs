namespace Orientir.Web.Shared;

/// <summary>Which part of a long list a page shows.</summary>
/// <param name="Count">Rows in all.</param>
/// <param name="Length">Rows a page.</param>
/// <param name="Asked">The page asked for in the address; anything else is the first, too much the last.</param>
public sealed record Paging(int Count, int Length, string? Asked)
{
    public int Pages => Math.Max(1, (Count + Length - 1) / Length);

    public int Page =>
        int.TryParse(Asked, System.Globalization.CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, Pages) : 1;

    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> rows) => Pages == 1 ? rows : [.. rows.Skip((Page - 1) * Length).Take(Length)];
}
