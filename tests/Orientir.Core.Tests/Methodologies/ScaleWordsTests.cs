using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Tests.Methodologies;

public class ScaleWordsTests
{
    private const string Items = "'items': [ { 'id': 'a', 'title': 'А' }, { 'id': 'b', 'title': 'Б' } ]";

    [Theory]
    [InlineData(
        "'scale': { 'kind': 'components', " + Items + " }",
        "Отметьте, что есть. 3\u00A0балла — подтверждено всё, 2 — часть, 1 — только заявлено."
    )]
    [InlineData(
        "'weight': 2, 'scale': { 'kind': 'components', " + Items + " }",
        "Отметьте, что есть. 6\u00A0баллов — подтверждено всё, 4 — часть, 2 — только заявлено."
    )]
    [InlineData(
        "'weight': 0.5, 'scale': { 'kind': 'components', " + Items + " }",
        "Отметьте, что есть. 1,5\u00A0балла — подтверждено всё, 1 — часть, 0,5 — только заявлено."
    )]
    [InlineData("'scale': { 'kind': 'checklist', " + Items + " }", "По 1\u00A0баллу за каждый пункт.")]
    [InlineData("'weight': 2, 'scale': { 'kind': 'checklist', 'points': 1.5, " + Items + " }", "По 3\u00A0балла за каждый пункт.")]
    [InlineData(
        "'weight': 3, 'scale': { 'kind': 'checklist', 'max': 1, " + Items + " }",
        "По 3\u00A0балла за каждый пункт, всего не больше 3\u00A0баллов."
    )]
    public void PointsOfItems_OfAWeightedLeaf_AreThoseOfTheScore(string leaf, string said)
    {
        var methodology = PackageText.Read(PackageText.Around($"{{ 'code': '1.1', 'title': 'п', {leaf} }}"));
        var node = methodology.Nodes[2];
        ScaleWords.PointsOfItems(node).ShouldBe(said);
        // The words of marks say what the scorer gives.
        foreach (var choice in MarkWords.ChoicesOf(node.Scale!, node.Weight).Where(choice => choice.Value != "NA"))
        {
            var value = double.Parse(choice.Value, System.Globalization.CultureInfo.InvariantCulture);
            var score = Scorer.Score(methodology.Specification, [new("s", "s")], [new NodeMark(0, 2, 0, value)])[0, 2];
            choice.Points.ShouldBe(Russian.Count(score.Points!.Value, Nouns.Point));
        }
    }

    [Fact]
    public void PointsOfItems_OfAScaleWithoutItems_IsNothing() =>
        ScaleWords.PointsOfItems(PackageText.Read(PackageText.Right).Nodes.First(node => node.Scale is BinaryScale)).ShouldBeNull();
}
