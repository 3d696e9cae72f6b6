using System.Globalization;
using Orientir.Core;
using Orientir.Core.Files;
using Orientir.Core.Jobs;

namespace Orientir.Data.Jobs;

/// <summary>Where back-ups go and how many are kept.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Keep">How many of the newest stay, at least 1.</param>
/// <param name="At">When, by the clock of the server.</param>
public sealed record BackupPlan(string Folder, int Keep, TimeOnly At)
{
    /// <summary>The setting of <see cref="Folder"/>.</summary>
    public const string FolderSetting = "ORIENTIR_BACKUP_FOLDER";

    /// <summary>
    /// The plan of ORIENTIR_BACKUP_FOLDER, ORIENTIR_BACKUP_KEEP (14) and ORIENTIR_BACKUP_AT (02:30); null where no folder is named.
    /// </summary>
    /// <exception cref="InputException">A setting has a value that is none.</exception>
    public static BackupPlan? Of(Func<string, string?> setting)
    {
        var errors = new List<InputError>();
        var keep = SettingNumber.Read(setting, "ORIENTIR_BACKUP_KEEP", 14, (1, 10_000), "копий", errors);
        var at = new TimeOnly(2, 30);
        if (
            setting("ORIENTIR_BACKUP_AT") is { Length: > 0 } moment
            && !TimeOnly.TryParseExact(moment, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out at)
        )
            errors.Add(new("ORIENTIR_BACKUP_AT", $"«{moment}»", "нужно время по часам сервера: 02:30"));
        return errors.Count > 0 ? throw new InputException(errors)
            : setting(FolderSetting) is { Length: > 0 } folder ? new(Path.GetFullPath(folder), keep, at)
            : null;
    }
}

/// <summary>
/// Writes a back-up into a folder, then removes the oldest of its own beyond those to keep. A file is written aside, read back, and only
/// then gets its name, which tells of its job: a job begun again finds its file made, unless files are missing in it.
/// </summary>
/// <param name="store">What is backed up.</param>
/// <param name="plan">Where to.</param>
public sealed class BackUpToFolder(Store store, BackupPlan plan) : JobKind
{
    /// <summary>Its name on jobs.</summary>
    public const string KindName = PeriodicJob.Backup;

    /// <inheritdoc/>
    public override string Name => KindName;

    /// <inheritdoc/>
    public override string Title => "Резервная копия";

    /// <inheritdoc/>
    public override async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        var kept = new KeptBackups(plan.Folder, await store.MarkAsync(cancel));
        BackupCounts? written = null;
        var isWritten = false;
        try
        {
            // A copy without files is none of the job: it is tried again.
            if (!kept.HasWhole(run.JobId, run.CreatedAt))
            {
                var file = kept.PathOf(run.Time.GetUtcNow().UtcDateTime, run.JobId);
                written = await Task.Run(() => new WriteBackup(store, run.Time).Run(file, withFiles: true, run.Report, cancel), cancel);
                run.Say(
                    $"копия {Path.GetFileName(file)}: {Russian.Count(written.Rows, "строка", "строки", "строк")}, "
                        + $"{FileWords.Count(written.Files)} ({FileWords.Size(written.Bytes)})"
                );
            }
            else
                run.Say("копия записана прежней попыткой");
            isWritten = true;
            kept.RemoveOld(plan.Keep, run.Time.GetUtcNow().UtcDateTime);
        }
        catch (InputException refused)
        {
            throw new JobFaultException($"Копия не записана. {refused.Message}.", inner: refused);
        }
        catch (FileStoreException refused)
        {
            throw new JobFaultException($"Копия не записана. {refused.ForAdministrators}", inner: refused);
        }
        catch (Exception refused) when (!isWritten && refused is (IOException or UnauthorizedAccessException))
        {
            throw new JobFaultException(
                $"Копия не записана: проверьте папку {plan.Folder}, права на неё и место на дисках.",
                inner: refused
            );
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new JobFaultException(
                $"Копия записана, но прежние копии не удаляются: проверьте права на папку {plan.Folder}.",
                inner: refused
            );
        }
        if (written?.Missing is { } missing and > 0)
            throw new JobFaultException(
                $"Копия записана, но без файлов, которых нет в хранилище или которые повреждены: {FileWords.Count(missing)}. Каких — "
                    + "покажет orientir files check.",
                final: true
            );
    }
}
