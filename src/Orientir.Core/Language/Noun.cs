namespace Orientir.Core.Language;

/// <summary>The six cases.</summary>
public enum GrammaticalCase
{
    /// <summary>Именительный: кто, что.</summary>
    Nominative,

    /// <summary>Родительный: кого, чего.</summary>
    Genitive,

    /// <summary>Дательный: кому, чему.</summary>
    Dative,

    /// <summary>Винительный: кого, что.</summary>
    Accusative,

    /// <summary>Творительный: кем, чем.</summary>
    Instrumental,

    /// <summary>Предложный: о ком, о чём.</summary>
    Prepositional,
}

/// <summary>The three genders.</summary>
public enum GrammaticalGender
{
    /// <summary>Мужской.</summary>
    Masculine,

    /// <summary>Женский.</summary>
    Feminine,

    /// <summary>Средний.</summary>
    Neuter,
}

/// <summary>A noun with all its forms, so that no ending is ever guessed.</summary>
/// <param name="Gender">Its gender.</param>
/// <param name="Animate">Whether it names a person: that decides its accusative beside a numeral.</param>
/// <param name="Singular">Six forms in the order of <see cref="GrammaticalCase"/>.</param>
/// <param name="Plural">Six forms in the order of <see cref="GrammaticalCase"/>.</param>
public sealed record Noun(GrammaticalGender Gender, bool Animate, IReadOnlyList<string> Singular, IReadOnlyList<string> Plural)
{
    /// <summary>The dictionary form: «муниципалитет».</summary>
    public string One => Singular[0];

    /// <summary>Nominative plural: «муниципалитеты».</summary>
    public string Many => Plural[0];

    /// <summary>One of the twelve forms.</summary>
    public string Form(GrammaticalCase grammaticalCase, bool plural) => (plural ? Plural : Singular)[(int)grammaticalCase];

    /// <summary>The word that agrees with the noun in gender: <c>Agree("один", "одна", "одно")</c>.</summary>
    public string Agree(string masculine, string feminine, string neuter) =>
        Gender switch
        {
            GrammaticalGender.Masculine => masculine,
            GrammaticalGender.Feminine => feminine,
            _ => neuter,
        };

    /// <summary>The form that stands beside the number.</summary>
    /// <param name="number">Its value as shown: a fraction always takes the genitive singular («2,5 балла»).</param>
    /// <param name="grammaticalCase">Case of the whole phrase: «3 балла», «из 3 баллов», «по 3 баллам».</param>
    public string Beside(double number, GrammaticalCase grammaticalCase = GrammaticalCase.Nominative)
    {
        if (number != Math.Truncate(number))
            return Form(GrammaticalCase.Genitive, plural: false);
        var (units, tens) = (Math.Abs(number) % 10, Math.Abs(number) % 100);
        var teen = tens is >= 11 and <= 14;
        if (units == 1 && !teen)
            return Form(grammaticalCase, plural: false);
        if (grammaticalCase is not (GrammaticalCase.Nominative or GrammaticalCase.Accusative))
            return Form(grammaticalCase, plural: true);
        if (units is >= 2 and <= 4 && !teen)
            return grammaticalCase == GrammaticalCase.Accusative && Animate
                ? Form(GrammaticalCase.Genitive, plural: true)
                : Form(GrammaticalCase.Genitive, plural: false);
        return Form(GrammaticalCase.Genitive, plural: true);
    }
}
