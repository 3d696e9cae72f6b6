namespace Orientir.Data;

/// <summary>How rows came from an older schema to a newer one.</summary>
/// <param name="From">The schema they were of.</param>
/// <param name="Applied">What was applied to them, at least one.</param>
/// <param name="Took">How long it took.</param>
internal sealed record Upgrade(int From, IReadOnlyList<Migration> Applied, TimeSpan Took)
{
    /// <summary>«со схемы 19 до 21 за 0,4 с: 0020-what-jobs-did, 0021-names-kept».</summary>
    public override string ToString() =>
        $"со схемы {From} до {Applied[^1].Number} за {Russian.Fixed(Took.TotalSeconds, 1)}{Russian.NoBreakSpace}с: "
        + string.Join(", ", Applied.Select(migration => migration.Name));
}
