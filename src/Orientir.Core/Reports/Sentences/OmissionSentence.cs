namespace Orientir.Core.Reports;

/// <summary>What a report leaves out, in a sentence.</summary>
internal static class OmissionSentence
{
    public static string Of(Omission omission, ScopeFinding scope, int ranked, Wording words) =>
        omission switch
        {
            Omission.NoPoints =>
                "Методика не начисляет баллов: места, уровни и доли не рассчитываются, показатели приведены в измеренных значениях.",
            Omission.NoMarks => "Оценок нет, поэтому результаты, места и уровни не приводятся.",
            Omission.NotApplicable => "Все оценки — «не применимо», поэтому результаты, места и уровни не приводятся.",
            Omission.NoComparison => $"Результат есть только по {words.Noun.Agree("одному", "одной", "одному")} "
                + $"{words.Noun.Form(GrammaticalCase.Dative, false)}, поэтому сравнения и мест нет.",
            Omission.NoDirections => "Известны только общие итоги: результаты по направлениям, показателям и этапам цикла не приводятся.",
            Omission.NoIndicators => "Известны только итоги по направлениям: результаты по показателям не приводятся.",
            Omission.UndividedDirections => "Методика не делит направления на показатели: результаты приведены по направлениям.",
            Omission.NoStages => "Методика не относит показатели к этапам управленческого цикла, матрица цикла не строится.",
            Omission.UnscoredStages =>
                "Показатели, отнесённые к этапам управленческого цикла, не дают баллов, поэтому матрица цикла не строится.",
            Omission.NoCycle => "Матрица управленческого цикла не строится: для неё нужны оценки по показателям.",
            Omission.CycleInPart => $"В матрицу цикла вошли не все: {words.Part(scope.InCycle, ranked)} с оценками по показателям.",
            _ => "Методика не устанавливает уровней, распределение по уровням не приводится.",
        };
}
