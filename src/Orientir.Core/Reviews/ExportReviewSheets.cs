using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Office;
using Orientir.Core.Submissions;

namespace Orientir.Core.Reviews;

/// <summary>How sheets for experts are cut.</summary>
public enum ReviewSheetsBy
{
    /// <summary>A workbook per direction, all subjects in it.</summary>
    Direction,

    /// <summary>A workbook per subject, all directions in it.</summary>
    Subject,
}

/// <summary>
/// Writes the sheets experts mark in: answers and evidence beside empty cells for value and comment. Filled in, they go back through
/// <see cref="ImportMarks"/> as they are.
/// </summary>
public sealed class ExportReviewSheets(OrientirContext context, TimeProvider time)
{
    private static readonly string[] Heads =
    [
        "subject",
        "name",
        "code",
        "indicator",
        "scale",
        "answer",
        "remark",
        "evidence",
        "evidence 2",
        "evidence 3",
        "value",
        "comment",
        "expert",
    ];

    private static readonly string[] Meanings =
    [
        "код объекта",
        "объект",
        "код показателя",
        "показатель",
        "шкала",
        "ответ объекта",
        "комментарий объекта",
        "подтверждение",
        "второе подтверждение",
        "остальные подтверждения",
        "ваша оценка: пустая ячейка — нет оценки, NA — не применимо",
        "ваш комментарий",
        "эксперт; заполнять не обязательно, если эксперт один",
    ];

    private static readonly CellStyle Head = new()
    {
        Bold = true,
        Format = CellFormat.Text,
        Fill = "E8EDEE",
        Border = true,
        Wrap = true,
    };
    private static readonly CellStyle Cell = new()
    {
        Format = CellFormat.Text,
        Border = true,
        Wrap = true,
    };
    private static readonly CellStyle Reference = Cell with { Color = "0B5563", Underline = true };
    private static readonly CellStyle Entry = new()
    {
        Format = CellFormat.Text,
        Fill = "FFF9E5",
        Border = true,
        Wrap = true,
        Unlocked = true,
    };

    /// <summary>Writes a zip of workbooks about the subjects the actor may mark.</summary>
    /// <param name="actor">An operator, or an expert of the subjects assigned to it.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="by">How they are cut.</param>
    /// <param name="output">Takes the zip; stays open.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="RefusedException">No such campaign, or not allowed.</exception>
    public async Task RunAsync(Actor actor, int campaignId, ReviewSheetsBy by, Stream output, CancellationToken cancel = default)
    {
        var visible = new Visible(context, actor, time);
        var campaign =
            await visible.Campaigns.AsNoTracking().Include(row => row.Decisions).SingleOrDefaultAsync(row => row.Id == campaignId, cancel)
            ?? throw RefusedException.NotFound("Мониторинг");
        Permissions.Require(actor, Ability.Mark);
        var methodology = await KeptMethodologies.ReadAsync(
            context.Methodologies.Where(row => row.Id == campaign.MethodologyEditionId),
            cancel
        );
        var subjects = await visible
            .CampaignSubjectsOnceFor(Ability.Mark)
            .AsNoTracking()
            .Where(row => row.CampaignId == campaignId)
            .OrderBy(row => row.FoldedName)
            .ThenBy(row => row.Id)
            .ToListAsync(cancel);
        var ids = subjects.Select(subject => subject.Id).ToList();
        var submissions = await context.Submissions.AsNoTracking().Where(row => ids.Contains(row.CampaignSubjectId)).ToListAsync(cancel);
        var states = submissions.ToDictionary(row => row.CampaignSubjectId, row => row.State);
        var now = time.GetUtcNow().UtcDateTime;
        var unsent = subjects
            .Where(subject =>
                states.GetValueOrDefault(subject.Id) is var state
                && state is SubmissionState.Draft or SubmissionState.Returned
                && campaign.IsOver(subject.ExtendedUntil, state == SubmissionState.Returned, now)
            )
            .Select(subject => subject.Id)
            .ToHashSet();
        var subjectOf = submissions.ToDictionary(row => row.Id, row => row.CampaignSubjectId);
        var keys = subjectOf.Keys.ToList();
        var contents = await SubmissionContents.AllAsync(context, keys, cancel);
        var answers = contents.Answers.SelectMany(own => own).ToLookup(row => (subjectOf[row.SubmissionId], row.Uid));
        var evidence = contents
            .Evidence.SelectMany(own => own)
            .SelectMany(one => one.Item.Places.Select(place => (Key: (subjectOf[one.Item.SubmissionId], place.Uid), Evidence: one)))
            .ToLookup(pair => pair.Key, pair => pair.Evidence);

        var leaves = methodology
            .Tree.Leaves.Select(leaf => (Node: leaf, Index: methodology.Tree.IndexOf(leaf), Direction: methodology.Tree.DirectionOf(leaf)))
            .ToList();
        List<(string Title, IReadOnlyList<CampaignSubject> Subjects, IReadOnlyList<(Node Node, int Index, Node Direction)> Leaves)> books =
            by == ReviewSheetsBy.Direction
                ?
                [
                    .. leaves
                        .GroupBy(leaf => leaf.Direction.Uid)
                        .Select(group =>
                            (
                                $"{group.First().Direction.Code} {group.First().Direction.Title}",
                                (IReadOnlyList<CampaignSubject>)subjects,
                                (IReadOnlyList<(Node, int, Node)>)[.. group]
                            )
                        ),
                ]
                :
                [
                    .. subjects.Select(subject =>
                        (subject.Name, (IReadOnlyList<CampaignSubject>)[subject], (IReadOnlyList<(Node, int, Node)>)leaves)
                    ),
                ];
        var names = FileNames.Of([.. books.Select(book => book.Title)], ".xlsx");

        using var zip = new OfficePackage(output, System.IO.Compression.CompressionLevel.Fastest);
        var values = new MarkValues(methodology);
        for (var index = 0; index < books.Count; index++)
        {
            cancel.ThrowIfCancellationRequested();
            var book = books[index];
            using var file = zip.Open(names[index]);
            using var buffer = new MemoryStream();
            using (var workbook = new WorkbookWriter(buffer, $"{campaign.Title}: {book.Title}"))
                WriteBook(workbook, book.Subjects, unsent, book.Leaves, values, answers, evidence);
            buffer.WriteTo(file);
        }
    }

