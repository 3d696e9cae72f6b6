namespace Orientir.Core.Tests.Language;

public sealed class SpellingTests
{
    private static readonly string[] Words = ["binary", "ordinal", "checklist", "points", "kind", "code"];

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("тверь", "тверь", 1)]
    [InlineData("тверь", "тверд", 0.8)] // one letter of five
    [InlineData("кимры", "кимрский", 0.72)] // four letters of five at the beginning, 0.9 × 4 / 5
    [InlineData("луга", "волхов", 1.0 / 6)] // one letter of six stays
    public void Likeness_TwoSpellings_IsTheBetterOfChangesAndBeginning(string one, string other, double likeness)
    {
        Spelling.Likeness(one, other).ShouldBe(likeness, 1e-12);
        Spelling.Likeness(other, one).ShouldBe(likeness, 1e-12);
    }

    [Fact]
    public void Nearest_SeveralNames_GivesTheBestFirstAndEqualOnesInOrder() =>
        Spelling.Nearest("1.1.1", ["1.1.2", "3", "1.1.1", "1.2.1"], 3).ShouldBe(["1.1.1", "1.1.2", "1.2.1"]);

    [Theory]
    [InlineData("binery", "binary")]
    [InlineData("biNary", "binary")]
    [InlineData("knid", "kind")] // two letters that changed places are one slip
    [InlineData("cdoe", "code")]
    [InlineData("chcklst", "checklist")]
    [InlineData("kdin", null)]
    [InlineData("other", null)]
    [InlineData("", null)]
    public void Meant_MistypedWord_IsTheNearestOneThatIsNear(string typed, string? word) => Spelling.Meant(typed, Words).ShouldBe(word);
}
