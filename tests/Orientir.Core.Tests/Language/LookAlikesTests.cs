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

    [Fact]
    public void KeyOf_TextsThatLookAlike_AreEqual()
    {
        LookAlikes.KeyOf("Школа № 5 A").ShouldBe(LookAlikes.KeyOf("Школа № 5 А"));
        LookAlikes.KeyOf("1.1.a").ShouldBe(LookAlikes.KeyOf("1.1.а"));
        LookAlikes.KeyOf("Школа № 5 А").ShouldNotBe(LookAlikes.KeyOf("Школа № 5 Б"));
    }
}
