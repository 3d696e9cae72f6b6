using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Audit;
using Orientir.Core.Campaigns;
using Orientir.Core.Methodologies;
using Orientir.Core.Territories;

namespace Orientir.Core.Reviews;

/// <summary>A file of marks for a campaign.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="File">Name of the file, for messages.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Confirmed"><see cref="MarkPreview.Digest"/> of the preview that was agreed to; null asks for a preview and changes
/// nothing.</param>
public sealed record MarkImport(int CampaignId, string File, ReadOnlyMemory<byte> Content, string? Confirmed = null);

/// <summary>What a mark of the file does.</summary>
public enum MarkDifference
{
    /// <summary>There is no such mark yet.</summary>
    New,

    /// <summary>Another value or comment stands there.</summary>
    Changed,

    /// <summary>The same stands there.</summary>
    Same,
}

/// <summary>One mark of the file beside what is stored.</summary>
public sealed record PreviewedMark(
    string Subject,
    string Code,
    string Indicator,
    string Expert,
    MarkDifference Difference,
    string? OldValue,
    string? OldComment,
    string? NewValue,
    string? NewComment
);

/// <summary>What a file would do, or did.</summary>
/// <param name="Marks">Every mark of the file, in its order.</param>
/// <param name="Digest">Names this preview: of the file and of what is stored.</param>
/// <param name="Applied">Whether it was done.</param>
public sealed record MarkPreview(IReadOnlyList<PreviewedMark> Marks, string Digest, bool Applied)
{
    /// <summary>How many marks of a kind.</summary>
    public int CountOf(MarkDifference difference) => Marks.Count(mark => mark.Difference == difference);
}

