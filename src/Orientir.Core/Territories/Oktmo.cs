namespace Orientir.Core.Territories;

/// <summary>
/// An ОКТМО code (Общероссийский классификатор территорий муниципальных образований): 8 digits of a municipality or 11 of a settlement.
/// </summary>
public sealed record Oktmo
{
    private const int OfMunicipality = 8;
    private const int OfSettlement = 11;

    private Oktmo(string digits) => Digits = digits;

    /// <summary>
    /// The 8 or 11 digits. Where 11 end in three zeros they name the municipality itself, and are its 8: two spellings of one code are
    /// equal.
    /// </summary>
    public string Digits { get; }

    /// <summary>
    /// The control digit: weights 1…10 from the left, the 11th digit weighs 1 again; the sum modulo 11; if that is 10,
    /// weights 3…10, 1, 2, …; if it is 10 again, 0. Zeros at the end change nothing.
    /// </summary>
    public int ControlDigit
    {
        get
        {
            var first = Remainder(0);
            return first < 10 ? first : Remainder(2) % 10;
        }
    }

    /// <summary>The code in a text, as the classifier prints it too: «79 605 000»; null unless it is 8 or 11 digits.</summary>
    public static Oktmo? TryParse(string? text)
    {
        var digits = string.Concat((text ?? "").Where(letter => !char.IsWhiteSpace(letter)));
        if (digits.Length is not (OfMunicipality or OfSettlement) || !digits.All(char.IsAsciiDigit))
            return null;
        return new(digits.Length == OfSettlement && digits.EndsWith("000", StringComparison.Ordinal) ? digits[..OfMunicipality] : digits);
    }

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
