using System.Text;
using System.Xml.Linq;
using Orientir.Core.Office;
using Orientir.Core.Reports;
using Orientir.Core.Results;

namespace Orientir.Core.Tests.Reports;

public class HtmlReportTests
{
    private static string Write(ScoredMarks scored, string campaign = "Проба")
    {
        using var stream = new MemoryStream();
        new HtmlReport().Write(ReportFacts.From(scored, campaign), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static XElement Page(string html) => XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Root!;

    [Fact]
    public void Write_FullData_IsWellFormedAndNeedsNothingBeside()
    {
        var html = Write(Marked.Full(Marked.Tree(5, 12), 18));
        var page = Page(html);
        page.Attribute("lang")!.Value.ShouldBe("ru");
        page.Descendants("script").ShouldBeEmpty();
        page.Descendants("link").ShouldBeEmpty();
        page.Descendants("img").ShouldBeEmpty();
        html.ShouldNotContain("http:");
        html.ShouldNotContain("https:");
        html.ShouldNotContain("url(");
        html.ShouldNotContain("@import");
        foreach (var reference in page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src"))
            reference.Value.ShouldStartWith("#");
    }

    [Fact]
    public void Write_FullData_CanBeReadAloud()
    {
        var page = Page(Write(Marked.Full(Marked.Tree(5, 12), 18)));
        page.Descendants("title").First().Value.ShouldBe("Проба: аналитический отчёт");
        page.Descendants("h1").ShouldHaveSingleItem();
        foreach (var landmark in new[] { "header", "nav", "main" })
            page.Descendants(landmark).ShouldHaveSingleItem();
        var ids = page.Descendants().Attributes("id").Select(attribute => attribute.Value).ToArray();
        ids.ShouldBeUnique();
        foreach (var attribute in page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName == "aria-labelledby"))
        foreach (var id in attribute.Value.Split(' '))
            ids.ShouldContain(id);
        foreach (var link in page.Descendants("a"))
            ids.ShouldContain(link.Attribute("href")!.Value[1..]);
        foreach (var table in page.Descendants("table"))
        {
            table.Element("caption")!.Value.ShouldNotBeEmpty();
            table.Element("thead")!.Descendants("th").ShouldAllBe(head => head.Attribute("scope")!.Value == "col");
            foreach (var row in table.Element("tbody")!.Elements("tr"))
            {
                row.Elements("th").ShouldHaveSingleItem().Attribute("scope")!.Value.ShouldBe("row");
                row.Elements().Count().ShouldBe(table.Element("thead")!.Descendants("th").Count());
            }
        }
        var charts = page.Descendants("svg").ToArray();
        charts.Length.ShouldBe(3);
        foreach (var chart in charts)
        {
            chart.Attribute("role")!.Value.ShouldBe("img");
            chart.Element("title")!.Value.ShouldNotBeEmpty();
            chart.Element("desc")!.Value.ShouldNotBeEmpty();
            chart.Parent!.Element("details")!.Descendants("table").ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void Write_HostileNames_AreText()
    {
        const string Name = "<script>alert(1)</script> & \"Школа\" 'А'\u0001";
        var html = Write(Marked.Score(Marked.Tree(1, 1), $"{Name};1.1;2", "Б;1.1;1"), "</title><b>кампания");
        html.ShouldNotContain("<script");
        html.ShouldNotContain("<b>");
        var page = Page(html);
        page.Descendants("h1").Single().Value.ShouldBe("</title><b>кампания");
        page.Descendants("th").Select(cell => cell.Value).ShouldContain(Name.Replace('\u0001', '\uFFFD'));
    }

    [Fact]
    public void Write_Twice_IsByteIdentical()
    {
        var scored = Marked.Full(Marked.Tree(3, 4), 40);
        Write(scored).ShouldBe(Write(scored));
    }

    [Fact]
    public void Write_EighteenBySixty_StaysUnder100Kilobytes() =>
        Encoding.UTF8.GetByteCount(Write(Marked.Full(Marked.Tree(5, 12), 18))).ShouldBeLessThan(100_000);

    [Fact]
    public void Write_TwoThousandSubjects_GrowsWithTheTableOnly()
    {
        var html = Write(Marked.Full(Marked.Tree(5, 12), 2300));
        Page(html).Descendants("svg").Count().ShouldBe(2); // no chart of 2,300 bars
        Encoding.UTF8.GetByteCount(html).ShouldBeLessThan(1_500_000);
    }

    [Fact]
    public void Write_OnlyTotals_HasNoEmptySections()
    {
        var page = Page(Write(Marked.Score(Marked.Tree(2, 2), "А;*;6", "Б;*;3", "В;1.1;")));
        foreach (var section in page.Descendants("section"))
            section.Elements().Count().ShouldBeGreaterThan(1);
        page.Value.ShouldContain(Russian.NoData);
    }

    [Fact]
    public void Write_Reconstruction_SaysSoUnderTheTitle()
    {
        var page = Page(Write(Marked.Score(Marked.Tree(1, 1), "А;1.1;2;реконструкция")));
        page.Descendants("header").Single().Value.ShouldContain("Источник оценок: реконструкция.");
    }

    [Fact]
    public void Write_CycleMatrix_IsShadedAndMarksTheBreakInWords()
    {
        var page = Page(Write(Marked.Score(Marked.Tree(1, 2), "А;1.1;2", "А;1.2;0", "Б;1.1;2", "Б;1.2;1")));
        var cell = page.Descendants("td").First(candidate => candidate.Value.Contains(ReportText.BreakMark, StringComparison.Ordinal));
        cell.Attribute("class")!.Value.ShouldBe("h1 s n");
        page.Value.ShouldContain("▼ — разрыв цикла");
    }

    [Fact]
    public void Chart_Values_StandInThePictureAndInTheTable()
    {
        var svg = XElement.Parse(
            SvgChart.Markup(
                new Chart(
                    "Проба",
                    "Описание",
                    ChartKind.StackedBars,
                    "школы",
                    ["Весь результат"],
                    [new("■ Низкий", [3], Palette.Brick), new("● Высокий", [1], Palette.Teal), new("Нет данных", [null], Palette.NoData)]
                ),
                "c"
            )
        );
        svg.Descendants("rect")
            .Select(rect => double.Parse(rect.Attribute("width")!.Value, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe([540, 180]);
        svg.Value.ShouldContain("■ Низкий");
        svg.Value.ShouldNotContain("Нет данных"); // nothing to draw, nothing to name
        svg.DescendantsAndSelf().Attributes("style").ShouldBeEmpty(); // a strict policy of content forbids it
    }

    [Fact]
    public void Palette_HeatSteps_CanBeReadOnTheirGround()
    {
        for (var step = 0; step < Palette.Heat.Count; step++)
            Contrast(Palette.Heat[step], Palette.InkOnHeat(step)).ShouldBeGreaterThanOrEqualTo(4.5, $"step {step}");
        Contrast(Palette.Teal, "FFFFFF").ShouldBeGreaterThanOrEqualTo(4.5);
        Contrast(Palette.Brick, "FFFFFF").ShouldBeGreaterThanOrEqualTo(4.5);
        Contrast(Palette.Amber, Palette.Ink).ShouldBeGreaterThanOrEqualTo(4.5);
        Contrast(Palette.Accent, "FFFFFF").ShouldBeGreaterThanOrEqualTo(4.5);
        // Told apart in greyscale: luminance of the zones differs by a step each.
        Contrast(Palette.Teal, Palette.Amber).ShouldBeGreaterThan(2);
        Contrast(Palette.Brick, Palette.Amber).ShouldBeGreaterThan(2);
        // The greys beside the bands, printed in grey.
        foreach (var band in (string[])[Palette.Teal, Palette.Amber, Palette.Brick, Palette.ZoneOf(1, 5).Color, Palette.ZoneOf(3, 5).Color])
        {
            Contrast(band, Palette.NoData).ShouldBeGreaterThan(1.4, band);
            Contrast(band, Palette.NotApplicable).ShouldBeGreaterThan(1.4, band);
        }
        Contrast(Palette.NoData, Palette.NotApplicable).ShouldBeGreaterThan(4.5);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.199, 0)]
    [InlineData(0.2, 1)]
    [InlineData(0.6, 3)]
    [InlineData(0.8, 4)]
    [InlineData(1, 4)]
    public void Palette_HeatStep_IsFifthsOfTheMaximum(double share, int step) => Palette.HeatStep(share).ShouldBe(step);

    // Contrast ratio of WCAG 2.1, 1.4.3.
    private static double Contrast(string one, string other)
    {
        static double Luminance(string color)
        {
            double Channel(int at)
            {
                var value = Convert.ToInt32(color.Substring(at, 2), 16) / 255.0;
                return value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
            }
            return 0.2126 * Channel(0) + 0.7152 * Channel(2) + 0.0722 * Channel(4);
        }
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    [Theory]
    [InlineData("не оценено")]
    [InlineData("не применимо")]
    public void Ranges_WordWhereThereIsNoDot_StandsClearOfTheAxis(string word)
    {
        var svg = SvgChart.Markup(new RangePlot("Профиль", "", "вы", "от и до", null, [new("А", 0, 1, null, null, word)]), "id");
        var axis = System.Text.RegularExpressions.Regex.Match(svg, "class=\"axis\" d=\"M270 [^M]*M([0-9.]+) ").Groups[1].Value;
        // The word ends at the right edge, 720; seen in a browser, a letter of it takes up to 8.9 px.
        double.Parse(axis, System.Globalization.CultureInfo.InvariantCulture).ShouldBeLessThan(720 - 8.9 * word.Length);
    }
}
