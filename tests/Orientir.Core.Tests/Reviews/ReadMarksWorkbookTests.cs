using static Orientir.TestSupport.MarkSamples;
using static Orientir.TestSupport.WorkbookBuilder;

namespace Orientir.Core.Tests.Reviews;

public class ReadMarksWorkbookTests
{
    private static readonly string[] Header = ["subject", "code", "value", "expert", "comment"];

    private static string[] FaultsOf(string[][] rows, string tail = "") =>
        Faults(
            new WorkbookBuilder { Styles = DateStyles }
                .Table("Оценки", [Header, .. rows], tail)
                .Build(),
            file: "m.xlsx"
        );

    [Fact]
    public void Read_NumbersTextsAndFormulas_AreMarks()
    {
        var file = new WorkbookBuilder { IsStrict = true, Styles = DateStyles }
            .Table(
                "Пояснения",
                [
                    ["Как заполнять"],
                    ["subject — объект"],
                ]
            )
            .Table(
                "Оценки",
                [
                    ["code", "value", "subject", "comment"],
                    ["1.1", Number("1"), "А"],
                    ["1.2.", "0,5", "\u00A0А ", "#почти!"],
                    ["1.4", "<c r=\"@\"><f>1+1</f><v>2</v></c>", "А"],
                    ["1.5", Number("1.1000000000000001", 3), "А"],
                    ["1.6", "act=confirmed", "А"],
                    ["2.1", "н/п", "А"],
                    ["ten", "<c r=\"@\" t=\"str\"><f>\"\"</f><v></v></c>", "А"],
                    ["2.10", "", "Б"],
                    ["", "", ""],
                ]
            )
            .Build();

        var sheet = Read(file, file: "m.XLSX");

        sheet
            .Marks.ToArray()
            .Select(mark => (CodeOf(mark.Node), mark.Value))
            .ShouldBe([("1.1", 1), ("1.2", 0.5), ("1.4", 2), ("1.5", 1.1), ("1.6", 2), ("2.1", double.NaN)]);
        sheet.Subjects.Select(subject => subject.Name).ShouldBe(["А", "Б"]);
        sheet.Comments.ShouldHaveSingleItem().Text.ShouldBe("#почти!");
    }

    [Fact]
    public void Read_CodesExcelChanged_AreNeverGuessed() =>
        FaultsOf([
                ["А", Number("1.1"), "1"],
                ["А", Number("43862", 2), "1"],
                ["А", Number("2"), "1"],
                ["А", "1.1", Number("1")],
            ])
            .ShouldBe([
                "m.xlsx:Оценки!B2: код Excel превратил в число 1.1; сделайте столбец текстовым и введите код заново",
                "m.xlsx:Оценки!B3: код Excel превратил в дату 01.02.2020; сделайте столбец текстовым и введите код заново",
                "m.xlsx:Оценки!B4: код Excel превратил в число 2; сделайте столбец текстовым и введите код заново",
            ]);

    [Fact]
    public void Read_CellsWithoutAMeaning_AreFaults() =>
        FaultsOf([
                ["А", "1.1", "<c r=\"@\" t=\"e\"><f>X!A1</f><v>#REF!</v></c>"],
                ["А", "1.1", "<c r=\"@\"><f>SUM(A1)</f></c>"],
                ["А", "1.1", "<c r=\"@\" t=\"b\"><v>1</v></c>"],
                ["А", "1.4", Number("43862", 1)],
                ["А", "1.1", "1", "<c r=\"@\" t=\"e\"><v>#N/A</v></c>"],
                ["А", "1.1", "Информация не предоставлена"],
                ["А", "2.1", "1", "", "", "мимо"],
            ])
            .Select(fault => fault[..fault.IndexOf(';')])
            .ShouldBe([
                "m.xlsx:Оценки!C2: оценка: ошибка формулы #REF!",
                "m.xlsx:Оценки!C3: оценка: формула без вычисленного значения",
                "m.xlsx:Оценки!C4: оценка: логическое значение ИСТИНА",
                "m.xlsx:Оценки!C5: вместо оценки дата 01.02.2020 (похоже, вводили 1/2, 2/1 или 1.2, а Excel сделал дату)",
                "m.xlsx:Оценки!D6: эксперт: ошибка формулы #N/A",
                "m.xlsx:Оценки!C7: «Информация не предоставлена» — не оценка",
                "m.xlsx:Оценки!F8: «мимо» в столбце без названия",
            ]);

