namespace Orientir.Core.Territories;

/// <summary>
/// An ОКТМО code (Общероссийский классификатор территорий муниципальных образований): 8 digits of a municipality or 11 of a settlement.
/// </summary>
public sealed record Oktmo
{
    private Oktmo(string digits) => Digits = digits;

    /// <summary>The 8 or 11 digits.</summary>
    public string Digits { get; }

    /// <summary>
    /// The control digit: weights 1…10 from the left, the 11th digit weighs 1 again; the sum modulo 11; if that is 10,
    /// weights 3…10, 1, 2, …; if it is 10 again, 0.
    /// </summary>
    public int ControlDigit
    {
        get
        {
            var first = Remainder(0);
            return first < 10 ? first : Remainder(2) % 10;
        }
    }

    /// <summary>The code in <paramref name="text"/>, null unless it is 8 or 11 digits.</summary>
    public static Oktmo? TryParse(string text) => text is { Length: 8 or 11 } && text.All(char.IsAsciiDigit) ? new Oktmo(text) : null;

    /// <summary>The digits.</summary>
    public override string ToString() => Digits;

    private int Remainder(int shift)
    {
        var sum = 0;
        for (var place = 0; place < Digits.Length; place++)
            sum += (Digits[place] - '0') * ((place + shift) % 10 + 1);
        return sum % 11;
    }
}
