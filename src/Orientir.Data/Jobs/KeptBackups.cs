using System.Globalization;
using System.Text.RegularExpressions;
using Orientir.Core.Files;
using Orientir.Core.Office;

namespace Orientir.Data.Jobs;

/// <summary>
/// The back-ups of one installation in a folder that others may share: «orientir-DAY-TIME-JOB-MARK.zip». Whatever bears another mark, or
/// none, is left alone.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="mark">The mark of the installation.</param>
internal sealed partial class KeptBackups(string folder, string mark)
{
    private readonly record struct Kept(string File, int Job, BackupManifest Manifest)
    {
        public bool IsWhole => Manifest.Files is { Included: true, Missing.Count: 0 };
    }

    /// <summary>Where a job writes its back-up: in the order of their names is in the order of time.</summary>
    public string PathOf(DateTime at, int job) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"orientir-{at:yyyyMMdd-HHmmss}-{job}-{mark}.zip"));

    /// <summary>
    /// Whether a job has written its back-up with all files. One older than the job is of another of its number: a store that was restored
    /// gives out again the numbers it gave since the copy was taken.
    /// </summary>
    public bool HasWhole(int job, DateTime createdAt) =>
        Own().Any(kept => kept.Job == job && kept.Manifest.At >= createdAt && kept.IsWhole);

    /// <summary>
    /// Removes the oldest beyond so many, and what killed processes left half written. Those without all files are counted apart: they push
    /// out none that is whole.
    /// </summary>
    public void RemoveOld(int keep, DateTime now)
    {
        foreach (var alike in Own().GroupBy(kept => kept.IsWhole))
        foreach (
            // One of a day to come was written by a wrong clock: it counts as the oldest, not as the newest until that day.
            var old in alike
                .OrderByDescending(kept => kept.Manifest.At > now ? DateTime.MinValue : kept.Manifest.At)
                .ThenByDescending(kept => kept.File, StringComparer.Ordinal)
                .Skip(keep)
        )
            File.Delete(old.File);
        OutputFile.RemoveLeftovers(folder, now - CollectFiles.Unfinished);
    }

    private List<Kept> Own() =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder, "orientir-*.zip")
                    .Select(file => (file, name: Name().Match(Path.GetFileName(file))))
                    .Where(found => found.name.Success && found.name.Groups["mark"].Value == mark)
                    .Select(found =>
                        (
                            found.file,
                            job: int.Parse(found.name.Groups["job"].Value, CultureInfo.InvariantCulture),
                            BackupManifest.TryRead(found.file)
                        )
                    )
                    .Where(found => found.Item3 is not null)
                    .Select(found => new Kept(found.file, found.job, found.Item3!)),
            ]
            : [];

    [GeneratedRegex(
        "^orientir-[0-9]{8}-[0-9]{6}-(?<job>[0-9]{1,9})-(?<mark>[0-9a-f]{8})[.]zip$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Name();
}
