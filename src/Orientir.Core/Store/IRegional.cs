namespace Orientir.Core.Store;

/// <summary>A row that belongs to one region: every query is filtered by it.</summary>
public interface IRegional
{
    /// <summary>The region the row belongs to.</summary>
    int RegionId { get; }
}
