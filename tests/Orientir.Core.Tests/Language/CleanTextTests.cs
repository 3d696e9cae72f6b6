namespace Orientir.Core.Tests.Language;

public class CleanTextTests
{
    private const string Family = "👩\u200D👧 и ☂\uFE0F";

    [Theory]
    [InlineData(null, "")]
    [InlineData("Лужский район № 5 — «да»", "Лужский район № 5 — «да»")]
    [InlineData("Ки\u0306мры", "Кймры")]
    [InlineData("и\u0306", "й")]
    [InlineData("е\u0308", "ё")]
    [InlineData("Луж\u200Bский\uFEFF рай\u00ADон\u2060", "Лужский район")]
    [InlineData("до\0после", "допосле")]
    [InlineData("а\u0007б\u001bв\u007fг\u0085д", "абвгд")]
    [InlineData(Family, Family)]
    [InlineData("  два  пробела\tи\r\nстрока\u00A0", "  два  пробела\tи\r\nстрока\u00A0")]
    public void Of_TextAsItComes_IsWholeComposedAndVisible(string? text, string clean)
    {
        CleanText.Of(text).ShouldBe(clean);
        CleanText.IsClean(text).ShouldBe((text ?? "") == clean);
        CleanText.Of(clean).ShouldBe(clean);
    }

    // Not in attributes: those are kept in UTF-8, which has no halves.
    [Fact]
    public void Of_HalvesOfPairsAndWhatNoFileHolds_AreTheMarkOfALostLetter()
    {
        CleanText.Of("половина \uD83D эмодзи").ShouldBe("половина \uFFFD эмодзи");
        CleanText.Of("\uDE00\uD83D").ShouldBe("\uFFFD\uFFFD");
        CleanText.Of("а\uFFFEб\uFFFFв").ShouldBe("а\uFFFDб\uFFFDв");
        CleanText.WellFormed("а\uD83Dб\0😀").ShouldBe("а\uFFFDб😀");
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("  Итоги  года ", "Итоги  года")]
    [InlineData("Итоги\r\n\r\nBcc: someone@example.org", "Итоги Bcc: someone@example.org")]
    [InlineData("\tИтоги\u2028года\u0085\n", "Итоги года")]
    [InlineData("\n\t", "")]
    public void Line_OfATitle_HasNoEndsOfLines(string? text, string line)
    {
        CleanText.Line(text).ShouldBe(line);
        CleanText.Line(line).ShouldBe(line);
    }

    [Fact]
    public void IsWellFormed_HalvesOfPairs_AreFound()
    {
        foreach (var broken in (string[])["а\uD83D", "\uDE00\uD83D", "😀\uD83D", "\uD83Dа"])
            CleanText.IsWellFormed(broken).ShouldBeFalse();
        CleanText.IsWellFormed("😀😀а").ShouldBeTrue();
    }
}
