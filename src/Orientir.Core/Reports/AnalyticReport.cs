using Orientir.Core.Office;

namespace Orientir.Core.Reports;

/// <summary>The analytic report of a campaign as a Word file, report.docx.</summary>
public sealed class AnalyticReport
{
    private const string Kind = "Аналитический отчёт";

    /// <summary>Writes the report. The same facts give the same bytes.</summary>
    /// <param name="facts">What it says.</param>
    /// <param name="stream">Where to write the .docx.</param>
    public void Write(ReportFacts facts, Stream stream)
    {
        var sections = ReportText.Of(facts);
        var word = new WordDocument($"{Kind}. {facts.Campaign}");
        word.Title(Kind);
        word.Subtitle(facts.Campaign);
        // The first page is the summary; the contents come after it, because who reads one page reads the first.
        WordSections.Draw(word, [.. sections.Take(1)]);
        word.PageBreak();
        word.Contents("Содержание");
        word.PageBreak();
        WordSections.Draw(word, [.. sections.Skip(1)]);
        word.Save(stream);
    }
}
