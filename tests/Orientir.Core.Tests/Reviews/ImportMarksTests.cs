using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;
using Orientir.Core.Reviews;

namespace Orientir.Core.Tests.Reviews;

public class ImportMarksTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfPreviewedFile_AppliesExactlyThat(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        await made.MarkAsync(made.Operator, 0, "1.1", "2", comment: "было");
        await made.MarkAsync(made.Operator, 0, "1.2", "1", comment: "было");
        var file = ReviewedCampaign.Csv(
            "m1,1.1,2,,",
            "m1,1.2,0,,",
            "Район 2,1.1,НА,,".Replace("НА", "NA", StringComparison.Ordinal),
            "m2,2.1,,,только слова"
        );
        var preview = await RunAsync(made, made.Operator, file);
        preview
            .Marks.Select(mark => (mark.Subject, mark.Code, mark.Difference, mark.OldValue, mark.NewValue, mark.NewComment))
            .ShouldBe([
                ("Район 1", "1.1", MarkDifference.Same, "2", "2", "было"),
                ("Район 1", "1.2", MarkDifference.Changed, "1", "0", "было"),
                ("Район 2", "1.1", MarkDifference.New, null, "NA", null),
                ("Район 2", "2.1", MarkDifference.New, null, null, "только слова"),
            ]);
        await using (var context = made.Open())
            (await context.Marks.CountAsync(Cancel)).ShouldBe(2);

        (await RunAsync(made, made.Operator, file, preview.Digest)).Applied.ShouldBeTrue();
        await using (var context = made.Open())
        {
            (await context.Marks.CountAsync(Cancel)).ShouldBe(4);
            (await context.Marks.SingleAsync(mark => mark.Value == null, Cancel)).Comment.ShouldBe("только слова");
            (await context.AuditEntries.SingleAsync(entry => entry.Action == "mark.import", Cancel)).New!.ShouldContain(
                "\"added\":2,\"changed\":1,\"same\":1"
            );
        }
        (await RunAsync(made, made.Operator, file)).CountOf(MarkDifference.Same).ShouldBe(4);
        (await Should.ThrowAsync<RefusedException>(() => RunAsync(made, made.Operator, file, preview.Digest))).Kind.ShouldBe(
            RefusalKind.Conflict
        );
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_WhileReviewIsEnded_ChangesNothing(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        var file = ReviewedCampaign.Csv("m1,1.1,2,,");
        var preview = await RunAsync(made, made.Operator, file);
        var late = () => made.WhileAsync(made.EndReviewAsync, () => RunAsync(made, made.Operator, file, preview.Digest));
        (await Should.ThrowAsync<RefusedException>(late)).Kind.ShouldBe(RefusalKind.Conflict);
        await using var context = made.Open();
        (await context.Marks.CountAsync(Cancel)).ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfFaultyOrForeignFile_ChangesNothing(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        (
            await Should.ThrowAsync<InputException>(() =>
                RunAsync(made, made.Operator, ReviewedCampaign.Csv("m1,1.1,7,,", "m1,8.8,1,,", "m9,1.1,1,,"), "x")
            )
        ).Errors.Count.ShouldBe(3);
        // An expert's file may speak of the subjects assigned to it only.
        (await Should.ThrowAsync<InputException>(() => RunAsync(made, made.Expert, ReviewedCampaign.Csv("m2,1.1,1,,"))))
            .Errors.Single()
            .ToString()
            .ShouldBe(
                "marks.csv:2:1: объект «m2» вам не назначен; загружайте оценки только назначенных вам: удалите его строки или "
                    + "попросите оператора назначить его вам"
            );
        (await Should.ThrowAsync<InputException>(() => RunAsync(made, made.Expert, ReviewedCampaign.Csv("m9,1.1,1,,"))))
            .Errors.Single()
            .Found.ShouldBe("объект «m9» не узнан по реестру");
        (await Should.ThrowAsync<RefusedException>(() => RunAsync(made, made.Stranger, ReviewedCampaign.Csv("m1,1.1,1,,")))).Kind.ShouldBe(
            RefusalKind.NotFound
        );
        (
            await Should.ThrowAsync<RefusedException>(() => RunAsync(made, made.Coordinator, ReviewedCampaign.Csv("m1,1.1,1,,")))
        ).Kind.ShouldBe(RefusalKind.Forbidden);
        await using var context = made.Open();
        (await context.Marks.CountAsync(Cancel)).ShouldBe(0);
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfExportedSheets_ReadsThemBack(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        foreach (
            var (by, names) in new[]
            {
                (ReviewSheetsBy.Direction, new[] { "1 Направление 1.xlsx", "2 Направление 2.xlsx" }),
                (ReviewSheetsBy.Subject, ["Район 1.xlsx", "Район 2.xlsx", "Район 3.xlsx"]),
            }
        )
        {
            using var zip = await SheetsAsync(made, made.Operator, by);
            zip.Entries.Select(entry => entry.FullName).ShouldBe(names);
            // Who sent nothing is named so to the experts.
            var texts = Xlsx.Part(Bytes(zip.Entries[^1]), "xl/sharedStrings.xml");
            texts.ShouldContain("Район 3 (не отправлено)");
            texts.ShouldNotContain("Район 1 (не отправлено)");
            foreach (var entry in zip.Entries)
                (await RunAsync(made, made.Operator, Bytes(entry), file: entry.FullName)).Marks.ShouldBeEmpty();
        }
        using var own = await SheetsAsync(made, made.Expert, ReviewSheetsBy.Subject);
        var book = Bytes(own.Entries.ShouldHaveSingleItem());
        Xlsx.Faults(book).ShouldBeEmpty();
        var sheet = Xlsx.Part(book, "xl/sharedStrings.xml");
        sheet.ShouldContain("строка");
        sheet.ShouldContain("Программа");
        Xlsx.Part(book, "xl/worksheets/_rels/sheet1.xml.rels").ShouldContain("https://example.org/p?a=1&amp;b=2");
    }

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Run_OfSeveralExpertsMarksByAnExpert_IsRefusedWithTheRemedy(Database database)
    {
        using var made = await ReviewedCampaign.MadeAsync(database);
        foreach (
            var file in new[]
            {
                ReviewedCampaign.Csv("m1,1.1,1,Эксперт Первый,", "m1,1.2,2,Петров П. П.,"),
                "Муниципалитет;Эксперт;1.1\nm1;Петров П. П.;1\n"u8.ToArray(),
            }
        )
            (await Should.ThrowAsync<InputException>(() => RunAsync(made, made.Expert, file)))
                .Errors.ShouldHaveSingleItem()
                .ToString()
                .ShouldMatch(
                    "^marks.csv:(3:10|2:4): оценка эксперта «Петров П. П.»; вы загружаете только свои оценки \\(«Эксперт Первый»\\): "
                        + "удалите чужие строки.+оценки других экспертов загружает оператор$"
                );
        (
            await Should.ThrowAsync<InputException>(() =>
                RunAsync(made, made.Expert, ReviewedCampaign.Csv("m1,1.1,1,Эксперт П.,", "m1,1.1,0,,"))
            )
        )
            .Errors.ShouldHaveSingleItem()
            .Found.ShouldStartWith("вторая оценка по 1.1");
        (
            await Should.ThrowAsync<RefusedException>(() =>
                RunAsync(made, made.Expert, ReviewedCampaign.Csv($"m1,1.1,1,,{new string('я', 4001)}"))
            )
        )
            .Errors.ShouldHaveSingleItem()
            .Message.ShouldContain("длиннее");
        (await RunAsync(made, made.Expert, ReviewedCampaign.Csv("m1,1.1,1,первый эксперт,", "m1,1.2,2,Эксперт П.,")))
            .Marks.Select(mark => mark.Expert)
            .Distinct()
            .ShouldBe(["Эксперт Первый"]);
        (await RunAsync(made, made.Operator, ReviewedCampaign.Csv("m1,1.1,1,Иванов,", "m1,1.1,2,Петров,")))
            .CountOf(MarkDifference.New)
            .ShouldBe(2);
    }

    private static async Task<MarkPreview> RunAsync(
        ReviewedCampaign made,
        Actor actor,
        byte[] content,
        string? confirmed = null,
        string file = "marks.csv"
    )
    {
        await using var context = made.Open(actor);
        return await new ImportMarks(context, made.Time).RunAsync(actor, new MarkImport(made.Campaign, file, content, confirmed), Cancel);
    }

    private static async Task<ZipArchive> SheetsAsync(ReviewedCampaign made, Actor actor, ReviewSheetsBy by)
    {
        await using var context = made.Open(actor);
        var stream = new MemoryStream();
        await new ExportReviewSheets(context, made.Time).RunAsync(actor, made.Campaign, by, stream, Cancel);
        return new ZipArchive(stream);
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
