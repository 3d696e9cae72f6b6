namespace Orientir.Core.Store;

/// <summary>A row that several people may edit: saving over another's change fails.</summary>
public interface IVersioned
{
    /// <summary>Grows by one with every save; the concurrency token.</summary>
    long Version { get; set; }
}
