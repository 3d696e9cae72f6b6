namespace Orientir.Core.Store;

/// <summary>Why the database can't be used now, in Russian; never with a password.</summary>
/// <param name="Found">What is wrong.</param>
/// <param name="Remedy">What the administrator does about it.</param>
public sealed record StoreFault(string Found, string Remedy)
{
    /// <summary>«Found; Remedy».</summary>
    public override string ToString() => $"{Found}; {Remedy}";
}

/// <summary>The database can't be used now: what was asked has not been done, and nothing of it is acknowledged.</summary>
/// <param name="fault">Why.</param>
public sealed class StoreFaultException(StoreFault fault) : Exception(fault.ToString())
{
    /// <summary>Why.</summary>
    public StoreFault Fault { get; } = fault;
}
