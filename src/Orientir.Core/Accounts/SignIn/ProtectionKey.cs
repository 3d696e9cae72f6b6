namespace Orientir.Core.Accounts;

/// <summary>A key of cookie protection, shared by all nodes.</summary>
public sealed class ProtectionKey
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <summary>Name of the key element.</summary>
    public required string Name { get; init; }

    /// <summary>The key element.</summary>
    public required string Xml { get; init; }
}