    [Fact]
    public void Read_MergedCells_AreOneFaultARangeButOfSubjects() =>
        FaultsOf(
                [
                    ["А", "1.1", "1"],
                    ["", "1.2", "2"],
                    ["", "9.9", "1"],
                    ["Б", "1.1", "1"],
                ],
                "<mergeCells><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"G1:H9\"/><mergeCell ref=\"A20:C20\"/></mergeCells>"
            )
            .ShouldBe([
                "m.xlsx:Оценки!B4: кода «9.9» нет в методике; нужен код показателя, направления или «*» для всей методики",
                "m.xlsx:Оценки!A20:C20: объединённые ячейки; разъедините их и заполните каждую строку",
            ]);

    [Fact]
    public void Read_NoHeader_NamesTheSheets() =>
        Faults(
                new WorkbookBuilder()
                    .Table(
                        "Раз",
                        [
                            ["x"],
                        ]
                    )
                    .Table("Два", [])
                    .Build(),
                file: "m.xlsx"
            )
            .ShouldBe([
                "m.xlsx: ни на одном листе нет заголовка; листы: «Раз» и\u00A0«Два»; в первой непустой строке листа нужны столбцы subject, code, value (или объект, код, оценка), по желанию expert, comment; другой вид таблицы: в строках — муниципалитеты, в заголовке — «Муниципалитет» и коды показателей",
            ]);

    [Fact]
    public void Read_HeaderWithoutAColumn_NamesIt() =>
        Faults(
                new WorkbookBuilder()
                    .Table(
                        "Раз",
                        [
                            ["x"],
                        ]
                    )
                    .Table(
                        "Два",
                        [
                            ["subject", "code", "итог"],
                        ]
                    )
                    .Build(),
                file: "m.xlsx"
            )
            .ShouldBe([
                "m.xlsx:Два!A1: нет столбца value; в строке заголовка нужны subject, code, value, по желанию expert, comment",
                "m.xlsx:Два!C1: неизвестный столбец «итог»; допустимы: subject, code, value, expert, comment",
            ]);

