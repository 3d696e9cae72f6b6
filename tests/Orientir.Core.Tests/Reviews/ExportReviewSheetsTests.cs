using System.IO.Compression;
using Orientir.Core.Evidence;
using Orientir.Core.Reviews;
using Orientir.Core.Tests.Submissions;
using static Orientir.TestSupport.SubmissionWorld;

namespace Orientir.Core.Tests.Reviews;

public class ExportReviewSheetsTests : SubmissionTests
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Export_EvidenceOfEveryKind_ReadsAsItsCoordinatorReadsIt(Database database)
    {
        using var world = await MakeAsync(database);
        await world.Add(
            "one",
            new(EvidenceKind.Requisites, Title: "О плане", DocumentKind: "приказ", DocumentNumber: "16"),
            new PlaceOfEvidence("1.1")
        );
        await world.Add(
            "two",
            new(EvidenceKind.File, Title: "План", File: new("план.pdf", new MemoryStream("%PDF-1.4"u8.ToArray()))),
            new PlaceOfEvidence("1.1")
        );
        await world.Add("three", new(EvidenceKind.Link, "https://example.ru/a", "Приказ"), new PlaceOfEvidence("1.1"));

        var lines = (await world.Form(world.Coordinator)).EvidenceAt("1.1").Select(one => one.Line).ToList();
        lines.ShouldBe(["приказ № 16 «О плане»", "План (план.pdf)", "Приказ: https://example.ru/a"]);
        lines.ShouldBeSubsetOf(await TextsAsync(world));
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(SubmissionWorld world)
    {
        using var stream = new MemoryStream();
        await world.In(async context =>
        {
            await new ExportReviewSheets(context, world.Time).RunAsync(
                world.Operator,
                world.Campaign,
                ReviewSheetsBy.Subject,
                stream,
                Cancel
            );
            return 0;
        });
        using var zip = new ZipArchive(new MemoryStream(stream.ToArray()));
        using var file = new MemoryStream();
        await using (var entry = await zip.Entries.First(entry => entry.Name.Contains("one", StringComparison.Ordinal)).OpenAsync(Cancel))
            await entry.CopyToAsync(file, Cancel);
        return [.. Xlsx.Sheets(file.ToArray())["Оценки"].Values.Select(cell => cell.Value)];
    }
}
