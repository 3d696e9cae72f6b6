using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Orientir.Cli;

/// <summary>
/// What is wrong with a command line, in Russian: «word: found; allowed». The library's own texts are translated in part only.
/// </summary>
internal static class CommandLineFaults
{
    public static IReadOnlyList<string> Of(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        List<string> faults = [];
        var unmatched = parse.UnmatchedTokens;

        if (command.Subcommands.Count > 0)
        {
            var words = string.Join(", ", command.Subcommands.Select(sub => sub.Name));
            faults.Add(
                unmatched.Count > 0
                    ? $"{unmatched[0]}: такой команды нет; есть {words}"
                    : $"{command.Name}: не указана команда; есть {words}"
            );
            return faults;
        }

        // The library takes an option it does not know for an argument; after «--» everything is one.
        var unknown = parse
            .Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => token.Value)
            .ToList();
        var known = string.Join(", ", OptionsOf(command).Select(option => option.Name).Append("--help"));
        faults.AddRange(unknown.Select(name => $"{name}: такого параметра нет; есть {known}"));
        // A word left over beside an unknown option is most likely its value.
        if (unknown.Count == 0)
            faults.AddRange(unmatched.Select(word => $"{word}: лишний аргумент; имя с пробелами пишется в кавычках"));

        foreach (var option in OptionsOf(command))
        {
            var result = parse.GetResult(option);
            if (result is null || (result.Implicit && option.Required))
            {
                if (option.Required)
                    faults.Add($"{option.Name}: обязательный параметр не указан; нужно {option.Name} {option.HelpName}");
            }
            else if (!result.Implicit && result.Tokens.Count == 0 && option.Arity.MinimumNumberOfValues > 0)
            {
                faults.Add($"{option.Name}: нет значения; нужно {option.Name} {option.HelpName}");
            }
            else if (result.IdentifierTokenCount > 1)
            {
                faults.Add($"{option.Name}: параметр указан несколько раз; нужен один");
            }
        }
        foreach (var argument in command.Arguments)
            if (argument.Arity.MinimumNumberOfValues > 0 && parse.GetResult(argument) is null or { Tokens.Count: 0 })
                faults.Add($"{argument.HelpName}: не указан; нужно {command.Name} {argument.HelpName}");

        if (faults.Count == 0)
            faults.AddRange(parse.Errors.Select(error => error.Message));
        return faults;
    }

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Where(option => option is not (HelpOption or VersionOption));
}
