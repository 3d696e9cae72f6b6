namespace Orientir.Core.Results;

/// <summary>How far the answers of a subject had come when a run was computed.</summary>
public enum Answering
{
    /// <summary>It answered nothing.</summary>
    NotBegun,

    /// <summary>It answered, and never sent it.</summary>
    Draft,

    /// <summary>It sent them.</summary>
    Sent,

    /// <summary>It sent them, they were returned, and it did not send them again.</summary>
    Returned,
}
