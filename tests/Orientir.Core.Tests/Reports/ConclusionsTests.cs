using System.Xml.Linq;
using Orientir.Core.Reports;

namespace Orientir.Core.Tests.Reports;

public sealed class ConclusionsTests
{
    private static byte[] Write(ReportFacts facts, int subject)
    {
        using var file = new MemoryStream();
        new Conclusions().Write(facts, subject, file);
        return file.ToArray();
    }

    [Theory]
    [MemberData(nameof(AnalyticReportTests.Kinds), MemberType = typeof(AnalyticReportTests))]
    public void Write_WhateverTheData_IsValidAndAlwaysTheSame(string kind)
    {
        var facts = ReportFacts.From(AnalyticReportTests.Of(kind), "Мониторинг 2020");
        for (var subject = 0; subject < Math.Min(5, facts.Scored.Scores.Subjects.Count); subject++)
        {
            var file = Write(facts, subject);
            Docx.Faults(file).ShouldBeEmpty();
            Write(facts, subject).ShouldBe(file);
        }
    }

    [Fact]
    public void Write_FullData_SetsTheSubjectBesideTheMedianInAChart()
    {
        var facts = ReportFacts.From(AnalyticReportTests.Of("full"), "Мониторинг 2020");
        var chart = XDocument.Parse(Xlsx.Part(Write(facts, 2), "word/charts/chart1.xml"));
        XNamespace c = "http://schemas.openxmlformats.org/drawingml/2006/chart";
        chart.Descendants(c + "tx").Select(title => title.Descendants(c + "v").Single().Value).ShouldBe(["Район 3", "Медиана"]);
        chart
            .Descendants(c + "numCache")
            .First()
            .Elements(c + "pt")
            .Select(point => double.Parse(point.Value, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(facts.Directions.Select(direction => facts.Scored.Scores[2, direction.Summary.Node].Share!.Value));
    }

    [Fact]
    public void Write_Comments_AreAllThereWithTheirLines()
    {
        var text = Xlsx.Part(Write(ReportFacts.From(AnalyticReportTests.Of("one subject"), null), 0), "word/document.xml");
        text.ShouldContain("Замечаний нет");
        text.ShouldContain("вторая &lt;строка&gt; &amp; &quot;третья&quot;");
    }

    [Fact]
    public void WriteAll_AwkwardNames_GivesOneFileASubject()
    {
        var folder = Directory.CreateTempSubdirectory("orientir-").FullName;
        try
        {
            var facts = ReportFacts.From(AnalyticReportTests.Of("awkward names"), null);
            var count = 0;
            new Conclusions().WriteAll(facts, folder, () => count++, TestContext.Current.CancellationToken);
            count.ShouldBe(5);
            Directory
                .GetFiles(folder)
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
                .ShouldBe(Conclusions.FileNamesOf(facts).Order(StringComparer.Ordinal));
            Conclusions.FileNamesOf(facts).ShouldBe(["Школа '№ 1-2' _А&Б_.docx", "_CON.docx", "_con (2).docx", "….docx", "обратно.docx"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void WriteAll_InParallel_GivesTheSameBytesAsOneByOne()
    {
        var folder = Directory.CreateTempSubdirectory("orientir-").FullName;
        try
        {
            var facts = ReportFacts.From(Marked.Full(Marked.Tree(3, 5), 60), null);
            new Conclusions().WriteAll(facts, folder, cancellation: TestContext.Current.CancellationToken);
            var names = Conclusions.FileNamesOf(facts);
            for (var subject = 0; subject < names.Count; subject++)
                File.ReadAllBytes(Path.Combine(folder, names[subject])).ShouldBe(Write(facts, subject));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
