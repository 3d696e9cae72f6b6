namespace Orientir.Cli;

/// <summary>What was examined is not well; what is wrong has been said.</summary>
internal sealed class NotWellException : Exception;
