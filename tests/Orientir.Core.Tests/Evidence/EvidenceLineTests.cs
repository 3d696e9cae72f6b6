using Orientir.Core.Evidence;

namespace Orientir.Core.Tests.Evidence;

public sealed class EvidenceLineTests
{
    private const string Url = "https://example.ru/a";

    [Theory]
    [InlineData(EvidenceKind.Link, Url, null, null, null, null, null, Url)]
    [InlineData(EvidenceKind.Link, Url, "Приказ", null, null, null, null, "Приказ: " + Url)]
    [InlineData(EvidenceKind.Link, Url, Url, null, null, null, null, Url)]
    [InlineData(EvidenceKind.File, null, null, "план.pdf", null, null, null, "план.pdf")]
    [InlineData(EvidenceKind.File, null, "План", "план.pdf", null, null, null, "План (план.pdf)")]
    [InlineData(EvidenceKind.File, null, "План", null, null, null, null, "План (файл)")]
    [InlineData(EvidenceKind.Requisites, null, "О плане", null, "приказ", "16", "1 марта", "приказ № 16 от 1 марта «О плане»")]
    [InlineData(EvidenceKind.Requisites, null, "О плане", null, "приказ", null, null, "приказ «О плане»")]
    [InlineData(EvidenceKind.Requisites, null, "О плане «Школа»", null, "приказ", null, null, "приказ «О плане „Школа“»")]
    [InlineData(EvidenceKind.Requisites, null, "О плане \"Школа\" и т. д.", null, "приказ", null, null, "приказ «О плане „Школа“ и т. д.»")]
    public void Of_EnteredOrKept_IsOneText(
        EvidenceKind kind,
        string? url,
        string? title,
        string? file,
        string? document,
        string? number,
        string? date,
        string line
    )
    {
        var item = new EvidenceItem
        {
            RegionId = 1,
            SubmissionId = 1,
            Kind = kind,
            Url = url,
            Title = title,
            DocumentKind = document,
            DocumentNumber = number,
            DocumentDate = date,
        };

        EvidenceLine.Of(item, file).ShouldBe(line);
        EvidenceLine.Of(new(kind, url, title, file is null ? null : new(file, new MemoryStream()), document, number, date)).ShouldBe(line);
    }

    [Fact]
    public void Of_ATitleWithQuotesWithin_IsReadBackAsItWasEntered()
    {
        const string title = "Об итогах «Школы» и „лапках“";
        var line = EvidenceLine.Of(new(EvidenceKind.Requisites, Title: "Об итогах «Школы»", DocumentKind: "приказ", DocumentNumber: "15"));
        line.ShouldBe("приказ № 15 «Об итогах „Школы“»");
        Core.Submissions.WrittenEvidence.In(line, null).Single().Fields!.Title.ShouldBe("Об итогах «Школы»");
        // What was entered with „лапки“ makes the same line again.
        var other = EvidenceLine.Of(new(EvidenceKind.Requisites, Title: title, DocumentKind: "приказ"));
        Core.Submissions.WrittenEvidence.In(other, null).Single().Fields!.Line.ShouldBe(other);
    }
}
