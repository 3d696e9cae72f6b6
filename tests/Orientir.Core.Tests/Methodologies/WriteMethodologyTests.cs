using System.Text;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Tests.Methodologies;

public class WriteMethodologyTests
{
    private const string Everything = """
        { "format": "orientir-methodology/1", "id": "всё", "edition": 3, "revision": 2, "title": "Всё «сразу» <и> & \"кавычки\"", "subject": "programme",
          "basis": "приказ\nот 1 марта", "note": "строка\tс табуляцией", "missing": "exclude", "combine": "median",
          "stages": [ { "id": "s1", "title": "Первый" }, { "id": "s2", "title": "Второй 😀" } ],
          "levels": [
            { "id": "l", "title": "т", "note": "условные", "node": "К.1", "by": "thresholds",
              "bands": [ { "id": "a", "title": "т", "from": 0, "to": 0.5 }, { "id": "b", "title": "т", "above": 0.5 } ] },
            { "id": "m", "title": "т", "node": "*", "by": "share", "bands": [ { "id": "a", "title": "т", "from": 0 } ] } ],
          "nodes": [
            { "code": "К", "uid": "k", "kind": "group", "title": "т", "help": "п", "note": "п", "nodes": [
              { "code": "К.1", "kind": "direction", "title": "т", "was": [ { "edition": 1, "uid": "x", "relation": "merged" }, { "edition": 1, "uid": "y", "relation": "merged" } ], "nodes": [
                { "code": "К.1.1", "kind": "section", "title": "т", "nodes": [
                  { "code": "a", "title": "т", "help": "п", "note": "п", "stage": "s2", "inCycle": false, "weight": 0.1, "threshold": 1, "evidence": "optional", "source": "operator",
                    "scale": { "kind": "binary", "points": 1.5 } },
                  { "code": "b", "title": "т", "evidence": "none", "scale": { "kind": "binary" } },
                  { "code": "c", "title": "т", "scale": { "kind": "ordinal", "steps": [ { "points": 2.25, "title": "т" }, { "points": 0, "title": "т" } ] } },
                  { "code": "d", "title": "т", "scale": { "kind": "checklist", "points": 0.3, "max": 0.5, "items": [ { "id": "i", "title": "т" }, { "id": "j", "title": "т" } ] } },
                  { "code": "e", "title": "т", "scale": { "kind": "checklist", "items": [ { "id": "i", "title": "т" } ] } },
                  { "code": "f", "title": "т", "scale": { "kind": "points", "max": 3, "step": 0.25 } },
                  { "code": "g", "title": "т", "scale": { "kind": "points", "max": 3 } },
                  { "code": "h", "title": "т", "scale": { "kind": "measure", "unit": "%", "numerator": "т", "denominator": "т", "bands": [ { "from": -1e-7, "points": 1 }, { "from": 50, "points": 0 } ] } },
                  { "code": "i", "title": "т", "scale": { "kind": "measure", "unit": "человек" } } ] } ] },
              { "code": "К.2", "kind": "direction", "title": "т", "scale": { "kind": "components", "items": [ { "id": "i", "title": "т" }, { "id": "j", "title": "т" } ] } } ] } ] }
        """;

    [Fact]
    public void Write_Everything_ReadsBackEqual()
    {
        var first = PackageText.Read(Everything);
        var bytes = new WriteMethodology().Write(first);
        var second = new ReadMethodology().Read(bytes, "m.json");

        (second.Id, second.Edition, second.Revision, second.Title, second.Subject, second.Basis, second.Note).ShouldBe(
            (first.Id, first.Edition, first.Revision, first.Title, first.Subject, first.Basis, first.Note)
        );
        second.Stages.ShouldBe(first.Stages);
        second.Levels.ShouldBeEquivalentTo(first.Levels);
        second.Root.ShouldBeEquivalentTo(first.Root);
        second.Specification.Missing.ShouldBe(first.Specification.Missing);
        second.Specification.Combine.ShouldBe(first.Specification.Combine);
        second.Specification.Nodes.ShouldBeEquivalentTo(first.Specification.Nodes);
        second.Specification.Levels.ShouldBeEquivalentTo(first.Specification.Levels);
        new WriteMethodology().Write(second).ShouldBe(bytes);
    }

    [Theory]
    [MemberData(nameof(ConformancePackagesTests.Packages), MemberType = typeof(ConformancePackagesTests))]
    public void Write_ConformancePackage_ReadsBackEqual(string package)
    {
        var first = ConformancePackagesTests.Read(package);
        var bytes = new WriteMethodology().Write(first);
        var second = new ReadMethodology().Read(bytes, "m.json");

        second.Root.ShouldBeEquivalentTo(first.Root);
        second.Levels.ShouldBeEquivalentTo(first.Levels);
        new WriteMethodology().Write(second).ShouldBe(bytes);
    }

    [Fact]
    public void Write_Defaults_AreLeftOutAndRussianStays()
    {
        var text = Encoding.UTF8.GetString(
            new WriteMethodology().Write(
                PackageText.Read(PackageText.Around("{ 'code': '1.1', 'title': 'Да «или» нет', 'scale': { 'kind': 'binary' } }"))
            )
        );

        text.ShouldBe(
            """
            {
              "format": "orientir-methodology/1",
              "id": "п",
              "edition": 1,
              "title": "п",
              "subject": "school",
              "basis": "п",
              "missing": "zero",
              "combine": "min",
              "nodes": [
                {
                  "code": "1",
                  "kind": "direction",
                  "title": "н",
                  "nodes": [
                    {
                      "code": "1.1",
                      "title": "Да «или» нет",
                      "scale": {
                        "kind": "binary"
                      }
                    }
                  ]
                }
              ]
            }

            """
        );
    }

    [Fact]
    public void Write_DeepTree_ReadsBack()
    {
        var json = "{ 'code': 'л', 'title': 'т', 'scale': { 'kind': 'binary' } }";
        for (var level = 240; level > 1; level--)
            json = $"{{ 'code': '{level}', 'kind': 'section', 'title': 'т', 'nodes': [ {json} ] }}";

        new ReadMethodology()
            .Read(new WriteMethodology().Write(PackageText.Read(PackageText.Around(json))), "m.json")
            .Nodes.Count.ShouldBe(242);
    }
}
