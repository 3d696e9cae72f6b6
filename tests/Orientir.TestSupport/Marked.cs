using System.Globalization;
using Orientir.Core.Methodologies;
using Orientir.Core.Results;
using Orientir.Core.Reviews;
using Orientir.Measurement.Scoring;

namespace Orientir.TestSupport;

/// <summary>Scored marks for tests: by a real package, by a conformance package, or by a tree of any size.</summary>
internal static class Marked
{
    private static readonly string Conformance = Path.Combine(AppContext.BaseDirectory, "TestData", "conformance");

    /// <summary>The methodology of a conformance package.</summary>
    public static Methodology Package(string name) =>
        new ReadMethodology().Read(File.ReadAllBytes(Path.Combine(Conformance, name, "methodology.json")), name);

    /// <summary>A tree of directions with ordinal 0-1-2 leaves: codes 1 … and 1.1 …, two stages in turn, three zones by share.</summary>
    public static Methodology Tree(int directions, int leaves, string missing = "zero", string combine = "consensus")
    {
        var nodes = Enumerable
            .Range(1, directions)
            .Select(direction =>
                $$"""
            {"code":"{{direction}}","kind":"direction","title":"Направление {{direction}}","nodes":[{{string.Join(',', Enumerable.Range(1, leaves).Select(leaf => $$"""
            {"code":"{{direction}}.{{leaf}}","title":"Показатель {{direction}}.{{leaf}}","stage":"{{(leaf % 2 == 0 ? "analysis" : "goals")}}","scale":{"kind":"ordinal","steps":[{"points":0,"title":"нет"},{"points":1,"title":"частично"},{"points":2,"title":"да"}]} }
            """))}}]}
            """
            );
        return Read(
            $$"""
            {"format":"orientir-methodology/1","id":"tree","edition":1,"title":"Дерево","subject":"municipality","basis":"проба",
            "missing":"{{missing}}","combine":"{{combine}}","stages":[{"id":"goals","title":"Цели"},{"id":"analysis","title":"Анализ"}],
            "levels":[{"id":"zones","title":"Зоны","node":"*","by":"share","bands":[{"id":"red","title":"Красная","from":0},{"id":"yellow","title":"Жёлтая","from":0.4},{"id":"green","title":"Зелёная","from":0.6}]}],
            "nodes":[{{string.Join(',', nodes)}}]}
            """
        );
    }

    public static Methodology Read(string json) => new ReadMethodology().Read(System.Text.Encoding.UTF8.GetBytes(json), "methodology.json");

    private static Methodology Measures() =>
        Read(
            """
            {"format":"orientir-methodology/1","id":"m","edition":1,"title":"М","subject":"municipality","basis":"проба","missing":"zero",
            "combine":"mean","nodes":[{"code":"1","kind":"direction","title":"Кадры","nodes":[
            {"code":"1.1","title":"Охват","scale":{"kind":"measure","unit":"%","numerator":"а","denominator":"б","bands":[{"from":50,"points":2}]}},
            {"code":"1.2","title":"Всего","scale":{"kind":"measure","unit":"чел.","numerator":"а","denominator":"б"}},
            {"code":"1.3","title":"Пункты","scale":{"kind":"checklist","max":2,"items":[{"id":"a","title":"А"},{"id":"b","title":"Б"},{"id":"c","title":"В"},{"id":"d","title":"Г"}]}}]}]}
            """
        );

    /// <summary>
    /// Marks of two experts, 0, «не применимо», no mark and no answer («Г») on a measure that scores, one that does not and a checklist that
    /// counts two items of four.
    /// </summary>
    public static ScoredMarks Measured =>
        Sent(
            Score(
                Measures(),
                "А;1.1;60.5;э1",
                "А;1.1;70;э2",
                "А;1.2;1234.5",
                "А;1.3;3",
                "Б;1.1;0",
                "Б;1.2;NA",
                "В;1.1;NA",
                "В;1.2;NA",
                "В;1.3;NA",
                "Г;1.1;"
            ),
            "Г"
        );

    /// <summary>Scores marks written as «subject;code;value», optionally «;expert» and «;comment»; NA is «не применимо», an empty value none.</summary>
    public static ScoredMarks Score(Methodology methodology, params string[] rows)
    {
        var (subjects, experts, marks, comments) = (new List<string>(), new List<string>(), new List<NodeMark>(), new List<MarkComment>());
        foreach (var row in rows)
        {
            var fields = row.Split(';');
            var (subject, expert) = (IndexIn(subjects, fields[0]), IndexIn(experts, fields.ElementAtOrDefault(3) ?? ""));
            var node = methodology
                .Nodes.Select((candidate, index) => (candidate, index))
                .Single(pair => pair.candidate.Code == fields[1])
                .index;
            if (fields[2].Length > 0)
                marks.Add(
                    new(subject, node, expert, fields[2] == "NA" ? double.NaN : double.Parse(fields[2], CultureInfo.InvariantCulture))
                );
            if (fields.Length > 4)
                comments.Add(new(subject, node, expert, fields[4]));
        }
        return Score(methodology, subjects, experts, [.. marks], comments);
    }

    /// <summary>The same where it is known who answered: every subject sent its answers but those named.</summary>
    public static ScoredMarks Sent(ScoredMarks scored, params string[] but) =>
        scored with
        {
            Answering = [.. scored.Scores.Subjects.Select(subject => but.Contains(subject.Id) ? Answering.NotBegun : Answering.Sent)],
        };

    /// <summary>Marks of every leaf of a <see cref="Tree"/> for subjects «Район 1» …, without chance.</summary>
    public static ScoredMarks Full(Methodology methodology, int subjects)
    {
        var leaves = Enumerable.Range(0, methodology.Nodes.Count).Where(node => methodology.Nodes[node].Scale is not null).ToArray();
        var marks = new NodeMark[subjects * leaves.Length];
        for (var subject = 0; subject < subjects; subject++)
        for (var leaf = 0; leaf < leaves.Length; leaf++)
            marks[subject * leaves.Length + leaf] = new(subject, leaves[leaf], 0, (subject * 7 + leaf * 5 + subject * leaf % 11) % 3);
        return Score(methodology, [.. Enumerable.Range(1, subjects).Select(number => $"Район {number}")], [""], marks, []);
    }

    private static ScoredMarks Score(
        Methodology methodology,
        List<string> subjects,
        List<string> experts,
        NodeMark[] marks,
        List<MarkComment> comments
    ) =>
        new ScoreMarks().Score(
            methodology,
            new MarkSheet
            {
                Subjects = [.. subjects.Select(name => new ScoringSubject(name, name))],
                Experts = experts,
                Marks = marks,
                Comments = comments,
            }
        );

    private static int IndexIn(List<string> known, string name)
    {
        if (!known.Contains(name))
            known.Add(name);
        return known.IndexOf(name);
    }
}
