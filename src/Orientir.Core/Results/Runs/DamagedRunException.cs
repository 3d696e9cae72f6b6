namespace Orientir.Core.Results;

/// <summary>What was kept of a run can't be read. It is told in words: nothing is computed or put in its place.</summary>
public sealed class DamagedRunException : Exception
{
    /// <param name="run">The run.</param>
    /// <param name="fault">What was found.</param>
    internal DamagedRunException(ResultRun run, Exception fault)
        : base(
            $"Итоги расчёта №\u00A0{run.Id} прочесть нельзя: "
                + (
                    fault is NewerProgramException
                        ? $"его сделала более новая программа (версия {run.ProgramVersion})"
                        : "то, что о нём записано в базе, повреждено"
                )
                + $". Ничего не пересчитано и не подставлено, остальные расчёты целы. {RemedyOf(fault)}",
            fault
        ) => (IsOfNewerProgram, Remedy) = (fault is NewerProgramException, RemedyOf(fault));

    /// <summary>Whether the run is whole and this program is older than the one that made it.</summary>
    public bool IsOfNewerProgram { get; }

    /// <summary>What to do, in a sentence.</summary>
    public string Remedy { get; }

    private static string RemedyOf(Exception fault) =>
        fault is NewerProgramException
            ? "Сообщите администратору: нужно снова установить ту программу. "
                + "Или рассчитайте итоги заново: новый расчёт встанет рядом с этим."
            : "Сообщите администратору: расчёт возвращается из резервной копии, в которой он цел.";
}

/// <summary>A newer program kept this, by rules or in a layout this one does not know.</summary>
/// <param name="message">What is not known, and what is.</param>
internal sealed class NewerProgramException(string message) : Exception(message);
