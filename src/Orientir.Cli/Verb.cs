using System.CommandLine;

namespace Orientir.Cli;

/// <summary>A command that does something. Wrong input is an <see cref="Core.InputException"/>; a normal return is success.</summary>
/// <param name="name">The word of the command line.</param>
/// <param name="description">What it does, one or two sentences.</param>
/// <param name="examples">Whole command lines for --help, without the program's name.</param>
internal abstract class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    public abstract void Run(ParseResult parse);

    protected static Option<string> Required(string name, string value, string description) =>
        new(name)
        {
            HelpName = value,
            Description = description,
            Required = true,
        };

    protected static Option<string?> Optional(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };
}

/// <summary>Commands of one area under one word.</summary>
internal sealed class CommandGroup(string name, string description) : Command(name, description);
