using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Orientir.Cli;

/// <summary>
/// What is wrong with a command line, in Russian: «word: found; allowed». The library's own texts are translated in part only.
/// </summary>
internal static class CommandLineFaults
{
    private static readonly string[] OfTheTool = ["--help", "--version"];

    public static IReadOnlyList<string> Of(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        List<string> faults = [];
        var unmatched = parse.UnmatchedTokens;

        if (command.Subcommands.Count > 0)
        {
            var words = string.Join(", ", command.Subcommands.Select(sub => sub.Name));
            if (unmatched.Count == 0)
                faults.Add($"{command.Name}: не указана команда; есть {words}");
            else if (unmatched[0].StartsWith("--", StringComparison.Ordinal))
                faults.Add($"{unmatched[0]}: такого параметра нет; есть {string.Join(", ", OfTheTool)}{Meant(unmatched[0], OfTheTool)}");
            else
                faults.Add(
                    $"{unmatched[0]}: такой команды нет; есть {words}{Meant(unmatched[0], command.Subcommands.Select(sub => sub.Name))}"
                );
            return faults;
        }

        // The library takes an option it does not know for an argument; after «--» everything is one.
        var unknown = parse
            .Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => token.Value)
            .ToList();
        var names = OptionsOf(command).Select(option => option.Name).Append(Tool.All.Name).Append("--help").ToList();
        // «--methodology= --marks F»: the next option was taken for the value.
        foreach (var name in unknown.Where(names.Contains))
            faults.Add(
                OptionBefore(parse, name) is { } before
                    ? $"{before}: нет значения; нужно {before} {OptionsOf(command).First(option => option.Name == before).HelpName}"
                    : $"{name}: параметр не на месте; перед ним нет значения другого параметра"
            );
        faults.AddRange(
            unknown
                .Where(name => !names.Contains(name))
                .Select(name => $"{name}: такого параметра нет; есть {string.Join(", ", names)}{Meant(name, names)}")
        );
        // A word left over beside an unknown option is most likely its value.
        if (unknown.Count == 0)
            faults.AddRange(unmatched.Select(word => $"{word}: лишний аргумент; имя с пробелами пишется в кавычках"));

        foreach (var option in OptionsOf(command))
        {
            var result = parse.GetResult(option);
            if (result is null || (result.Implicit && option.Required))
            {
                if (option.Required && !unknown.Contains(option.Name))
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

    private static string Meant(string typed, IEnumerable<string> words) =>
        Spelling.Meant(typed, words) is { } meant ? $"; возможно, имелось в виду {meant}" : "";

    private static string? OptionBefore(ParseResult parse, string value)
    {
        var tokens = parse.Tokens.ToList();
        var at = tokens.FindIndex(token => token.Type == TokenType.Argument && token.Value == value);
        return at > 0 && tokens[at - 1].Type == TokenType.Option ? tokens[at - 1].Value : null;
    }

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Where(option => option is not (HelpOption or VersionOption) && option != Tool.All);
}
