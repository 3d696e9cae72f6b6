using System.CommandLine;
using System.Runtime.InteropServices;
using Orientir.Core;
using Orientir.Core.Files;
using Orientir.Data;

namespace Orientir.Cli;

/// <summary>
/// Runs a command: exit code 0 done, 1 internal fault or not well, 2 wrong input, 130 interrupted by the user, 143 by the system.
/// </summary>
internal static class Tool
{
    private const int Done = 0;
    private const int Fault = 1;
    private const int WrongInput = 2;
    private const int Interrupted = 130;
    private const int Terminated = 143;
    private const int MostErrors = 200;

    private static int interruptedBy = Interrupted;

    // What is left to do after an interruption is to remove the file being written; longer than this nobody waits.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static readonly CancellationTokenSource Source = new();

    /// <summary>Cancelled by Ctrl-C, and by the signal that asks a process to end.</summary>
    public static CancellationToken Interruption => Source.Token;

    /// <summary>Parses and runs; nothing escapes from here.</summary>
    public static int Run(RootCommand root, IReadOnlyList<string> args)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        try
        {
            return Invoke(root, args);
        }
        catch (InputException refusal)
        {
            Progress.Clear();
            var shown = IsAll(args) ? refusal.Errors.Count : Math.Min(MostErrors, refusal.Errors.Count);
            Terminal.Complain(string.Join('\n', refusal.Errors.Take(shown)));
            var rest = refusal.Errors.Count - shown;
            if (rest > 0)
                Terminal.Complain($"…и ещё {Russian.Count(rest, "строка", "строки", "строк")}: все — с параметром --all.");
            if (refusal.Untold > 0)
                Terminal.Complain($"…и ещё {Russian.Number(refusal.Untold)}: исправьте названное и проверьте файл снова.");
            Terminal.Complain($"{Terminal.Found(refusal.Count)} Ничего не записано.");
            return WrongInput;
        }
        catch (Exception told) when (told is IncompleteException or FileStoreException)
        {
            Progress.Clear();
            Terminal.Complain(told is FileStoreException files ? files.ForAdministrators : told.Message);
            return WrongInput;
        }
        catch (NotWellException)
        {
            return Fault;
        }
        catch (OperationCanceledException)
        {
            Progress.Clear();
            Terminal.Complain("Прервано. Недописанных файлов не осталось.");
            return interruptedBy;
        }
        catch (Exception fault) when (StoreFaults.Of(fault) is { } known)
        {
            Progress.Clear();
            Terminal.Complain($"База данных: {known}.");
            return WrongInput;
        }
#pragma warning disable CA1031 // The last resort: whatever went wrong inside is told in the user's language, with the details below it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Progress.Clear();
            Terminal.Complain("Внутренняя ошибка программы. Сообщите о ней разработчикам вместе со строками ниже.");
            Terminal.Complain(fault.ToString());
            return Fault;
        }
    }

    /// <summary>Whether everything is to be shown, however long.</summary>
    public static bool IsAll(IReadOnlyList<string> args) => args.TakeWhile(arg => arg != "--").Contains(All.Name);

    /// <summary>Shows everything, however long; of every command.</summary>
    public static readonly Option<bool> All = new("--all")
    {
        Description = "Показать все ошибки и замечания, а не первые 200.",
        Recursive = true,
    };

    private static int Invoke(RootCommand root, IReadOnlyList<string> args)
    {
        // No response files, no bundled letters: an argument is what the user typed.
        var parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        var command = parse.CommandResult.Command;
        if (Help.IsAsked(args) || args.Count == 0)
        {
            Terminal.Write(Help.Of(root, parse.CommandResult));
            return Done;
        }
        if (args is ["--version"])
        {
            Terminal.Write($"{typeof(Tool).Assembly.GetName().Version!.ToString(3)}\n");
            return Done;
        }
        var faults = CommandLineFaults.Of(parse);
        if (faults.Count > 0)
        {
            foreach (var fault in faults)
                Terminal.Complain(fault);
            Terminal.Complain($"{Terminal.Found(faults.Count)} Как пользоваться: {Help.PathOf(root, parse.CommandResult)} --help");
            return WrongInput;
        }
        if (command is not Verb verb)
            throw new InvalidOperationException($"{command.Name} has no action.");
        verb.Run(parse);
        Interruption.ThrowIfCancellationRequested();
        return Done;
    }

    private static void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Source.IsCancellationRequested)
            Environment.Exit(interruptedBy);
        interruptedBy = context.Signal == PosixSignal.SIGTERM ? Terminated : Interrupted;
        Source.Cancel();
        new Thread(() =>
        {
            Thread.Sleep(Grace);
            Environment.Exit(interruptedBy);
        })
        {
            IsBackground = true,
        }.Start();
    }
}
