using System.Text;
using System.Text.Json;
using Orientir.Core.Results;

namespace Orientir.Core.Tests.Results;

public class ResultsJsonTests
{
    [Fact]
    public void Write_MissingMarksLeaveTheMaximum_TellsThemFromWhatDoesNotApply()
    {
        var scored = Marked.Score(Marked.Tree(1, 3, "exclude"), "А;1.1;2", "А;1.2;NA", "Б;1.1;1");
        Json(scored).ShouldContain("\"unscored\":1,\"notApplicable\":[\"1.2\"],\"nodes\"");
        Json(scored).ShouldContain("\"unscored\":2,\"nodes\"");
    }

    [Fact]
    public void Write_Marks_GivesTheShapeOfTheDesign()
    {
        var scored = Marked.Score(Marked.Tree(1, 2), "А «б»;1.1;2;э1", "А «б»;1.1;0;э2", "А «б»;1.2;1", "Б;1.1;0", "В;1.1;NA");
        Json(scored)
            .ShouldBe(
                """
                {"methodology":"tree","edition":1,"revision":0,"subjects":[
                {"subject":"А «б»","name":"А «б»","rank":1,"rankTo":1,"points":2,"max":4,"share":0.5,"levels":{"zones":"yellow"},"unscored":0,"nodes":{"1":{"points":2,"max":4,"share":0.5,"rank":1,"rankTo":1},"1.1":{"points":1,"max":2,"share":0.5,"rank":1,"rankTo":1},"1.2":{"points":1,"max":2,"share":0.5,"rank":1,"rankTo":1}}},
                {"subject":"Б","name":"Б","rank":2,"rankTo":2,"points":0,"max":4,"share":0,"levels":{"zones":"red"},"unscored":1,"nodes":{"1":{"points":0,"max":4,"share":0,"rank":2,"rankTo":2},"1.1":{"points":0,"max":2,"share":0,"rank":2,"rankTo":2},"1.2":{"points":null,"max":2,"share":null,"rank":null,"rankTo":null}}},
                {"subject":"В","name":"В","rank":null,"rankTo":null,"points":null,"max":2,"share":null,"levels":{"zones":null},"unscored":1,"notApplicable":["1.1"],"nodes":{"1":{"points":null,"max":2,"share":null,"rank":null,"rankTo":null},"1.1":{"points":null,"max":0,"share":null,"rank":null,"rankTo":null},"1.2":{"points":null,"max":2,"share":null,"rank":null,"rankTo":null}}}
                ],
                "nodes":[
                {"code":"*","title":"Дерево","max":4,"count":2,"min":0,"maxFound":2,"mean":1,"meanShare":0.25,"median":1,"q1":0.5,"q3":1.5,"sd":1.4142135623730951,"leaders":["А «б»"],"below30":0.5},
                {"code":"1","title":"Направление 1","max":4,"count":2,"min":0,"maxFound":2,"mean":1,"meanShare":0.25,"median":1,"q1":0.5,"q3":1.5,"sd":1.4142135623730951,"leaders":["А «б»"],"below30":0.5},
                {"code":"1.1","title":"Показатель 1.1","max":2,"count":2,"min":0,"maxFound":1,"mean":0.5,"meanShare":0.25,"median":0.5,"q1":0.25,"q3":0.75,"sd":0.7071067811865476,"leaders":["А «б»"],"below30":0.5,"distribution":[{"points":0,"count":1},{"points":1,"count":1}]},
                {"code":"1.2","title":"Показатель 1.2","max":2,"count":1,"min":1,"maxFound":1,"mean":1,"meanShare":0.5,"median":1,"q1":1,"q3":1,"sd":null,"leaders":["А «б»"],"below30":0,"distribution":[{"points":1,"count":1}]}
                ],
                "cycle":[
                {"direction":"1","stage":"goals","points":1,"max":4,"subjects":2},
                {"direction":"1","stage":"analysis","points":1,"max":4,"subjects":2,"markedMax":2,"marked":1,"unmarked":1}
                ],
                "flags":[
                {"subject":"А «б»","code":"1.1","kind":"disagreement","given":null,"computed":null}
                ]}
                """.ReplaceLineEndings("\n") + "\n"
            );
    }

    [Fact]
    public void Write_MissingMarksScoreZero_TellsThemFromWhatDoesNotApplyAsWell()
    {
        var scored = Marked.Score(Marked.Tree(1, 3), "А;1.1;2", "А;1.2;NA");
        Json(scored).ShouldContain("\"unscored\":1,\"notApplicable\":[\"1.2\"],\"nodes\"");
    }

    [Fact]
    public void Write_Measures_KeepsWhatWasMeasured()
    {
        var json = Json(Marked.Measured);
        json.ShouldContain("\"answers\":\"sent\",\"values\":{\"1.1\":[60.5,70],\"1.2\":[1234.5],\"1.3\":[3]},\"nodes\"");
        json.ShouldContain("\"unscored\":1,\"answers\":\"sent\",\"notApplicable\":[\"1.2\"],\"values\":{\"1.1\":[0]}");
        json.ShouldContain("\"answers\":\"notBegun\",\"values\":{},");
    }

    [Fact]
    public void Write_NoSubjects_IsStillWhole()
    {
        using var json = JsonDocument.Parse(Json(Marked.Score(Marked.Tree(1, 2))));
        json.RootElement.GetProperty("subjects").GetArrayLength().ShouldBe(0);
        json.RootElement.GetProperty("nodes")[0].GetProperty("mean").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("nodes")[0].GetProperty("leaders").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void Write_TotalDiffers_GivesBothFigures()
    {
        using var json = JsonDocument.Parse(Json(Marked.Score(Marked.Tree(1, 2), "А;1.1;2", "А;1.2;1", "А;1;4")));
        var flag = json.RootElement.GetProperty("flags").EnumerateArray().ShouldHaveSingleItem();
        flag.GetProperty("kind").GetString().ShouldBe("total-mismatch");
        flag.GetProperty("given").GetDouble().ShouldBe(4);
        flag.GetProperty("computed").GetDouble().ShouldBe(3);
    }

    [Fact]
    public void Write_ManySubjects_EachNodeHasItsOwnFigures()
    {
        var scored = Marked.Full(Marked.Tree(3, 7), 400);
        using var json = JsonDocument.Parse(Json(scored));
        var place = 0;
        foreach (var subject in json.RootElement.GetProperty("subjects").EnumerateArray())
        {
            var index = scored.Scores.Order[place++];
            subject.GetProperty("name").GetString().ShouldBe(scored.Scores.Subjects[index].Name);
            for (var node = 1; node < scored.Methodology.Nodes.Count; node++)
            {
                var written = subject.GetProperty("nodes").GetProperty(scored.Methodology.Nodes[node].Code);
                var score = scored.Scores[index, node];
                written.GetProperty("points").GetDouble().ShouldBe(score.Points!.Value);
                written.GetProperty("share").GetDouble().ShouldBe(score.Share!.Value);
                written.GetProperty("rank").GetInt32().ShouldBe(score.Rank!.Value);
                written.GetProperty("rankTo").GetInt32().ShouldBe(score.RankTo!.Value);
            }
        }
        place.ShouldBe(400);
    }

    private static string Json(ScoredMarks scored)
    {
        using var stream = new MemoryStream();
        ResultsJson.Write(stream, scored);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
