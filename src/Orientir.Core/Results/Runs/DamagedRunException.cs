namespace Orientir.Core.Results;

/// <summary>What was kept of a run can't be read. It is told in words: nothing is computed or put in its place.</summary>
/// <param name="run">Key of the run.</param>
/// <param name="fault">What was found.</param>
public sealed class DamagedRunException(int run, Exception fault)
    : Exception(
        $"Итоги расчёта №\u00A0{run} прочесть нельзя: то, что о нём записано в базе, повреждено. Ничего не пересчитано и не подставлено, "
            + "остальные расчёты целы. Сообщите администратору: расчёт возвращается из резервной копии, в которой он цел.",
        fault
    );
