namespace Orientir.Core;

/// <summary>A row that belongs to one region: every query is filtered by it.</summary>
public interface IRegional
{
    /// <summary>The region the row belongs to.</summary>
    int RegionId { get; }
}

/// <summary>A row that several people may edit: saving over another's change fails.</summary>
public interface IVersioned
{
    /// <summary>Grows by one with every save; the concurrency token.</summary>
    long Version { get; set; }
}
