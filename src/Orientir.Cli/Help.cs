using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Text;

namespace Orientir.Cli;

/// <summary>The text of --help. The library's own is translated in part only and knows no examples.</summary>
internal static class Help
{
    // ./run says how it was called, so that the examples can be copied.
    private static readonly string Program = Environment.GetEnvironmentVariable("ORIENTIR_COMMAND") ?? "orientir";

    private const int Width = 96;

    /// <summary>Whether help is asked for: wherever --help stands, it wins over errors of the rest.</summary>
    public static bool IsAsked(IReadOnlyList<string> args) =>
        args.TakeWhile(arg => arg != "--").Any(arg => arg is "--help" or "-h" or "-?");

    /// <summary>«orientir methodology check».</summary>
    public static string PathOf(RootCommand root, CommandResult result) =>
        result.Command == root ? Program : $"{PathOf(root, (CommandResult)result.Parent!)} {result.Command.Name}";

    public static string Of(RootCommand root, CommandResult result)
    {
        var (command, path) = (result.Command, PathOf(root, result));
        var text = new StringBuilder().Append(Wrapped(command.Description!, "")).Append('\n');

        text.Append("\nИспользование:\n  ").Append(path);
        if (command.Subcommands.Count > 0)
            text.Append(" КОМАНДА");
        foreach (var argument in command.Arguments)
            text.Append(' ').Append(argument.HelpName).Append(argument.Arity.MaximumNumberOfValues > 1 ? "…" : "");
        foreach (var option in OwnOptions(command))
            text.Append(option.Required ? $" {Named(option)}" : $" [{Named(option)}]");
        text.Append('\n');

        if (command.Subcommands.Count > 0)
        {
            var rows = Leaves(command, "").Select(leaf => (leaf.Path, leaf.Command.Description!));
            Section(text, "Команды", rows);
        }
        Section(text, "Аргументы", command.Arguments.Select(argument => (argument.HelpName!, argument.Description!)));
        Section(
            text,
            "Параметры",
            OwnOptions(command)
                .Select(option => (Named(option), option.Description! + (option.Required ? " Обязателен." : "")))
                .Concat(command == root ? [("--version", "Показать версию.")] : [])
                .Append((Tool.All.Name, Tool.All.Description!))
                .Append(("-h, --help", "Показать эту справку."))
        );

        var examples = command is Verb verb ? verb.Examples : [.. Leaves(command, "").Select(leaf => leaf.Command.Examples[0])];
        text.Append(examples.Count == 1 ? "\nПример:\n" : "\nПримеры:\n");
        foreach (var example in examples)
            text.Append("  ").Append(Broken($"{Program} {example}")).Append('\n');

        text.Append("\nКод завершения: 0 — выполнено, 1 — внутренняя ошибка, 2 — неверные данные или параметры,\n")
            .Append("130 — прервано (Ctrl-C), 143 — остановлено системой.\n");
        if (command.Subcommands.Count > 0)
            text.Append("Подробнее о команде: ").Append(path).Append(" КОМАНДА --help\n");
        return text.ToString();
    }

    // A long command line goes on in the next line as a shell allows, so that it can be copied whole.
    private static string Broken(string example)
    {
        var lines = new List<string>();
        foreach (var part in example.Split(" --"))
        {
            var piece = lines.Count == 0 ? part : "--" + part;
            if (lines.Count > 0 && lines[^1].Length + piece.Length + 5 <= Width)
                lines[^1] += " " + piece;
            else
                lines.Add((lines.Count == 0 ? "" : "    ") + piece);
        }
        return string.Join(" \\\n  ", lines);
    }

    // A switch takes no value.
    private static string Named(Option option) => $"{option.Name} {option.HelpName}".TrimEnd();

    private static IEnumerable<Option> OwnOptions(Command command) =>
        command.Options.Where(option => option is not (HelpOption or VersionOption) && !option.Hidden && option != Tool.All);

    private static IEnumerable<(string Path, Verb Command)> Leaves(Command command, string prefix) =>
        command.Subcommands.SelectMany(sub => sub is Verb verb ? [(prefix + sub.Name, verb)] : Leaves(sub, $"{prefix}{sub.Name} "));

    private static void Section(StringBuilder text, string title, IEnumerable<(string Name, string Description)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return;
        var width = Math.Min(28, all.Max(row => row.Name.Length)) + 4;
        text.Append('\n').Append(title).Append(":\n");
        foreach (var (name, description) in all)
        {
            text.Append("  ").Append(name.PadRight(width - 2));
            if (name.Length > width - 4)
                text.Append('\n').Append(' ', width);
            text.Append(Wrapped(description, new string(' ', width))).Append('\n');
        }
    }

    // Lines of at most Width characters; all but the first begin with the indent.
    private static string Wrapped(string text, string indent)
    {
        var result = new StringBuilder();
        var left = Width - indent.Length;
        foreach (var word in text.Split(' '))
        {
            if (result.Length > 0 && word.Length >= left)
            {
                result.Append('\n').Append(indent);
                left = Width - indent.Length;
            }
            else if (result.Length > 0)
            {
                result.Append(' ');
            }
            result.Append(word);
            left -= word.Length + 1;
        }
        return result.ToString();
    }
}
