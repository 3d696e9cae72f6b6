using Orientir.Core.Results;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Results;

public class RunMarksTests
{
    private static readonly string[] Scraps =
    [
        .. "#|!|?|\"|,|;|=|-|+|@|'|\\|/|1|А|я|e|\u0301|é|NA|н/п|###|#Н/Д|#ССЫЛКА!|#REF!|# где документ?|нет приказа!|ИСТИНА|Итого|01.02.2020".Split(
            '|'
        ),
        .. " |\n|\r|\r\n|\t|\u00A0|\u00AD|\u200B|\u2028|\uFEFF|\uFFFD|\u0085|Ð¡Ð¿Ñ€Ð°|РЎРїСЂР°|😀|\uD83D".Split('|'),
    ];

    [Fact]
    public void Score_CommentsOfAnyText_GivesThemUnchanged()
    {
        var (tree, random) = (Marked.Tree(2, 2), new Random(20261128));
        List<string> written = ["# где документ?", "#1 нет приказа!", "###", "#Н/Д"];
        for (var text = 0; text < 2000; text++)
            written.Add(string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Scraps[random.Next(Scraps.Length)])));
        string[] comments = [.. written.Select(AnswerText.Normal).Where(text => text.Length > 0)];
        RunSubject[] subjects =
        [
            .. comments.Select((text, number) => new RunSubject($"#{number:D5}!", "# Школа?", [new("1.1", "#1 Эксперт!", "1", text)])),
        ];

        var scored = RunMarks.Score(tree, RunMarks.Write(tree, subjects));

        scored.Marks.Comments.Select(comment => comment.Text).ShouldBe(comments);
        scored.Marks.Subjects.Select(subject => subject.Id).ShouldBe(subjects.Select(subject => subject.Code));
        scored.Marks.Experts.ShouldHaveSingleItem().ShouldBe("#1 Эксперт!");
    }
}
