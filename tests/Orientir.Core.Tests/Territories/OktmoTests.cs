using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Territories;

public class OktmoTests
{
    [Theory]
    [InlineData("28000000")]
    [InlineData("41636101001")]
    public void TryParse_EightOrElevenDigits_KeepsThem(string text) => Oktmo.TryParse(text)!.Digits.ShouldBe(text);

    [Theory]
    [InlineData("79 605 000", "79605000")]
    [InlineData("\u00A041\u00A0636\u202F101 001 ", "41636101001")]
    [InlineData("41603000000", "41603000")]
    [InlineData("41 603 000 000", "41603000")]
    public void TryParse_AsTheClassifierPrintsIt_IsTheCodeOfTheMunicipality(string text, string digits) =>
        Oktmo.TryParse(text).ShouldBe(Oktmo.TryParse(digits));

    [Theory]
    [InlineData("")]
    [InlineData("2800000")]
    [InlineData("280000000")]
    [InlineData("2800000a")]
    [InlineData("41 636 101 0011")]
    [InlineData("٢٨٠٠٠٠٠٠")]
    public void TryParse_AnythingElse_IsNone(string text) => Oktmo.TryParse(text).ShouldBeNull();

    // By hand: 41636101 is 4·1+1·2+6·3+3·4+6·5+1·6+0·7+1·8 = 80 = 3 (mod 11).
    // 41636101001: 80 + 0·9 + 0·10 + 1·1 = 81 = 4 (mod 11): the 11th digit weighs 1.
    // 00000900: 9·6 = 54 = 10, so weights from 3: 9·8 = 72 = 6.
    // 00000000400: 4·9 = 36 = 3. 00000090060: 9·7 + 6·10 = 123 = 2: the 10th digit weighs 10.
    // 00000000010: 10, so weights from 3: after 10 at the 8th place they go on 1, 2, 3, and the 10th digit weighs 2.
    [Theory]
    [InlineData("41636101", 3)]
    [InlineData("41636101001", 4)]
    [InlineData("50000000", 5)]
    [InlineData("00000900", 6)]
    [InlineData("00000000400", 3)]
    [InlineData("00000090060", 2)]
    [InlineData("00000000010", 2)]
    public void ControlDigit_Codes_AreAsComputedByHand(string code, int expected) => Oktmo.TryParse(code)!.ControlDigit.ShouldBe(expected);

    [Fact]
    public void ControlDigit_TenTwice_IsZero()
    {
        var code = Enumerable
            .Range(0, 1000)
            .Select(number => $"{number:000}00000")
            .First(text =>
            {
                int Sum(int shift) => Enumerable.Range(0, 3).Sum(place => (text[place] - '0') * (place + 1 + shift)) % 11;
                return Sum(0) == 10 && Sum(2) == 10;
            });

        Oktmo.TryParse(code)!.ControlDigit.ShouldBe(0);
    }
}