    private static void WriteBook(
        WorkbookWriter workbook,
        IReadOnlyList<CampaignSubject> subjects,
        HashSet<int> unsent,
        IReadOnlyList<(Node Node, int Index, Node Direction)> leaves,
        MarkValues values,
        ILookup<(int, string), Answer> answers,
        ILookup<(int, string), FormEvidence> evidence
    )
    {
        var sheet = workbook.AddSheet(
            "Оценки",
            new SheetLayout
            {
                Widths = [10, 24, 9, 40, 36, 18, 24, 28, 28, 28, 12, 30, 16],
                FrozenRows = 1,
                FrozenColumns = 3,
                LastTitleRow = 1,
                Protected = true,
            }
        );
        sheet.Row();
        foreach (var head in Heads)
            sheet.Text(head, Head);
        // Indicator by indicator: an expert compares the subjects on one scale.
        foreach (var (node, index, direction) in leaves)
        foreach (var subject in subjects)
        {
            var given = answers[(subject.Id, node.Uid)].OrderBy(answer => answer.ItemId, StringComparer.Ordinal).ToList();
            var behind = evidence[(subject.Id, node.Uid)]
                .Concat(evidence[(subject.Id, direction.Uid)])
                .DistinctBy(one => one.Item.Id)
                .ToList();
            sheet
                .Row()
                .Text(subject.Code, Cell)
                .Text(unsent.Contains(subject.Id) ? subject.Name + " (не отправлено)" : subject.Name, Cell)
                .Text(node.Code, Cell)
                .Text(node.Title, Cell)
                .Text(values.AllowedAt(index), Cell)
                .Text(
                    string.Join("; ", given.Select(answer => MarkWords.OfAnswer(answer, node.Scale!)).Where(text => text.Length > 0)),
                    Cell
                )
                .Text(string.Join("; ", given.Select(answer => answer.Comment).Where(text => !string.IsNullOrEmpty(text))), Cell);
            for (var place = 0; place < 2; place++)
                if (behind.ElementAtOrDefault(place) is not { } one)
                    sheet.Empty(Cell);
                else if (one.Item is { Kind: EvidenceKind.Link, Url: { } url })
                    sheet.Link(one.Item.Title ?? url, url, Reference);
                else
                    sheet.Text(one.Line, Cell);
            sheet.Text(string.Join("\n", behind.Skip(2).Select(one => one.Line)), Cell);
            sheet.Empty(Entry).Empty(Entry).Empty(Entry);
        }
        var help = workbook.AddSheet(HeaderRow.Guides[1], new SheetLayout { Widths = [16, 70] });
        help.Row().Text("Столбец", Head).Text("Что в нём", Head);
        for (var column = 0; column < Heads.Length; column++)
            help.Row().Text(Heads[column], Cell).Text(Meanings[column], Cell);
    }
}
