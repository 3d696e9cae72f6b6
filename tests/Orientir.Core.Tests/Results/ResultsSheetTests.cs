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
                subject,name,rank,rankTo,points,max,share,zones,1,1.1,1.2,unscored,answers,notApplicable
                "Район «А», б","Район «А», б",1,1,1.5,4,0.375,red,1.5,1.5,,1,,
                "'=HYPERLINK(1)","'=HYPERLINK(1)",2,2,1,4,0.25,red,1,0,1,0,,
                Пусто,Пусто,,,,4,,,,,,2,,

                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void WriteWorkbook_Marks_IsValidAndKeepsCodesAsText()
    {
        var file = Workbook(Scored);
        Xlsx.Faults(file).ShouldBeEmpty();
        var cells = Xlsx.Sheets(file)["Результаты"];
        cells["K1"].ShouldBe(new XlsxCell("1.1. Показатель 1.1", null, IsText: true));
        cells["A2"].Value.ShouldBe("Район «А», б");
        cells["G2"].Value.ShouldBe("0.375");
        cells["H2"].Value.ShouldBe("Красная");
        cells["A3"].ShouldBe(new XlsxCell("=HYPERLINK(1)", null, IsText: true));
        cells["K4"].Value.ShouldBe("не оценено");
    }

    [Fact]
    public void WriteCsv_Measures_KeepsValuesAndTellsWhatIsMissingApart()
    {
        using var stream = new MemoryStream();
        ResultsSheet.WriteCsv(stream, Marked.Measured);
        Encoding
            .UTF8.GetString(stream.ToArray())
            .ShouldBe(
                """
                subject,name,rank,rankTo,points,max,share,1,1.1,1.2,1.3,unscored,answers,notApplicable,1.1 value,1.2 value,1.3 value
                А,А,1,1,4,4,1,4,2,,2,0,sent,,60.5|70,1234.5,3
                Б,Б,2,2,0,4,0,0,0,,,1,sent,1.2,0,,
                В,В,,,,0,,,,,,0,sent,1.1|1.2|1.3,,,
                Г,Г,,,,4,,,,,,3,notBegun,,,,

                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void WriteCsvForExcel_Measures_SaysInWordsWhatIsMissing()
    {
        using var stream = new MemoryStream();
        ResultsSheet.WriteCsvForExcel(stream, Marked.Measured);
        Encoding
            .UTF8.GetString(stream.ToArray())
            .TrimStart('\uFEFF')
            .ShouldBe(
                """
                id;Название;Место;Место по;Баллы;Максимум;Доля;Показателей без оценки;Ответы;1. Кадры;1.1. Охват — баллы;1.1. Охват — значение, %;1.2. Всего — значение, чел.;1.3. Пункты — баллы;1.3. Пункты — выполнено пунктов
                А;А;1;1;4;4;1;0;отправлены;4;2;60,5 и 70;1234,5;2;3
                Б;Б;2;2;0;4;0;1;отправлены;0;0;0;н/п;не оценено;не оценено
                В;В;—;—;н/п;0;н/п;0;отправлены;н/п;н/п;н/п;н/п;н/п;н/п
                Г;Г;—;—;не оценено;4;не оценено;3;не начаты;не оценено;не оценено;не оценено;не оценено;не оценено;не оценено

                """.ReplaceLineEndings("\r\n")
            );
    }

    [Fact]
    public void WriteWorkbook_Measures_SaysInWordsWhatIsMissing()
    {
        var file = Workbook(Marked.Measured);
        Xlsx.Faults(file).ShouldBeEmpty();
        var cells = Xlsx.Sheets(file)["Результаты"];
        cells["B1"].Value.ShouldBe("Название");
        cells["M2"].ShouldBe(new XlsxCell("1234.5", null, IsText: false));
        cells["K3"].ShouldBe(new XlsxCell("0", null, IsText: false));
        cells["M3"].Value.ShouldBe("н/п");
        cells["N3"].Value.ShouldBe("не оценено");
        cells["E5"].Value.ShouldBe("не оценено");
        cells["I5"].Value.ShouldBe("не начаты");
    }

    [Fact]
    public void Write_LevelOfADirectionAndNegativeValues_TellWhatStandsThere()
    {
        var scored = Marked.Score(
            Marked.Read(
                """
                {"format":"orientir-methodology/1","id":"m","edition":1,"title":"Проба","subject":"school","basis":"проба","missing":"zero","combine":"mean","stages":[],
                "levels":[{"id":"z","title":"Зоны","node":"2","by":"share","bands":[{"id":"red","title":"Красная","from":0},{"id":"green","title":"Зелёная","from":0.5}]}],
                "nodes":[{"code":"1","kind":"direction","title":"Прирост","scale":{"kind":"measure","unit":"п.п.","numerator":"x","denominator":"y"}},
                {"code":"2","kind":"direction","title":"Второе","nodes":[{"code":"2.1","title":"г","scale":{"kind":"points","max":2}}]},
                {"code":"3","kind":"direction","title":"Третье","scale":{"kind":"points","max":2}}]}
                """
            ),
            "А;1;-5;э1",
            "А;1;-3;э2",
            "А;2.1;0;э1",
            "Б;2.1;NA;э1",
            "Б;3;1;э1",
            "В;3;1;э1"
        );
        using var stream = new MemoryStream();
        ResultsSheet.WriteCsvForExcel(stream, scored);
        var rows = Encoding.UTF8.GetString(stream.ToArray()).Split("\r\n");
        var zone = rows[0].Split(';').IndexOf("Зоны");
        rows[1..4]
            .ToDictionary(row => row.Split(';')[0], row => row.Split(';')[zone])
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["А"] = "Красная",
                    ["Б"] = "н/п",
                    ["В"] = "не оценено",
                },
                ignoreOrder: true
            );
        rows.ShouldContain(row => row.Contains(";−5 и −3;"));
        stream.SetLength(0);
        ResultsSheet.WriteCsv(stream, scored);
        Encoding.UTF8.GetString(stream.ToArray()).ShouldContain(",-5|-3\n");
    }

    [Theory]
    [InlineData("А;1.1;2", "без оценки 1 показатель. По методике за него 0 баллов")]
    [InlineData("А;1.1;2 Б;1.1;2", "без оценки 2 показателя. По методике за них 0 баллов")]
    public void MarkedInPart_SomeUnmarked_AgreesInNumber(string rows, string expected) =>
        ResultWords.MarkedInPart(Marked.Score(Marked.Tree(1, 2), rows.Split(' ')))!.Replace('\u00A0', ' ').ShouldContain(expected);

    [Fact]
    public void WriteWorkbook_Twice_GivesTheSameBytes() => Workbook(Scored).ShouldBe(Workbook(Scored));

    private static byte[] Workbook(ScoredMarks scored)
    {
        using var stream = new MemoryStream();
        ResultsSheet.WriteWorkbook(stream, scored);
        return stream.ToArray();
    }
}