    [Fact]
    public void Read_PerCentFormats_AreReadWithTheUnit()
    {
        static WorkbookBuilder Of(params string[][] rows) =>
            new WorkbookBuilder { Styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/></cellXfs>" }.Table(
                "Оценки",
                [Header, .. rows]
            );

        Read(Of(["А", "1.5", Number("0.85", 1)], ["Б", "1.5", "85,5 %"], ["В", "1.5", Number("0.85")]).Build(), file: "m.xlsx")
            .Marks.ToArray()
            .Select(mark => mark.Value)
            .ShouldBe([85, 85.5, 0.85]);
        Faults(Of(["А", "1.4", Number("0.85", 1)], ["А", "1.1", Number("1", 1)]).Build(), file: "m.xlsx")
            .Select(fault => fault[..fault.IndexOf(';')])
            .ShouldBe([
                "m.xlsx:Оценки!C2: «85%» — проценты, а показатель измеряется не в них",
                "m.xlsx:Оценки!C3: «100%» — проценты, а показатель измеряется не в них",
            ]);

        static byte[] Wide(params string[][] rows) =>
            new WorkbookBuilder { Styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/></cellXfs>" }
                .Table(
                    "Свод",
                    [
                        ["Муниципалитет", "1.4", "1.5"],
                        .. rows,
                    ]
                )
                .Build();

        Read(Wide(["А", "", Number("0.85", 1)], ["Б", "2", "85,5 %"]), file: "m.xlsx")
            .Marks.ToArray()
            .Select(mark => (CodeOf(mark.Node), mark.Value))
            .ShouldBe([("1.5", 85), ("1.4", 2), ("1.5", 85.5)]);
        Faults(Wide(["А", Number("0.85", 1), ""]), file: "m.xlsx")
            .Single()
            .ShouldStartWith("m.xlsx:Свод!B2: «85%» — проценты, а показатель измеряется не в них");
    }

    [Fact]
    public void Read_ASheetADistrict_ReadsThemAsOneTable()
    {
        var file = new WorkbookBuilder()
            .Table(
                "Как заполнять",
                [
                    ["subject", "code", "value"],
                    ["Пример", "1.1", "1"],
                ]
            )
            .Table(
                "Служба А",
                [
                    ["Оценки за 2026 год"],
                    ["subject", "code", "value"],
                    ["Служба А", "1.1", "1"],
                ]
            )
            .Table(
                "Справочник",
                [
                    ["Код", "Показатель"],
                    ["1.1", "да и нет"],
                    ["1", "2", "3"],
                ]
            )
            .Table(
                "Служба Б",
                [
                    ["value", "subject", "code"],
                    ["0", "Служба Б", "1.1"],
                    ["2", "", "1.2"],
                ]
            )
            .Build();

        var sheet = Read(file, file: "m.xlsx");

        sheet.Subjects.Select(subject => subject.Name).ShouldBe(["Служба А", "Служба Б"]);
        sheet
            .Marks.ToArray()
            .Select(mark => (mark.Subject, CodeOf(mark.Node), mark.Value))
            .ShouldBe([(0, "1.1", 1), (1, "1.1", 0), (1, "1.2", 2)]);
    }

    [Fact]
    public void Read_WideTablesOnSheetsOfTheirOwn_AreReadAsOne()
    {
        var file = new WorkbookBuilder()
            .Table(
                "Направление 1",
                [
                    ["Муниципалитет", "1.1", "1.2"],
                    ["А", "1", "2"],
                    ["Б", "0", "0,5"],
                ]
            )
            .Table(
                "Направление 2",
                [
                    ["Муниципалитет", "Показатели"],
                    ["", "2.1", "ten"],
                    ["Б", "1", ""],
                ]
            )
            .Table(
                "Адреса",
                [
                    ["Муниципалитет", "Телефон"],
                    ["1", "2"],
                    ["А", "5-55"],
                ]
            )
            .Build();

        Read(file, file: "m.xlsx")
            .Marks.ToArray()
            .Select(mark => (mark.Subject, CodeOf(mark.Node), mark.Value))
            .ShouldBe([(0, "1.1", 1), (0, "1.2", 2), (1, "1.1", 0), (1, "1.2", 0.5), (1, "2.1", 1)]);
    }

    [Fact]
    public void Read_FaultsOnSeveralSheets_NameTheirSheetsInOrder() =>
        Faults(
                new WorkbookBuilder()
                    .Table(
                        "А",
                        [
                            ["subject", "code", "value"],
                            ["А", "1.1", "1"],
                            ["А", "9.9", "1"],
                        ],
                        "<mergeCells><mergeCell ref=\"B9:B10\"/></mergeCells>"
                    )
                    .Table(
                        "Б",
                        [
                            ["subject", "code", "value"],
                            ["", "1.1", "1"],
                            ["А", "1.1", "0"],
                            ["Б", "7.7", "1"],
                        ]
                    )
                    .Table(
                        "В",
                        [
                            ["Код", "Балл"],
                            ["1.1", "1"],
                        ]
                    )
                    .Build(),
                file: "m.xlsx"
            )
            .ShouldBe([
                "m.xlsx:А!B3: кода «9.9» нет в методике; нужен код показателя, направления или «*» для всей методики",
                "m.xlsx:А!B9:B10: объединённые ячейки; разъедините их и заполните каждую строку",
                "m.xlsx:Б!A2: не указан объект; в каждой строке стоит название или id объекта",
                "m.xlsx:Б!B3: вторая оценка по 1.1 объекту «А»; первая стоит в строке 2 листа «А»: у эксперта одна оценка",
                "m.xlsx:Б!B4: кода «7.7» нет в методике; нужен код показателя, направления или «*» для всей методики",
                "m.xlsx:В!A1: нет столбца объект; в строке заголовка нужны объект, код, оценка, по желанию эксперт, комментарий; если на листе другое, уберите его из книги",
            ]);

    [Fact]
    public void Read_LettersLostBefore_AreRefusedByCell() =>
        FaultsOf([
                ["Слу\uFFFDба", "1.1", "1"],
                ["А", "1.1", "1", "Ив\uFFFDнова", "да \uFFFD"],
            ])
            .Select(fault => fault[..fault.IndexOf(';')])
            .ShouldBe([
                "m.xlsx:Оценки!A2: объект: буквы потеряны при прежнем сохранении: на их месте «\uFFFD»",
                "m.xlsx:Оценки!D3: эксперт: буквы потеряны при прежнем сохранении: на их месте «\uFFFD»",
                "m.xlsx:Оценки!E3: комментарий: буквы потеряны при прежнем сохранении: на их месте «\uFFFD»",
            ]);

    [Fact]
    public void Read_TextUnderTheNameOfAWorkbook_IsRead() =>
        Read("subject,code,value\nА,1.1,1\n"u8.ToArray(), file: "m.xlsx").Marks.Length.ShouldBe(1);
}
