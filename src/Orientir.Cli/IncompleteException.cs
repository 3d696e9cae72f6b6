namespace Orientir.Cli;

/// <summary>
/// What was asked for is done, but something is wrong that must not go unnoticed: the message says what and what to do now.
/// </summary>
internal sealed class IncompleteException(string message) : Exception(message);
