using Orientir.Core.Methodologies;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>A mark that two runs do not have alike.</summary>
/// <param name="SubjectId">Id of the subject.</param>
/// <param name="Subject">Its name.</param>
/// <param name="Node">The node.</param>
/// <param name="Expert">Whose mark; empty for the one unnamed expert.</param>
/// <param name="Before">The value of the earlier run in words; null where it has none.</param>
/// <param name="After">The value of the later run in words; null where it has none.</param>
/// <param name="CommentBefore">The comment of the earlier run.</param>
/// <param name="CommentAfter">The comment of the later run.</param>
public sealed record ChangedMark(
    string SubjectId,
    string Subject,
    Node Node,
    string Expert,
    string? Before,
    string? After,
    string? CommentBefore,
    string? CommentAfter
);

/// <summary>A subject whose results two runs do not have alike.</summary>
/// <param name="SubjectId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">Whole result of the earlier run; null where it was not in it.</param>
/// <param name="After">Whole result of the later run; null where it is not in it.</param>
/// <param name="LevelsBefore">Title of the band by id of the classification, of the earlier run.</param>
/// <param name="LevelsAfter">The same of the later run.</param>
/// <param name="Nodes">Nodes below the whole whose points or maximum differ.</param>
public sealed record ChangedResult(
    string SubjectId,
    string Name,
    NodeScore? Before,
    NodeScore? After,
    IReadOnlyDictionary<string, string?> LevelsBefore,
    IReadOnlyDictionary<string, string?> LevelsAfter,
    int Nodes
)
{
    /// <summary>Points gained, negative for lost; null where one of the runs has none.</summary>
    public double? Gained => After?.Points - Before?.Points;
}

/// <summary>What differs between two runs of a campaign, and why.</summary>
/// <param name="Before">The earlier run.</param>
/// <param name="After">The later run.</param>
/// <param name="Marks">Marks that differ, of the subjects whose marks the reader may see.</param>
/// <param name="HiddenMarks">How many more differ.</param>
/// <param name="Added">Names of subjects only the later run has.</param>
/// <param name="Removed">Names of subjects only the earlier run has.</param>
/// <param name="Results">Subjects whose results differ, in listing order of the later run.</param>
public sealed record RunDifference(
    LoadedRun Before,
    LoadedRun After,
    IReadOnlyList<ChangedMark> Marks,
    int HiddenMarks,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    IReadOnlyList<ChangedResult> Results
)
{
    /// <summary>Whether another package stands behind the runs.</summary>
    public bool OtherMethodology => Before.Run.SpecificationHash != After.Run.SpecificationHash;

    /// <summary>Whether results were computed by other rules.</summary>
    public bool OtherScorer => Before.Run.ScorerVersion != After.Run.ScorerVersion;

    /// <summary>What the runs were computed from and by, as far as it differs: a sentence each, the causes of other results.</summary>
    public IReadOnlyList<string> Causes
    {
        get
        {
            var causes = new List<string>();
            if (OtherMethodology)
                causes.Add($"Методика: была {EditionOf(Before)}, стала {EditionOf(After)}.");
            if (Added.Count > 0)
                causes.Add($"Добавлены участники: {Russian.List(Added, 5)}.");
            if (Removed.Count > 0)
                causes.Add($"Убраны участники: {Russian.List(Removed, 5)}.");
            if (Marks.Count + HiddenMarks > 0)
                causes.Add(MarksInWords());
            if (AnsweringInWords() is { } answering)
                causes.Add(answering);
            if (OtherScorer)
                causes.Add(
                    $"Правила расчёта: была версия {Russian.Number(Before.Run.ScorerVersion)}, стала "
                        + $"{Russian.Number(After.Run.ScorerVersion)}."
                );
            if (Before.Run.FindingsVersion != After.Run.FindingsVersion)
                causes.Add(
                    $"Правила выводов: была версия {Russian.Number(Before.Run.FindingsVersion)}, стала "
                        + $"{Russian.Number(After.Run.FindingsVersion)}."
                );
            if (Before.Run.ProgramVersion != After.Run.ProgramVersion)
                causes.Add(
                    $"Программа: была {Before.Run.ProgramVersion}, стала {After.Run.ProgramVersion}."
                        + (OtherScorer ? "" : " Правила расчёта у них одни и те же.")
                );
            return causes;
        }
    }

    /// <summary>What it comes to, in a sentence.</summary>
    public string Summary =>
        Results.Count > 0
            ? $"Итоги изменились у {Russian.Count(Results.Count, After.Scored.Methodology.Subject.Noun, GrammaticalCase.Genitive)}."
        : Causes.Count > 0 ? "Итоги не изменились ни у кого."
        : "Расчёты ни в чём не различаются: те же оценки, методика, правила и итоги.";

    private string MarksInWords()
    {
        var (added, removed) = (
            Marks.Count(mark => mark is { Before: null, After: not null }),
            Marks.Count(mark => mark is { Before: not null, After: null })
        );
        var changed = Marks.Count(mark => mark is { Before: not null, After: not null } && mark.Before != mark.After);
        var comments = Marks.Count - added - removed - changed;
        var parts = new List<string>();
        Add(added, "добавлено");
        Add(changed, "изменено");
        Add(removed, "убрано");
        if (comments > 0)
            parts.Add($"только комментариев изменено — {Russian.Number(comments)}");
        if (HiddenMarks > 0)
            parts.Add($"у других участников различий — {Russian.Number(HiddenMarks)}");
        return $"Оценки: {string.Join(", ", parts)}.";

        void Add(int count, string what)
        {
            if (count > 0)
                parts.Add($"{what} — {Russian.Number(count)}");
        }
    }

    // Participants only one of the runs has are told of already.
    private string? AnsweringInWords()
    {
        var (then, now) = (Before.Scored.Answering, After.Scored.Answering);
        if (then is null || now is null)
            return then is null == now is null ? null
                : now is null ? "Ответы: кто их отправил, расчёт не хранит."
                : "Ответы: кто их отправил, прежний расчёт не хранит.";
        var states = Before
            .Scored.Scores.Subjects.Zip(then)
            .ToDictionary(pair => pair.First.Id, pair => pair.Second, StringComparer.Ordinal);
        string[] changed =
        [
            .. After
                .Scored.Scores.Order.Where(subject =>
                    states.TryGetValue(After.Scored.Scores.Subjects[subject].Id, out var state) && state != now[subject]
                )
                .Select(subject => After.Scored.Scores.Subjects[subject].Name),
        ];
        var whose = Russian.Count(changed.Length, After.Scored.Methodology.Subject.Noun, GrammaticalCase.Genitive);
        return changed.Length == 0
            ? null
            : Russian.Sentence($"Ответы: начаты, отправлены или возвращены между расчётами у {whose}: {Russian.List(changed, 5)}");
    }

    private static string EditionOf(LoadedRun run) =>
        $"{Russian.Quote(run.Scored.Methodology.Title)}, {run.Scored.Methodology.EditionInWords}";
}
