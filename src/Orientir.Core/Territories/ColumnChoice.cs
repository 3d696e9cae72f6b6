namespace Orientir.Core.Territories;

/// <summary>What a column of a region's lists was said to hold: the next list with such a title is read so.</summary>
public sealed class ColumnChoice : IRegional
{
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The title, plain.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the field, as in registers; empty where the column is passed over.</summary>
    public required string Field { get; set; }
}
