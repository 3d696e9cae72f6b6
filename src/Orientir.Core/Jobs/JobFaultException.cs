namespace Orientir.Core.Jobs;

/// <summary>An attempt failed for a reason people can be told.</summary>
/// <param name="message">Russian: what happened and what now.</param>
/// <param name="final">Another attempt would not help.</param>
/// <param name="inner">What is for the log.</param>
public sealed class JobFaultException(string message, bool final = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Another attempt would not help.</summary>
    public bool Final { get; } = final;
}
