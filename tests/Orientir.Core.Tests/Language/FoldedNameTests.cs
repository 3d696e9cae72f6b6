namespace Orientir.Core.Tests.Language;

public class FoldedNameTests
{
    [Theory]
    [InlineData("  МБОУ «Ёлкинская  СОШ»\u00A0", "мбоу елкинская сош")]
    [InlineData("Школа №2", "школа №000002")]
    [InlineData("Школа № 007-А", "школа № 000007-а")]
    [InlineData("Гимназия 0", "гимназия 000000")]
    [InlineData("ИНН 1234567890", "инн 1234567890")]
    [InlineData("Лужcкий рaйoн", "лужский район")]
    [InlineData("Школа № 5 A", "школа № 000005 a")]
    [InlineData("IT-куб «Cola» ITшкола", "it-куб cola itшкола")]
    public void Of_NameAsWritten_IsFolded(string name, string folded) => FoldedName.Of(name).ShouldBe(folded);

    [Fact]
    public void Of_NamesWithNumbers_StandByTheNumberAndAreFoundByTheWholeOfIt()
    {
        string[] names = ["Школа № 10", "Школа № 2", "Школа № 1 им. А. С. Пушкина", "Школа № 1"];
        names
            .OrderBy(FoldedName.Of, StringComparer.Ordinal)
            .ShouldBe(["Школа № 1", "Школа № 1 им. А. С. Пушкина", "Школа № 2", "Школа № 10"]);
        names
            .Where(name => FoldedName.Of(name).Contains(FoldedName.Of("№ 1"), StringComparison.Ordinal))
            .ShouldBe(["Школа № 1 им. А. С. Пушкина", "Школа № 1"]);
    }
}
