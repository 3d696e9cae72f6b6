using Orientir.Core.Methodologies;

namespace Orientir.Core.Tests.Language;

public class RussianTests
{
    private static string Plain(string text) => text.Replace(Russian.NoBreakSpace, '_').Replace(Russian.NarrowSpace, '\'');

    [Theory]
    [InlineData(0, "0_муниципалитетов")]
    [InlineData(1, "1_муниципалитет")]
    [InlineData(2, "2_муниципалитета")]
    [InlineData(4, "4_муниципалитета")]
    [InlineData(5, "5_муниципалитетов")]
    [InlineData(11, "11_муниципалитетов")]
    [InlineData(12, "12_муниципалитетов")]
    [InlineData(14, "14_муниципалитетов")]
    [InlineData(20, "20_муниципалитетов")]
    [InlineData(21, "21_муниципалитет")]
    [InlineData(22, "22_муниципалитета")]
    [InlineData(25, "25_муниципалитетов")]
    [InlineData(100, "100_муниципалитетов")]
    [InlineData(101, "101_муниципалитет")]
    [InlineData(111, "111_муниципалитетов")]
    [InlineData(112, "112_муниципалитетов")]
    [InlineData(1001, "1001_муниципалитет")]
    [InlineData(2300, "2300_муниципалитетов")]
    [InlineData(23004, "23'004_муниципалитета")]
    [InlineData(0.5, "0,5_муниципалитета")]
    [InlineData(2.5, "2,5_муниципалитета")]
    [InlineData(10.25, "10,25_муниципалитета")]
    // What is shown decides: 4,999 shown as 5 is five.
    [InlineData(4.999, "5_муниципалитетов")]
    public void Count_AnyNumber_AgreesInNominative(double number, string expected)
    {
        Plain(Russian.Count(number, Nouns.Municipality)).ShouldBe(expected);
        Plain(Russian.Count(number, "муниципалитет", "муниципалитета", "муниципалитетов")).ShouldBe(expected);
    }

    [Theory]
    [InlineData(1, GrammaticalCase.Genitive, "1_балла")]
    [InlineData(2, GrammaticalCase.Genitive, "2_баллов")]
    [InlineData(11, GrammaticalCase.Genitive, "11_баллов")]
    [InlineData(21, GrammaticalCase.Genitive, "21_балла")]
    [InlineData(2.5, GrammaticalCase.Genitive, "2,5_балла")]
    [InlineData(3, GrammaticalCase.Dative, "3_баллам")]
    [InlineData(1, GrammaticalCase.Prepositional, "1_балле")]
    [InlineData(18, GrammaticalCase.Prepositional, "18_баллах")]
    [InlineData(1, GrammaticalCase.Instrumental, "1_баллом")]
    [InlineData(2, GrammaticalCase.Accusative, "2_балла")]
    [InlineData(5, GrammaticalCase.Accusative, "5_баллов")]
    public void Count_ObliqueCase_Agrees(double number, GrammaticalCase grammaticalCase, string expected) =>
        Plain(Russian.Count(number, Nouns.Point, grammaticalCase)).ShouldBe(expected);

    [Theory]
    [InlineData(1, "1_руководителя")]
    [InlineData(3, "3_руководителей")]
    [InlineData(5, "5_руководителей")]
    public void Count_AnimateAccusative_TakesGenitiveForm(double number, string expected) =>
        Plain(Russian.Count(number, Nouns.Head, GrammaticalCase.Accusative)).ShouldBe(expected);

    // The form of each subject kind beside 1, 2 and 5, after «из» and in «в … …ах».
    [Theory]
    [InlineData(SubjectKind.Municipality, "1_муниципалитет|2_муниципалитета|5_муниципалитетов|из 3_муниципалитетов|в 3_муниципалитетах")]
    [InlineData(SubjectKind.Organisation, "1_организация|2_организации|5_организаций|из 3_организаций|в 3_организациях")]
    [InlineData(SubjectKind.Head, "1_руководитель|2_руководителя|5_руководителей|из 3_руководителей|в 3_руководителях")]
    [InlineData(SubjectKind.Service, "1_служба|2_службы|5_служб|из 3_служб|в 3_службах")]
    [InlineData(SubjectKind.Programme, "1_программа|2_программы|5_программ|из 3_программ|в 3_программах")]
    [InlineData(SubjectKind.School, "1_школа|2_школы|5_школ|из 3_школ|в 3_школах")]
    public void Count_EverySubjectKind_Agrees(SubjectKind kind, string expected)
    {
        var noun = kind.Noun;
        Plain(
                string.Join(
                    '|',
                    Russian.Count(1, noun),
                    Russian.Count(2, noun),
                    Russian.Count(5, noun),
                    "из " + Russian.Count(3, noun, GrammaticalCase.Genitive),
                    "в " + Russian.Count(3, noun, GrammaticalCase.Prepositional)
                )
            )
            .ShouldBe(expected);
    }