/// <summary>
/// Takes marks from a file: first shown against what is stored, then all at once or not at all. An empty value deletes nothing, an
/// empty comment neither.
/// </summary>
public sealed class ImportMarks(OrientirContext context, TimeProvider time)
{
    /// <summary>Previews, or applies what was previewed.</summary>
    /// <exception cref="InputException">The file has faults: every one, with its place.</exception>
    /// <exception cref="RefusedException">Not allowed, or marks changed since the preview.</exception>
    public async Task<MarkPreview> RunAsync(Actor actor, MarkImport input, CancellationToken cancel = default)
    {
        var campaign =
            await new Visible(context, actor, time)
                .Campaigns.AsNoTracking()
                .Include(row => row.Decisions)
                .SingleOrDefaultAsync(row => row.Id == input.CampaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        var now = time.GetUtcNow().UtcDateTime;
        Permissions.Require(actor, Ability.Mark, state: campaign.StateAt(now));
        var methodology = await KeptMethodologies.ReadAsync(
            context.Methodologies.Where(row => row.Id == campaign.MethodologyEditionId),
            cancel
        );
        var subjects = await new Visible(context, actor, time)
            .CampaignSubjectsOnceFor(Ability.Mark)
            .AsNoTracking()
            .Where(row => row.CampaignId == campaign.Id)
            .OrderBy(row => row.Code)
            .ToDictionaryAsync(row => row.Code, StringComparer.Ordinal, cancel);
        Register RegisterOf(IEnumerable<CampaignSubject> those) =>
            new()
            {
                Entries =
                [
                    .. those.Select(subject => new RegisterEntry(
                        subject.Code,
                        subject.Name,
                        EntryKind.IdOf(methodology.Subject),
                        null,
                        null,
                        []
                    )),
                ],
            };
        var ownName = await ExpertName.InCampaignAsync(context, actor, campaign.Id, "", cancel);
        // Of subjects that are not the actor's a file is told so much: that they are not. What stands of them is read nowhere.
        var only = actor.Is(Role.Operator)
            ? null
            : new OwnName(
                ownName,
                actor.Name,
                RegisterOf(
                    (await context.CampaignSubjects.AsNoTracking().Where(row => row.CampaignId == campaign.Id).ToListAsync(cancel)).Where(
                        row => !subjects.ContainsKey(row.Code)
                    )
                )
            );
        var sheet = new ReadMarks().Read(input.Content, input.File, methodology, RegisterOf(subjects.Values), only, cancel);

        var own = subjects.Values.Select(subject => subject.Id).ToList();
        var stored = (await context.Marks.Where(mark => own.Contains(mark.CampaignSubjectId)).ToListAsync(cancel)).ToDictionary(mark =>
            (mark.CampaignSubjectId, mark.Uid, mark.Expert)
        );
        var values = new MarkValues(methodology);
        // Whoever is no operator marks under one name.
        List<string> experts = only is null ? [.. sheet.Experts.Select(ExpertName.Of)] : [.. sheet.Experts.Select(_ => ownName)];
        if (
            sheet.Experts.Any(name => name.Length > ExpertName.Longest)
            || sheet.Comments.Any(comment => comment.Text.Length > Mark.LongestComment)
        )
            throw RefusedException.Invalid(
                new FieldError(
                    "Upload",
                    $"В файле комментарий длиннее {Russian.Number(Mark.LongestComment)} знаков или имя эксперта длиннее "
                        + $"{Russian.Number(ExpertName.Longest)}. Сократите их и загрузите файл снова."
                )
            );
        var rows = Rows(sheet)
            .Select(row =>
            {
                var (subject, node) = (subjects[sheet.Subjects[row.Subject].Id], methodology.Nodes[row.Node]);
                var expert = experts[row.Expert];
                var mark = stored.GetValueOrDefault((subject.Id, node.Uid, expert));
                var value =
                    row.Value is not { } number ? mark?.Value
                    : mark?.Value is { } old && values.TryRead(old, row.Node, out var before, out _) && before.Equals(number) ? old
                    : MarkWords.Canonical(number.ToString(CultureInfo.InvariantCulture), number);
                var comment = row.Comment ?? mark?.Comment;
                var difference =
                    mark is null ? MarkDifference.New
                    : (mark.Value, mark.Comment) == (value, comment) ? MarkDifference.Same
                    : MarkDifference.Changed;
                return (
                    Subject: subject,
                    Node: node,
                    Mark: mark,
                    Expert: expert,
                    Preview: new PreviewedMark(
                        subject.Name,
                        node.Code,
                        node.Title,
                        expert,
                        difference,
                        mark?.Value,
                        mark?.Comment,
                        value,
                        comment
                    )
                );
            })
            .ToList();
        var preview = new MarkPreview(
            [.. rows.Select(row => row.Preview)],
            DigestOf(input.Content, rows.Select(row => row.Mark)),
            Applied: false
        );
        if (input.Confirmed is null)
            return preview;
        if (input.Confirmed != preview.Digest)
            throw RefusedException.Conflict(
                "Пока вы смотрели сравнение, оценки изменились. Загрузите файл ещё раз и проверьте новое сравнение."
            );

        var changed = rows.Where(row => row.Preview.Difference != MarkDifference.Same)
            .Select(row =>
                (
                    row,
                    Old: row.Mark is null ? null : new { value = row.Mark.Value, comment = row.Mark.Comment },
                    Mark: Written(row.Mark, row.Subject.Id, row.Node.Uid, row.Expert)
                )
            )
            .ToList();
        foreach (var (row, _, mark) in changed)
            mark.Change(row.Preview.NewValue, row.Preview.NewComment, actor.UserId, now, ExpertName.AccountOf(actor));
        var trail = new AuditTrail(context, time);
        try
        {
            // Shown and agreed to while marks were taken: they are still, and a run waits for these.
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            var held = await HeldCampaign.ReadAsync(context, campaign.Id, cancel);
            Permissions.Require(actor, Ability.Mark, state: held.StateAt(time.GetUtcNow().UtcDateTime));
            await trail.SaveNewAsync(
                () =>
                {
                    trail.Add(
                        actor,
                        "mark.import",
                        "campaign",
                        campaign.Id,
                        null,
                        new
                        {
                            sha256 = Convert.ToHexStringLower(SHA256.HashData(input.Content.Span)),
                            added = preview.CountOf(MarkDifference.New),
                            changed = preview.CountOf(MarkDifference.Changed),
                            same = preview.CountOf(MarkDifference.Same),
                        }
                    );
                    foreach (var (row, old, mark) in changed)
                        trail.Add(
                            actor,
                            "mark.save",
                            "mark",
                            mark.Id,
                            old,
                            new { value = mark.Value, comment = mark.Comment },
                            row.Subject.Id,
                            row.Node.Uid
                        );
                },
                cancel
            );
            await transaction.CommitAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw RefusedException.Conflict(
                "Во время загрузки кто-то изменил оценки, и ничего не записано. Загрузите файл ещё раз и проверьте новое сравнение."
            );
        }
        return preview with { Applied = true };

        Mark Written(Mark? mark, int subject, string uid, string expert)
        {
            if (mark is null)
                context.Marks.Add(
                    mark = new Mark
                    {
                        RegionId = campaign.RegionId,
                        CampaignSubjectId = subject,
                        Uid = uid,
                        Expert = expert,
                    }
                );
            return mark;
        }
    }

    /// <summary>Values and comments of the sheet, one row per node, subject and expert.</summary>
    private static List<(int Subject, int Node, int Expert, double? Value, string? Comment)> Rows(MarkSheet sheet)
    {
        var comments = new Dictionary<(int, int, int), string>();
        foreach (var comment in sheet.Comments)
            comments.TryAdd((comment.Subject, comment.Node, comment.Expert), comment.Text);
        var rows = new List<(int Subject, int Node, int Expert, double? Value, string? Comment)>(sheet.Marks.Length);
        foreach (var mark in sheet.Marks.Span)
            rows.Add(
                (
                    mark.Subject,
                    mark.Node,
                    mark.Expert,
                    mark.Value,
                    comments.Remove((mark.Subject, mark.Node, mark.Expert), out var text) ? text : null
                )
            );
        foreach (var comment in sheet.Comments)
            if (comments.Remove((comment.Subject, comment.Node, comment.Expert), out var text))
                rows.Add((comment.Subject, comment.Node, comment.Expert, null, text));
        return rows;
    }

    private static string DigestOf(ReadOnlyMemory<byte> content, IEnumerable<Mark?> marks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(content.Span);
        foreach (var mark in marks)
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{mark?.Id}:{mark?.Version};")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
