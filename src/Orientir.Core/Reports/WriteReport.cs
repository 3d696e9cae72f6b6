using Orientir.Core.Office;
using Orientir.Core.Results;

namespace Orientir.Core.Reports;

/// <summary>How far the writing of a package is.</summary>
/// <param name="Done">Files written.</param>
/// <param name="Total">Files to write.</param>
public readonly record struct ReportProgress(int Done, int Total);

/// <summary>A package as it was written. Paths are relative to its folder, with «/».</summary>
/// <param name="Files">Files written, in the order to read them.</param>
/// <param name="Removed">Conclusions of an earlier package whose subjects are no longer covered.</param>
/// <param name="Facts">What the package says.</param>
public sealed record WrittenReport(IReadOnlyList<string> Files, IReadOnlyList<string> Removed, ReportFacts Facts);

/// <summary>
/// Writes the report package: report.docx, conclusions, summary.xlsx, report.html and results.json. The same marks give the same
/// bytes.
/// </summary>
public sealed class WriteReport
{
    private const string ConclusionsFolder = "conclusions";
    private const string AsideFolder = ".orientir-part";
    private static readonly string[] PartNames = ["report.docx", "summary.xlsx", "report.html", "results.json"];

    /// <summary>
    /// Writes the package. All of it is written aside first and moved into place when it is complete, so that a fault or a
    /// cancellation leaves the package of before as it was. Files that are not part of a package stay: of the conclusions of before,
    /// those of subjects no longer covered are removed unless somebody has saved them again.
    /// </summary>
    /// <param name="scored">Scored marks.</param>
    /// <param name="campaign">Title of the campaign; the methodology's title where null or empty.</param>
    /// <param name="folder">Folder of the package, made where there is none.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public WrittenReport Write(
        ScoredMarks scored,
        string? campaign,
        string folder,
        IProgress<ReportProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (folder.Trim().Length == 0)
            throw new InputException([new(folder, "имя папки пусто", "укажите папку, в которую писать")]);
        if (File.Exists(folder))
            throw new InputException([new(folder, "это файл, а не папка", "укажите другую папку")]);
        // Found out before anything is moved into place: half of a package would be of before.
        if (File.Exists(Path.Combine(folder, ConclusionsFolder)))
            throw new InputException([
                new(Path.Combine(folder, ConclusionsFolder), "это файл, а нужна папка заключений", "уберите его или укажите другую папку"),
            ]);
        if (Array.Find(PartNames, name => Directory.Exists(Path.Combine(folder, name))) is { } taken)
            throw new InputException([
                new(Path.Combine(folder, taken), "это папка, а нужен файл отчёта", "уберите её или укажите другую папку"),
            ]);

        var aside = Path.Combine(folder, AsideFolder);
        var made = FirstMissing(folder);
        var whole = false;
        try
        {
            Directory.CreateDirectory(aside);
            // Two at once would write into each other's files.
            using var alone = new FileStream(Path.Combine(aside, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                var written = Write(scored, campaign, folder, aside, progress, cancellation);
                whole = true;
                return written;
            }
            finally
            {
                alone.Dispose();
                Directory.Delete(aside, recursive: true);
                // Folders made for a package that did not come about go with it, while they are empty.
                for (
                    var empty = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
                    !whole && made is not null && IsEmpty(empty);
                    empty = Path.GetDirectoryName(empty)!
                )
                {
                    Directory.Delete(empty);
                    if (empty == made)
                        break;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputFile.Refusal(folder, error);
        }
    }

    // The highest folder that is not there yet; null where all are.
    private static string? FirstMissing(string folder)
    {
        string? missing = null;
        for (var above = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar); above is not null && !Directory.Exists(above); )
            (missing, above) = (above, Path.GetDirectoryName(above));
        return missing;
    }

    private static bool IsEmpty(string folder) => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any();

    private static WrittenReport Write(
        ScoredMarks scored,
        string? campaign,
        string folder,
        string aside,
        IProgress<ReportProgress>? progress,
        CancellationToken cancellation
    )
    {
        var facts = ReportFacts.From(scored, campaign);
        Action<Stream>[] writers =
        [
            stream => new AnalyticReport().Write(facts, stream),
            stream => new SummaryWorkbook().Write(facts, stream),
            stream => new HtmlReport().Write(facts, stream),
            stream => ResultsJson.Write(stream, scored),
        ];
        (string Name, Action<Stream> Write)[] parts = [.. PartNames.Zip(writers)];
        var conclusions = Conclusions.FileNamesOf(facts);
        var conclusionsAside = Path.Combine(aside, ConclusionsFolder);
        // What a killed process left aside is not to be moved into place.
        if (Directory.Exists(conclusionsAside))
            Directory.Delete(conclusionsAside, recursive: true);

        var (gate, done) = (new Lock(), 0);
        void Count()
        {
            lock (gate)
                progress?.Report(new(++done, parts.Length + conclusions.Count));
        }
        try
        {
            var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.Invoke(
                options,
                [
                    .. parts.Select(part =>
                        (Action)(
                            () =>
                            {
                                WritePart(Path.Combine(aside, part.Name), part.Write);
                                Count();
                            }
                        )
                    ),
                    () => new Conclusions().WriteAll(facts, conclusionsAside, Count, cancellation),
                ]
            );
        }
        catch (AggregateException errors)
        {
            // One fault is enough to tell of; the others mostly say the same.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(errors.Flatten().InnerExceptions[0]);
        }

        cancellation.ThrowIfCancellationRequested();
        foreach (var (name, _) in parts)
            Move(Path.Combine(aside, name), Path.Combine(folder, name));
        var inPlace = Path.Combine(folder, ConclusionsFolder);
        Directory.CreateDirectory(inPlace);
        // Before the new ones come: where case is not minded, «район.docx» takes the place and the old name of «Район.docx».
        var removed = RemoveStale(inPlace, conclusions);
        foreach (var name in conclusions)
            Move(Path.Combine(conclusionsAside, name), Path.Combine(inPlace, name));
        return new([.. parts.Select(part => part.Name), .. conclusions.Select(name => $"{ConclusionsFolder}/{name}")], removed, facts);
    }

    private static void WritePart(string path, Action<Stream> write)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
        write(file);
    }

    private static void Move(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputFile.Refusal(to, error);
        }
    }

    private static List<string> RemoveStale(string folder, IReadOnlyList<string> current)
    {
        var names = current.ToHashSet(StringComparer.Ordinal);
        var removed = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.docx").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (names.Contains(name))
                continue;
            bool ours;
            using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
                ours = WordDocument.IsOurs(file);
            if (!ours)
                continue;
            File.Delete(path);
            removed.Add($"{ConclusionsFolder}/{name}");
        }
        return removed;
    }
}
