using Orientir.Core.Evidence;

namespace Orientir.Core.Tests.Evidence;

public sealed class WrittenDayTests
{
    [Theory]
    [InlineData("2026-03-12", "12.03.2026")]
    [InlineData("12.3.26", "12.03.2026")]
    [InlineData("12.03.2026 г.", "12.03.2026")]
    [InlineData("«12» марта 2026 года", "12.03.2026")]
    [InlineData("29.02.2024", "29.02.2024")]
    [InlineData("март 2026", "март 2026")]
    [InlineData("2025/26 учебный год", "2025/26 учебный год")]
    public void Checked_DayOrWhatIsKnownOfIt_IsKept(string written, string kept) =>
        Requisites(written).Checked(fileStays: false).DocumentDate.ShouldBe(kept);

    [Theory]
    [InlineData("32.13.2026")]
    [InlineData("29.02.2026")]
    [InlineData("2026-02-30")]
    [InlineData("31 апреля 2026 г.")]
    [InlineData("12.03.0202")]
    public void Checked_DayOfNoCalendar_IsRefusedAtTheDate(string written)
    {
        var error = Should.Throw<RefusedException>(() => Requisites(written).Checked(fileStays: false)).Errors.ShouldHaveSingleItem();
        error.Field.ShouldBe(nameof(EvidenceFields.DocumentDate));
        error.Message.ShouldContain($"«{written}»: такого дня нет");
    }

    [Fact]
    public void Checked_DateKeptFromBefore_StaysAsItWas() =>
        Requisites("32.13.2026").Checked(fileStays: true, keptDate: "32.13.2026").DocumentDate.ShouldBe("32.13.2026");

    private static EvidenceFields Requisites(string date) =>
        new(EvidenceKind.Requisites, Title: "О плане", DocumentKind: "приказ", DocumentDate: date);
}
