using Orientir.Core.Files;
using Orientir.Core.Jobs;
using Orientir.Core.Office;

namespace Orientir.Core.Results;

/// <summary>The documents of a run, made in the background.</summary>
public sealed class ReportPackage : IRegional
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    /// <summary>The run.</summary>
    public required int ResultRunId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime RequestedAt { get; init; }

    /// <summary>The job that makes it; null once the job is cleaned up.</summary>
    public int? JobId { get; init; }

    /// <summary>That job: how far it is.</summary>
    public Job? Job { get; init; }

    /// <summary>UTC; null until it is made, given up or cancelled.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>What went wrong, for the user; null where nothing did.</summary>
    public string? Failure { get; init; }

    /// <summary>The package as a zip.</summary>
    public int? FileId { get; init; }

    /// <summary>The names of the documents in such a package, in the order to read them: rules of naming change, packages do not.</summary>
    /// <exception cref="FileStoreException">What was kept is no package.</exception>
    public static IReadOnlyList<string> NamesIn(StoredFile file, Stream package) => Read(file, () => OfficePackage.NamesIn(package));

    /// <summary>A document of such a package; null where there is none of that name.</summary>
    /// <exception cref="FileStoreException">What was kept is no package.</exception>
    public static byte[]? DocumentOf(StoredFile file, Stream package, string name) => Read(file, () => OfficePackage.Read(package, name));

    private static T Read<T>(StoredFile file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException)
        {
            throw FileStoreException.Damaged(file.Name, file.Hash, file.Name);
        }
    }
}
