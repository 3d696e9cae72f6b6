using System.Xml.Linq;
using Orientir.Core.Office;
using Orientir.Core.Reports;
using Orientir.Core.Results;

namespace Orientir.Core.Tests.Reports;

public sealed class AnalyticReportTests
{
    private static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <summary>What the data can be: everything, little, next to nothing.</summary>
    public static TheoryData<string> Kinds =>
        [
            "full",
            "65 indicators",
            "totals of directions",
            "totals of the whole",
            "one subject",
            "nobody scored",
            "awkward names",
            "20 directions",
        ];

    internal static ScoredMarks Of(string kind) =>
        kind switch
        {
            "full" => Marked.Full(Marked.Tree(3, 4), 18),
            "65 indicators" => Marked.Full(Marked.Tree(5, 13), 18),
            "totals of directions" => Marked.Score(Marked.Tree(2, 5), "Район 1;1;4", "Район 1;2;7", "Район 2;1;9", "Район 2;2;0"),
            "totals of the whole" => Marked.Score(Marked.Tree(2, 5), "Район 1;*;4", "Район 2;*;19"),
            "one subject" => Marked.Score(
                Marked.Tree(2, 5),
                "Район 1;1.1;2;Иванова;Замечаний нет",
                "Район 1;2.2;1;Петров;Первая строка\nвторая <строка> & \"третья\""
            ),
            "nobody scored" => Marked.Score(Marked.Tree(2, 2), "Район 1;1.1;", "Район 2;1.1;NA"),
            "awkward names" => Marked.Score(
                Marked.Tree(2, 2),
                "Школа \"№ 1/2\" <А&Б>;1.1;2",
                "CON;1.1;1",
                "con.;2.1;1",
                "…;2.1;0",
                "\u202Eобратно\u0001;2.2;1"
            ),
            "20 directions" => Marked.Full(Marked.Tree(20, 3), 5),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    internal static byte[] Write(ScoredMarks scored)
    {
        using var file = new MemoryStream();
        new AnalyticReport().Write(ReportFacts.From(scored, "Мониторинг 2020"), file);
        return file.ToArray();
    }

    private static List<XElement> Paragraphs(byte[] file) =>
        [.. XDocument.Parse(Xlsx.Part(file, "word/document.xml")).Descendants(W + "p")];

    private static string Shown(XElement paragraph) => string.Concat(paragraph.Descendants(W + "t").Select(text => text.Value));

    private static string? StyleOf(XElement paragraph) => paragraph.Element(W + "pPr")?.Element(W + "pStyle")?.Attribute(W + "val")?.Value;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_WhateverTheData_IsValid(string kind) => Docx.Faults(Write(Of(kind))).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_SameMarks_GivesSameBytes(string kind) => Write(Of(kind)).ShouldBe(Write(Of(kind)));

    [Fact]
    public void Write_FullData_OpensWithTheSummaryBeforeTheContents()
    {
        var facts = ReportFacts.From(Of("full"), "Мониторинг 2020");
        var shown = Paragraphs(Write(Of("full"))).Select(Shown).ToList();
        shown.Take(2).ShouldBe(["Аналитический отчёт", "Мониторинг 2020"]);
        var contents = shown.IndexOf("Содержание");
        var first = shown.Take(contents).ToList();
        first.ShouldContain(facts.Summary);
        foreach (var problem in facts.Problems)
            first.ShouldContain(problem.Sentence);
    }

    [Fact]
    public void Write_FullData_HasEverySectionTableAndChartOfTheText()
    {
        var facts = ReportFacts.From(Of("full"), "Мониторинг 2020");
        var sections = ReportText.Of(facts);
        var file = Write(Of("full"));
        var paragraphs = Paragraphs(file);
        paragraphs
            .Where(paragraph => StyleOf(paragraph) is "Heading1" or "Heading2")
            .Select(Shown)
            .ShouldBe(sections.Select(section => section.Title));
        paragraphs
            .Where(paragraph => StyleOf(paragraph) == "TableCaption")
            .Select(Shown)
            .ShouldBe(
                sections
                    .SelectMany(section => section.Blocks)
                    .OfType<TableBlock>()
                    .Select((table, index) => $"Таблица\u00A0{index + 1} — {table.Caption}")
            );
        paragraphs
            .Where(paragraph => StyleOf(paragraph) == "FigureCaption")
            .Select(Shown)
            .ShouldBe(
                sections
                    .SelectMany(section => section.Blocks)
                    .OfType<ChartBlock>()
                    .Select((chart, index) => $"Рисунок\u00A0{index + 1} — {chart.Chart.Title}")
            );
        sections.SelectMany(section => section.Blocks).OfType<ChartBlock>().ShouldNotBeEmpty();
    }

    [Fact]
    public void Write_Cycle_IsAHeatMapWithReadableText()
    {
        var cells = XDocument.Parse(Xlsx.Part(Write(Of("full")), "word/document.xml")).Descendants(W + "tc").ToList();
        var filled = cells
            .Where(cell => Palette.Heat.Contains(cell.Descendants(W + "shd").FirstOrDefault()?.Attribute(W + "fill")?.Value))
            .ToList();
        filled.ShouldNotBeEmpty();
        foreach (var cell in filled)
        {
            var dark = cell.Descendants(W + "shd").Single().Attribute(W + "fill")!.Value == Palette.Heat[4];
            (cell.Descendants(W + "color").SingleOrDefault()?.Attribute(W + "val")?.Value == "FFFFFF").ShouldBe(dark);
        }
    }

    [Fact]
    public void Write_TotalsOnly_LeavesOutTheCycleAndSaysSo()
    {
        var file = Write(Of("totals of directions"));
        var shown = Paragraphs(file).Select(Shown).ToList();
        shown.ShouldNotContain("Управленческий цикл");
        foreach (var omission in ReportFacts.From(Of("totals of directions"), null).Scope.Omissions)
            shown.ShouldContain(omission);
    }

    [Fact]
    public void Write_TooManyColumnsForAnUprightPage_TurnsThePageAndBack()
    {
        var sections = XDocument.Parse(Xlsx.Part(Write(Of("20 directions")), "word/document.xml")).Descendants(W + "sectPr").ToList();
        sections.Count.ShouldBeGreaterThan(1);
        sections.ShouldContain(section => section.Element(W + "pgSz")!.Attribute(W + "orient") != null);
        sections[^1].Element(W + "pgSz")!.Attribute(W + "orient").ShouldBeNull();
        // Headers and the unnumbered first page belong to the first section; the others take the headers over.
        sections.Count(section => section.Element(W + "titlePg") != null).ShouldBe(1);
        sections[0].Element(W + "titlePg").ShouldNotBeNull();
    }

    [Fact]
    public void Write_ManySubjectsInAWideTable_KeepsTheirChartOnAnUprightPage()
    {
        var body = XDocument.Parse(Xlsx.Part(Write(Marked.Full(Marked.Tree(12, 2), 50)), "word/document.xml")).Root!.Element(W + "body")!;
        body.Descendants(W + "sectPr").ShouldContain(section => section.Element(W + "pgSz")!.Attribute(W + "orient") != null);
        var (landscape, charts) = (false, 0);
        // The properties of a section stand at its end: read backwards.
        foreach (var element in body.Elements().Reverse())
        {
            if (element.DescendantsAndSelf(W + "sectPr").FirstOrDefault() is { } section)
                landscape = section.Element(W + "pgSz")!.Attribute(W + "orient") is not null;
            if (!element.Descendants().Any(descendant => descendant.Name.LocalName == "docPr"))
                continue;
            charts++;
            landscape.ShouldBeFalse();
        }
        charts.ShouldBe(ReportFacts.From(Marked.Full(Marked.Tree(12, 2), 50)).Charts.Count);
    }
}
