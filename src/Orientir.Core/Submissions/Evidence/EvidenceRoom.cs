using Microsoft.EntityFrameworkCore;
using Orientir.Core.Evidence;
using Orientir.Core.Files;

namespace Orientir.Core.Submissions;

/// <summary>
/// How much room files of evidence may take, so that nobody fills the disk on which everybody saves. What was removed or replaced counts
/// until it is gone, a week or two later: it can be put back, and lies there.
/// </summary>
/// <param name="OfSubmission">Megabytes of one submission.</param>
/// <param name="OfCampaign">Megabytes of all submissions of a campaign, with files of the region nothing refers to any more.</param>
public sealed record EvidenceRoom(int OfSubmission, int OfCampaign)
{
    /// <summary>Name of the setting of <see cref="OfSubmission"/>.</summary>
    public const string SubmissionSetting = "Evidence:MegabytesPerSubmission";

    /// <summary>Name of the setting of <see cref="OfCampaign"/>.</summary>
    public const string CampaignSetting = "Evidence:MegabytesPerCampaign";

    /// <summary>Where nothing else is set: 25 of the largest files a submission, 40 full submissions a campaign.</summary>
    public static readonly EvidenceRoom Usual = new(500, 20_000);

    /// <summary>The room by settings.</summary>
    /// <exception cref="InputException">A setting is no number of megabytes.</exception>
    public static EvidenceRoom Read(Func<string, string?> setting)
    {
        var errors = new List<InputError>();
        var read = new EvidenceRoom(Megabytes(SubmissionSetting, Usual.OfSubmission), Megabytes(CampaignSetting, Usual.OfCampaign));
        return errors.Count == 0 ? read : throw new InputException(errors);

        int Megabytes(string name, int usual) => SettingNumber.Read(setting, name, usual, (1, 100_000_000), "мегабайт", errors);
    }

    /// <summary>Refuses a file there is no room for; within a transaction nobody else of the campaign is given any to its end.</summary>
    /// <exception cref="RefusedException">There is no room: what is used, and what to do.</exception>
    internal async Task RequireAsync(OrientirContext context, SubmissionContext at, GivenFile? file, CancellationToken cancel)
    {
        if (file is null)
            return;
        // Two submissions of one campaign are held by nobody together.
        if (context.Database.CurrentTransaction is not null)
            await context.LockRoomAsync(at.Campaign.Id, cancel);
        var own = at.Submission?.Id;
        var campaign = at.Campaign.Id;
        var used = await context
            .StoredFiles.Where(row => context.EvidenceItems.Any(item => item.FileId == row.Id && item.SubmissionId == own))
            .SumAsync(row => row.Length, cancel);
        if (used + file.Content.Length > (long)OfSubmission << 20)
            throw Full("этой анкеты", used, OfSubmission, file);
        var all = await context
            .StoredFiles.Where(row =>
                context.EvidenceItems.Any(item =>
                    item.FileId == row.Id
                    && context.Submissions.Any(submission =>
                        submission.Id == item.SubmissionId
                        && context.CampaignSubjects.Any(subject =>
                            subject.Id == submission.CampaignSubjectId && subject.CampaignId == campaign
                        )
                    )
                )
            )
            .SumAsync(row => row.Length, cancel);
        var unused =
            "SELECT CAST(coalesce(sum(\"Length\"), 0) AS bigint) AS \"Value\" FROM stored_files WHERE \"RegionId\" = {0} AND "
            + UnusedFiles.Condition(context);
        all += await context.Database.SqlQueryRaw<long>(unused, at.Subject.RegionId).SingleAsync(cancel);
        if (all + file.Content.Length > (long)OfCampaign << 20)
            throw Full("этого мониторинга", all, OfCampaign, file);
    }

    private static RefusedException Full(string of, long used, int most, GivenFile file) =>
        RefusedException.Invalid(
            new FieldError(
                nameof(EvidenceFields.File),
                $"Для файла «{file.Name}» ({Megabytes(file.Content.Length)} МБ) нет места: файлы {of} занимают {Megabytes(used)} из "
                    + $"{Russian.Number(most)} МБ, вместе с удалёнными и заменёнными: их место освобождается через неделю или две. "
                    + "Дайте ссылку на документ вместо файла или сожмите его; больше места отводит администратор системы."
            )
        );

    private static string Megabytes(long bytes) => Russian.Number((int)Math.Ceiling(bytes / (double)(1 << 20)));
}
