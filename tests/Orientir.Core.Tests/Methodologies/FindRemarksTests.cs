using System.Text;
using Orientir.Core.Methodologies;

namespace Orientir.Core.Tests.Methodologies;

public class FindRemarksTests
{
    private static Methodology Read(string nodes, string more = "", int revision = 0) =>
        new ReadMethodology().Read(
            Encoding.UTF8.GetBytes(
                $$"""
                {"format":"orientir-methodology/1","id":"m","edition":1,"revision":{{revision}},"title":"М","subject":"municipality","basis":"приказ","missing":"zero","combine":"median",
                 "stages":[{"id":"a","title":"Цели"},{"id":"b","title":"Меры"}]{{more}},
                 "nodes":[{"code":"1","kind":"direction","title":"Н","nodes":[{{nodes}}]}]}
                """
            ),
            "m.json"
        );

    [Fact]
    public void Find_HolesAndWeights_AreToldAtTheirNodeWithLineAndColumn()
    {
        var remarks = new FindRemarks().Find(
            Read(
                """
                {"code":"1.1","title":"Один","stage":"a","scale":{"kind":"points","max":9}},
                {"code":"1.2","title":"один","scale":{"kind":"binary"}},
                {"code":"1.3","title":"Доля","stage":"a","scale":{"kind":"measure","unit":"%"}}
                """
            )
        );
        remarks.Select(remark => (remark.Code, remark.Line)).ShouldBe([("*", 2), ("*", 1), ("1", 3), ("1.2", 4), ("1.2", 4), ("1.3", 5)]);
        remarks[2].Found.ShouldBe("показатель 1.1 даёт 90\u00A0% баллов направления");
    }

    [Fact]
    public void Find_InEveryPublishedPackage_NamesNodesThatAreThere()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "methodologies"), "*.json"))
        {
            var methodology = new ReadMethodology().Read(File.ReadAllBytes(file), Path.GetFileName(file));
            new FindRemarks().Find(methodology).ShouldAllBe(remark => methodology.Nodes.Any(node => node.Code == remark.Code));
        }
    }

    [Fact]
    public void Compare_RevisionOfTexts_ListsEachOldAndNew()
    {
        var was = Read(
            """{"code":"1.1","title":"Один","help":"как","stage":"a","scale":{"kind":"checklist","items":[{"id":"x","title":"Икс"},{"id":"y","title":"Игрек"}]}}"""
        );
        var now = Read(
            """{"code":"1.1","title":"Первый","stage":"a","scale":{"kind":"checklist","items":[{"id":"x","title":"Икс"},{"id":"y","title":"Игреки"}]}}""",
            revision: 1
        );
        new CheckRevision().Check(was, now, "m.json").ShouldBeEmpty();
        new CompareTexts()
            .Compare(was, now)
            .ShouldBe([
                new("1.1", "название", "Один", "Первый"),
                new("1.1", "подсказка", "как", null),
                new("1.1", "условие", "Игрек", "Игреки"),
            ]);
    }

    [Fact]
    public void Write_WorkbookOfAMethodology_IsTheSameBytesTwice()
    {
        var methodology = new ReadMethodology().Read(RegionWorld.File("methodologies", "lo-2020.json"), "lo-2020.json");
        byte[] Book()
        {
            using var stream = new MemoryStream();
            new MethodologyWorkbook().Write(stream, methodology);
            return stream.ToArray();
        }
        Book().ShouldBe(Book());
    }
}
