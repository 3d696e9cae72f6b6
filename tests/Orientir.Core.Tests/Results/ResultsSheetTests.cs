using System.Text;
using Orientir.Core.Results;

namespace Orientir.Core.Tests.Results;

public class ResultsSheetTests
{
    private static readonly ScoredMarks Scored = Marked.Score(
        Marked.Tree(1, 2),
        "Район «А», б;1.1;2;э1",
        "Район «А», б;1.1;1;э2",
        "=HYPERLINK(1);1.1;0",
        "=HYPERLINK(1);1.2;1",
        "Пусто;1.1;"
    );

    [Fact]
    public void WriteCsv_Marks_GivesARowASubject()
    {
        using var stream = new MemoryStream();
        ResultsSheet.WriteCsv(stream, Scored);
        Encoding
            .UTF8.GetString(stream.ToArray())
            .ShouldBe(
                """
                subject,name,rank,rankTo,points,max,share,zones,1,1.1,1.2
                "Район «А», б","Район «А», б",1,1,1.5,4,0.375,red,1.5,1.5,
                "'=HYPERLINK(1)","'=HYPERLINK(1)",2,2,1,4,0.25,red,1,0,1
                Пусто,Пусто,,,,4,,,,,

                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void WriteWorkbook_Marks_IsValidAndKeepsCodesAsText()
    {
        var file = Workbook(Scored);
        Xlsx.Faults(file).ShouldBeEmpty();
        var cells = Xlsx.Sheets(file)["results"];
        cells["J1"].ShouldBe(new XlsxCell("1.1", null, IsText: true));
        cells["A2"].Value.ShouldBe("Район «А», б");
        cells["G2"].Value.ShouldBe("0.375");
        cells["H2"].Value.ShouldBe("red");
        cells["A3"].ShouldBe(new XlsxCell("=HYPERLINK(1)", null, IsText: true));
        cells["J4"].Value.ShouldBeEmpty();
    }

    [Fact]
    public void WriteWorkbook_Twice_GivesTheSameBytes() => Workbook(Scored).ShouldBe(Workbook(Scored));

    private static byte[] Workbook(ScoredMarks scored)
    {
        using var stream = new MemoryStream();
        ResultsSheet.WriteWorkbook(stream, scored);
        return stream.ToArray();
    }
}