    [Fact]
    public void Nouns_Every_HasSixFormsInBothNumbers()
    {
        var nouns = typeof(Nouns)
            .GetFields()
            .Where(field => field.FieldType == typeof(Noun))
            .Select(field => (Noun)field.GetValue(null)!)
            .ToArray();
        nouns.Length.ShouldBeGreaterThanOrEqualTo(15);
        foreach (var noun in nouns)
        {
            noun.Singular.Count.ShouldBe(6, noun.One);
            noun.Plural.Count.ShouldBe(6, noun.One);
            // The accusative plural is the genitive of persons and the nominative of things.
            noun.Form(GrammaticalCase.Accusative, plural: true)
                .ShouldBe(noun.Form(noun.Animate ? GrammaticalCase.Genitive : GrammaticalCase.Nominative, plural: true));
        }
    }

    [Theory]
    [InlineData(0, 1, "0,0")]
    [InlineData(2.5, 0, "3")]
    [InlineData(-2.5, 0, "−3")]
    [InlineData(0.125, 2, "0,13")]
    [InlineData(1.005, 2, "1,01")]
    [InlineData(2.675, 2, "2,68")]
    [InlineData(-0.04, 1, "0,0")]
    [InlineData(-0.05, 1, "−0,1")]
    [InlineData(999.95, 1, "1000,0")]
    [InlineData(12345.678, 1, "12'345,7")]
    [InlineData(1234567, 0, "1'234'567")]
    [InlineData(-12345, 0, "−12'345")]
    [InlineData(1e16, 0, "10'000'000'000'000'000")]
    public void Fixed_AnyValue_RoundsHalfAwayAndGroups(double value, int digits, string expected) =>
        Plain(Russian.Fixed(value, digits)).ShouldBe(expected);

    [Theory]
    [InlineData(3, "3")]
    [InlineData(2.5, "2,5")]
    [InlineData(0.10, "0,1")]
    [InlineData(1.0 / 3, "0,33")]
    [InlineData(100, "100")]
    public void Number_AnyValue_DropsZerosAtTheEnd(double value, string expected) => Plain(Russian.Number(value)).ShouldBe(expected);

    [Theory]
    [InlineData(0.531, "53,1_%")]
    [InlineData(0, "0,0_%")]
    [InlineData(1, "100,0_%")]
    [InlineData(0.1235, "12,4_%")]
    [InlineData(0.28675, "28,7_%")]
    public void Percent_Share_IsShownWithOneDecimal(double share, string expected) => Plain(Russian.Percent(share)).ShouldBe(expected);

    [Theory]
    [InlineData(1, 1, "1-е_место")]
    [InlineData(2, 5, "2–5-е_места")]
    [InlineData(18, 18, "18-е_место")]
    public void Place_TieOrNot_IsOrdinal(int rank, int rankTo, string expected) => Plain(Russian.Place(rank, rankTo)).ShouldBe(expected);

    [Fact]
    public void List_AnyLength_JoinsWithAnd()
    {
        Russian.List([]).ShouldBe("");
        Russian.List(["А"]).ShouldBe("А");
        Plain(Russian.List(["А", "Б"])).ShouldBe("А и_Б");
        Plain(Russian.List(["А", "Б", "В"])).ShouldBe("А, Б и_В");
        Plain(Russian.List(["А", "Б", "В", "Г"], 3)).ShouldBe("А, Б, В и_Г");
        Plain(Russian.List(["А", "Б", "В", "Г", "Д"], 3)).ShouldBe("А, Б, В и_ещё_2");
        Plain(Russian.List(["А", "Б", "В", "Г", "Д"], 3, Nouns.Municipality)).ShouldBe("А, Б, В и_ещё_2_муниципалитета");
    }

    [Fact]
    public void Date_AnyDay_IsWrittenOut() => Plain(Russian.Date(new DateOnly(2026, 3, 12))).ShouldBe("12_марта_2026");

    [Theory]
    [InlineData("Цели", "«Цели»")]
    [InlineData("Школа «Лидер»", "«Школа „Лидер“»")]
    [InlineData("Школа \"Лидер\" и \"Старт\"", "«Школа „Лидер“ и „Старт“»")]
    public void Quote_InnerQuotes_BecomeLow(string title, string expected) => Russian.Quote(title).ShouldBe(expected);

    [Theory]
    [InlineData(1, "ответил")]
    [InlineData(11, "ответили")]
    [InlineData(21, "ответил")]
    [InlineData(3, "ответили")]
    public void Verb_Count_Agrees(double count, string expected) => Russian.Verb(count, "ответил", "ответили").ShouldBe(expected);

    [Theory]
    [InlineData("ждёт 1", "Ждёт 1")]
    [InlineData("ёлка", "Ёлка")]
    [InlineData("orientir-20261201-023000-17-ab12cd34.zip: 1 строка", "orientir-20261201-023000-17-ab12cd34.zip: 1 строка")]
    [InlineData("", "")]
    public void Capital_OfAText_LeavesForeignNamesAsTheyAre(string text, string expected) => Russian.Capital(text).ShouldBe(expected);
}
