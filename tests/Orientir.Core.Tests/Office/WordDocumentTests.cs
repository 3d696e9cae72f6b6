using System.Xml.Linq;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public sealed class WordDocumentTests
{
    private static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private static readonly string[] Names =
    [
        "Бокситогорский район",
        "Волосовский район",
        "Волховский район",
        "Гатчинский муниципальный район",
    ];

    private static Chart Bars(int categories = 4) =>
        new(
            "Средняя доля по направлениям",
            "Столбцы: у первого 40 %, у последнего нет данных.",
            ChartKind.Bars,
            "%",
            [.. Enumerable.Range(0, categories).Select(index => $"{Names[index % 4]} {index}")],
            [
                new(
                    "Доля",
                    [
                        .. Enumerable
                            .Range(0, categories)
                            .Select(index => index == categories - 1 ? null : (double?)(0.4 + index * 0.1 / categories)),
                    ],
                    "0B5C63"
                ),
            ]
        );

    private static Chart Stacked() =>
        new(
            "Уровни",
            "Три уровня.",
            ChartKind.StackedBars,
            "муниципалитеты",
            ["Итог", "Направление 1.1"],
            [new("Низкий", [3, 0], "9C3D2A"), new("Средний", [10, 12], "E3A72F"), new("Высокий", [5, 6], "1B7F79")]
        );

    private static WordTable Table(int columns, int rows) =>
        new(
            "Сводная таблица",
            "Описание",
            [
                new("№", 0.3, Numeric: true),
                new("Муниципалитет", 3, Numeric: false),
                .. Enumerable.Range(2, columns - 2).Select(index => new WordColumn($"1.{index - 1}", 1, Numeric: true)),
            ],
            [
                .. Enumerable
                    .Range(0, rows)
                    .Select(row =>
                        (IReadOnlyList<WordCell>)
                            [
                                .. Enumerable
                                    .Range(0, columns)
                                    .Select(column =>
                                        column == 1
                                            ? new WordCell(Names[row % 4])
                                            : new WordCell($"{row},{column}", column == 2 ? "1B7370" : null, column == 3)
                                    ),
                            ]
                    ),
            ],
            RowTitles: 1
        );

    private static byte[] Everything()
    {
        var word = new WordDocument("Отчёт & «заголовок»");
        word.Title("Аналитический отчёт");
        word.Subtitle("Ленинградская область, 2020");
        word.Heading(1, "Коротко");
        word.Paragraph("Главное.", bold: true);
        word.List(["первое;", "второе."], numbered: true);
        word.PageBreak();
        word.Contents("Содержание");
        word.Heading(1, "Результаты <1>");
        word.Paragraph("Доли по направлениям различаются.");
        word.Table(Table(6, 60));
        word.Note("Примечание.");
        word.Chart(Bars());
        word.List(["третье;", "четвёртое."], numbered: true);
        word.List(["пятое."]);
        word.Landscape();
        word.Heading(2, "Широкая");
        word.Table(Table(14, 30));
        word.Portrait();
        word.Chart(Stacked());
        word.Chart(Stacked() with { Kind = ChartKind.Columns });
        return Saved(word);
    }

    private static byte[] Saved(WordDocument word)
    {
        using var file = new MemoryStream();
        word.Save(file);
        return file.ToArray();
    }

    private static XElement Body(byte[] file) => XDocument.Parse(Xlsx.Part(file, "word/document.xml")).Root!.Element(W + "body")!;

    [Fact]
    public void Save_EverythingUsed_IsValid() => Docx.Faults(Everything()).ShouldBeEmpty();

    [Fact]
    public void Save_SameContent_GivesSameBytes() => Everything().ShouldBe(Everything());

    [Fact]
    public void Save_NothingAdded_IsValid() => Docx.Faults(Saved(new WordDocument(""))).ShouldBeEmpty();

    [Fact]
    public void Save_BufferUsedAgain_ForgetsTheEarlierDocument()
    {
        var buffer = new XmlBuffer();
        var first = new WordDocument("Один", buffer);
        first.Paragraph("Прежнее");
        Saved(first);
        var second = new WordDocument("Два", buffer);
        second.Paragraph("Новое");
        Body(Saved(second)).Value.ShouldBe("Новое");
    }

    [Fact]
    public void Save_AnyDocument_IsSetByTheStandard()
    {
        var section = Body(Everything()).Elements(W + "sectPr").Single();
        var margins = section.Element(W + "pgMar")!;
        // 30, 10, 20 and 20 mm in twentieths of a point.
        (
            margins.Attribute(W + "left")!.Value,
            margins.Attribute(W + "right")!.Value,
            margins.Attribute(W + "top")!.Value,
            margins.Attribute(W + "bottom")!.Value
        ).ShouldBe(("1701", "567", "1134", "1134"));

        var styles = XDocument.Parse(Xlsx.Part(Everything(), "word/styles.xml")).Root!;
        var defaults = styles.Element(W + "docDefaults")!.Descendants(W + "rPr").Single();
        defaults.Element(W + "rFonts")!.Attribute(W + "ascii")!.Value.ShouldBe("Times New Roman");
        defaults.Element(W + "sz")!.Attribute(W + "val")!.Value.ShouldBe("28");
        defaults.Element(W + "lang")!.Attribute(W + "val")!.Value.ShouldBe("ru-RU");
        var normal = styles.Elements(W + "style").Single(style => style.Attribute(W + "styleId")!.Value == "Normal").Element(W + "pPr")!;
        normal.Element(W + "spacing")!.Attribute(W + "line")!.Value.ShouldBe("360");
        normal.Element(W + "ind")!.Attribute(W + "firstLine")!.Value.ShouldBe("709");
        normal.Element(W + "jc")!.Attribute(W + "val")!.Value.ShouldBe("both");

        Xlsx.Part(Everything(), "word/header1.xml").ShouldNotContain("PAGE");
        Xlsx.Part(Everything(), "word/header2.xml").ShouldContain(" PAGE ");
        Body(Everything()).Descendants(W + "sectPr").First().Element(W + "titlePg").ShouldNotBeNull();
    }

    [Fact]
    public void Contents_AnyHeadings_AreLinkedAndNameNoPages()
    {
        var body = Body(Everything());
        var contents = body.Element(W + "sdt")!;
        contents.Descendants(W + "instrText").Single().Value.ShouldBe(" TOC \\o \"1-2\" \\h \\z \\u ");
        var entries = contents.Descendants(W + "hyperlink").ToList();
        entries.Select(entry => entry.Value).ShouldBe(["Коротко", "Результаты <1>", "Широкая"]);
        var bookmarks = body.Descendants(W + "bookmarkStart").Select(mark => mark.Attribute(W + "name")!.Value).ToList();
        entries.ShouldAllBe(entry => bookmarks.Contains(entry.Attribute(W + "anchor")!.Value));
        Xlsx.Part(Everything(), "word/settings.xml").ShouldNotContain("updateFields");
    }

    [Fact]
    public void Save_EverythingUsed_NumbersTablesAndFiguresByFields()
    {
        var fields = Body(Everything())
            .Descendants(W + "fldSimple")
            .Select(field => (field.Attribute(W + "instr")!.Value.Trim(), field.Value))
            .ToList();
        fields.ShouldBe([
            ("SEQ Таблица \\* ARABIC", "1"),
            ("SEQ Рисунок \\* ARABIC", "1"),
            ("SEQ Таблица \\* ARABIC", "2"),
            ("SEQ Рисунок \\* ARABIC", "2"),
            ("SEQ Рисунок \\* ARABIC", "3"),
        ]);
    }

    [Fact]
    public void Table_AnySize_RepeatsItsHeadKeepsRowsWholeAndFillsThePage()
    {
        foreach (var table in Body(Everything()).Elements(W + "tbl"))
        {
            var rows = table.Elements(W + "tr").ToList();
            rows[0].Descendants(W + "tblHeader").ShouldHaveSingleItem();
            rows.ShouldAllBe(row => row.Element(W + "trPr")!.Element(W + "cantSplit") != null);
            var widths = table
                .Element(W + "tblGrid")!
                .Elements()
                .Sum(column => int.Parse(column.Attribute(W + "w")!.Value, System.Globalization.CultureInfo.InvariantCulture));
            widths.ShouldBe(
                int.Parse(
                    table.Element(W + "tblPr")!.Element(W + "tblW")!.Attribute(W + "w")!.Value,
                    System.Globalization.CultureInfo.InvariantCulture
                )
            );
            table.Element(W + "tblPr")!.Element(W + "tblDescription").ShouldNotBeNull();
        }
    }

    [Fact]
    public void Table_MoreColumnsThanAPageHolds_IsContinuedUnderTheSameRowTitles()
    {
        var word = new WordDocument("Т");
        var table = Table(60, 2);
        word.Table(table);
        var file = Saved(word);
        Docx.Faults(file).ShouldBeEmpty();
        var parts = Body(file).Elements(W + "tbl").ToList();
        parts.Count.ShouldBeGreaterThan(1);
        parts.ShouldAllBe(part => part.Elements(W + "tr").First().Elements(W + "tc").ElementAt(1).Value == "Муниципалитет");
        parts.Sum(part => part.Elements(W + "tr").First().Elements(W + "tc").Count() - 2).ShouldBe(58);
    }

    [Theory]
    [InlineData("A & B <C> \"D\"")]
    [InlineData("\u0000\u0008 \uFFFE и обрывок\u001F")]
    [InlineData("😀 за пределами первой плоскости")]
    public void Save_AwkwardText_IsValid(string text)
    {
        var word = new WordDocument(text);
        word.Title(text);
        word.Contents(text);
        word.Heading(1, text);
        word.Paragraph(text);
        word.Table(
            new(
                text,
                text,
                [new(text, 1, Numeric: false)],
                [
                    [new(text)],
                ]
            )
        );
        word.Chart(new(text, text, ChartKind.Columns, text, [text], [new(text, [1.5], "0B5C63")]));
        Docx.Faults(Saved(word)).ShouldBeEmpty();
    }

    [Fact]
    public void Save_LoneSurrogate_IsValid() => Save_AwkwardText_IsValid(new string(['А', '\uD800', 'Б']));

    [Fact]
    public void Paragraph_WithLineBreaks_KeepsThem()
    {
        var word = new WordDocument("Т");
        word.Paragraph("Раз\r\nдва\nтри");
        Body(Saved(word)).Descendants(W + "br").Count().ShouldBe(2);
    }

    [Fact]
    public void Chart_ValueMissing_DrawsNothingThere()
    {
        var word = new WordDocument("Т");
        word.Chart(Bars());
        var file = Saved(word);
        XNamespace c = "http://schemas.openxmlformats.org/drawingml/2006/chart";
        var values = XDocument.Parse(Xlsx.Part(file, "word/charts/chart1.xml")).Descendants(c + "numCache").Single();
        values.Element(c + "ptCount")!.Attribute("val")!.Value.ShouldBe("4");
        values.Elements(c + "pt").Count().ShouldBe(3);
        Xlsx.Part(file, "word/document.xml").ShouldContain("descr=\"Столбцы: у первого 40 %, у последнего нет данных.\"");
    }
}
