using System.CommandLine;
using Orientir.Core;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;

namespace Orientir.Cli;

/// <summary>The three files scores are computed from, named alike in every command that scores.</summary>
internal sealed class ScoringInput
{
    private readonly Option<string> _methodology = new("--methodology")
    {
        HelpName = "ФАЙЛ",
        Description = "Методика (JSON).",
        Required = true,
    };

    private readonly Option<string> _marks = new("--marks")
    {
        HelpName = "ФАЙЛ",
        Description =
            "Оценки: CSV, xlsx, xls или ods со столбцами «объект, код, оценка» (subject, code, value) и, если есть, «эксперт, "
            + "комментарий»; или таблица, где строка — объект, а столбцы названы кодами. «-» — стандартный ввод.",
        Required = true,
    };

    private readonly Option<string?> _register = new("--register")
    {
        HelpName = "ФАЙЛ",
        Description = "Реестр территорий и организаций (CSV): имена в оценках узнаются по нему, а не ответившие попадают в итоги.",
    };

    public void AddTo(Command command)
    {
        command.Add(_methodology);
        command.Add(_marks);
        command.Add(_register);
    }

    /// <summary>Reads and scores; faults of the methodology and of the register are told together.</summary>
    public ScoredMarks Score(ParseResult parse)
    {
        // The marks are split into rows while the methodology is read; what is wrong is told in the order of the parameters.
        var (marksPath, marksErrors) = (parse.GetRequiredValue(_marks), new List<InputError>());
        var reading = Task.Run(() => Read(marksPath, (bytes, file) => MarkFile.Of(bytes, file, Tool.Interruption), marksErrors));
        List<InputError> errors = [];
        var methodology = Read(parse.GetRequiredValue(_methodology), (bytes, file) => new ReadMethodology().Read(bytes, file), errors);
        var register = parse.GetValue(_register) is { } path
            ? Read(path, (bytes, file) => new ReadRegister().Read(bytes, file), errors)
            : null;
        var marks = reading.GetAwaiter().GetResult();
        errors.AddRange(marksErrors);
        if (errors.Count > 0)
            throw new InputException(errors);

        Tool.Interruption.ThrowIfCancellationRequested();
        var sheet = new ReadMarks().Read(marks!, methodology!, register, cancel: Tool.Interruption);
        Tool.Interruption.ThrowIfCancellationRequested();
        return new ScoreMarks().Score(methodology!, sheet);
    }

    private static T? Read<T>(string path, Func<byte[], string, T> read, List<InputError> errors)
    {
        try
        {
            return read(InputFile.Read(path), path);
        }
        catch (InputException refusal)
        {
            errors.AddRange(refusal.Errors);
            return default;
        }
    }
}
