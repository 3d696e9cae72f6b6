using System.IO.Compression;
using Orientir.Core.Office;

namespace Orientir.Core.Reports;

/// <summary>The expert conclusions: a Word file a subject.</summary>
public sealed class Conclusions
{
    private const string Kind = "Экспертное заключение";

    /// <summary>File names of the conclusions, one a subject in the order of the subjects: readable, valid everywhere, distinct.</summary>
    public static IReadOnlyList<string> FileNamesOf(ReportFacts facts) =>
        FileNames.Of([.. facts.Scored.Scores.Subjects.Select(subject => subject.Name)], ".docx");

    /// <summary>Writes the conclusion of one subject. The same facts give the same bytes.</summary>
    /// <param name="facts">What is known of all.</param>
    /// <param name="subject">Index of the subject.</param>
    /// <param name="stream">Where to write the .docx.</param>
    public void Write(ReportFacts facts, int subject, Stream stream) => Write(facts, subject, stream, new XmlBuffer());

    /// <summary>Writes all conclusions into a folder, which is made where there is none. Files of the same names are replaced.</summary>
    /// <param name="facts">What is known of all.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="written">Called after each file, from several threads, one at a time.</param>
    /// <param name="cancellation">Stops between two files.</param>
    public void WriteAll(ReportFacts facts, string folder, Action? written = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var names = FileNamesOf(facts);
        var gate = new Lock();
        Parallel.For(
            0,
            names.Count,
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => (Markup: new XmlBuffer(1 << 18), File: new MemoryStream(1 << 16)),
            (subject, _, own) =>
            {
                own.File.SetLength(0);
                Write(facts, subject, own.File, own.Markup);
                using (
                    var file = new FileStream(
                        Path.Combine(folder, names[subject]),
                        FileMode.Create,
                        FileAccess.Write,
                        FileShare.None,
                        bufferSize: 0
                    )
                )
                    file.Write(own.File.GetBuffer().AsSpan(0, (int)own.File.Length));
                if (written is not null)
                {
                    lock (gate)
                        written();
                }
                return own;
            },
            _ => { }
        );
    }

    private static void Write(ReportFacts facts, int subject, Stream stream, XmlBuffer markup)
    {
        var about = facts.Subject(subject);
        var word = new WordDocument($"{Kind}. {about.Name}", markup);
        word.Title(Kind);
        word.Subtitle(about.Name);
        word.Subtitle(facts.Campaign);
        WordSections.Draw(word, ConclusionText.Of(facts, about));
        word.Save(stream, CompressionLevel.Fastest);
    }
}
