namespace Orientir.Core.Tests.Language;

public class LookAlikesTests
{
    [Theory]
    [InlineData("Лужcкий район", "в слове «Лужcкий» латинская «c»")]
    [InlineData("ЛУЖCКИЙ РАЙОН", "в слове «ЛУЖCКИЙ» латинская «C»")]
    [InlineData("Район Лyжcкий", "в слове «Лyжcкий» латинские «y», «c»")]
    [InlineData("МБОУ COШ № 5", "в слове «COШ» латинские «C», «O»")]
    [InlineData("Орëл", "в слове «Орëл» латинская «ë»")]
    [InlineData("lо-luzhskiy", "в слове «lо» русская «о»")]
    [InlineData("школа XХI века", "в слове «XХI» русская «Х»")]
    public void FaultIn_WordOfTwoAlphabets_NamesTheLetters(string name, string fault) => LookAlikes.FaultIn(name).ShouldBe(fault);

    [Theory]
    [InlineData("Лужский район")]
    [InlineData("Центр «IT-куб»")]
    [InlineData("Школа № 5 A")]
    [InlineData("Гимназия II-й ступени, корпус 2B")]
    [InlineData("Лицей XXI века")]
    [InlineData("ITшкола")]
    [InlineData("lo-luzhskiy")]
    [InlineData("мо-лужский-2")]
    [InlineData("5А, 5B")]
    [InlineData("")]
    public void FaultIn_WordsOfOneAlphabetEach_AreRight(string name) => LookAlikes.FaultIn(name).ShouldBeNull();

    [Theory]
    [InlineData("Лужcкий район", "Лужский район")]
    [InlineData("Щëлково", "Щёлково")]
    [InlineData("ЩËЛКОВО", "Щелково")]
    public void Find_NameWithALatinLetterThatIsRefused_IsByItsRussianOne(string name, string russian)
    {
        LookAlikes.FaultIn(name).ShouldNotBeNull();
        FoldedName.Of(name).ShouldBe(FoldedName.Of(russian));
        Orientir.Core.Territories.TerritoryName.Of(name).ShouldBe(Orientir.Core.Territories.TerritoryName.Of(russian));
    }

    [Fact]
    public void LookOf_TextsThatLookAlike_AreEqual()
    {
        LookAlikes.LookOf("Школа № 5 A").ShouldBe(LookAlikes.LookOf("Школа № 5 А"));
        LookAlikes.LookOf("Щëлково").ShouldBe(LookAlikes.LookOf("Щёлково"));
        LookAlikes.LookOf("1.1.a").ShouldBe(LookAlikes.LookOf("1.1.а"));
        LookAlikes.LookOf("Школа № 5 А").ShouldNotBe(LookAlikes.LookOf("Школа № 5 Б"));
    }
}
