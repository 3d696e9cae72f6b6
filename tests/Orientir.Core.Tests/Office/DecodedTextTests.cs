using System.Text;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public class DecodedTextTests
{
    static DecodedTextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static readonly string[] Texts =
    [
        "subject;code;value\r\nКимры;1.1;1\r\n",
        "муниципалитет;код;оценка\nЛужский район;1.1.1;1\n",
        "id,name,kind,parent,oktmo\nm1,Городской округ Ёлкино,municipality,,\n",
        "ТЕРРИТОРИЯ;КОД;БАЛЛ\nГОРОД ТВЕРЬ;1.1;0,5\nРЖЕВСКИЙ РАЙОН;1.2;1\n",
        "Бокситогорский район\nВолосовский район\nВыборгский район — «Приморье» № 2\n",
        "subject;code;value;comment\nПермский край;1.1;1;Положение о мониторинге утверждено приказом № 15, ссылка открывается, яркие примеры есть\n",
    ];

    private static readonly string[] Names =
    [
        .. (
            "Кимры;Ржев;Тверь;Торжок;Андреапольский район;Бежецкий район;Бельский район;Бологовский район;Весьегонский;Вышневолоцкий ГО;"
            + "Жарковский район;Зубцовский район;Калязинский район;Кашинский ГО;Кесовогорский район;Лесной район;Лихославльский;ЗАТО Озерный;"
            + "Пермь;Чайковский городской округ;Бардымский муниципальный округ;Чусовской городской округ;ЗАТО Звёздный;Юрлинский;Уинский;"
            + "Луга;Кириши;Тосно;Подпорожье;Сланцы;Волхов;Всеволожск;Гатчина;Кингисепп;Кировск;Лодейное Поле;Ломоносов;Приозерск;Тихвин"
        ).Split(';'),
    ];

    public static TheoryData<int> Pages => [1251, 866, 20866, 10007];

    private static string Read(byte[] bytes) => Encoding.UTF8.GetString(DecodedText.Utf8Of(bytes, "f.csv").Span);

    private static string Fault(byte[] bytes) =>
        Should.Throw<InputException>(() => DecodedText.Utf8Of(bytes, "f.csv")).Errors[0].ToString();

    [Theory]
    [MemberData(nameof(Pages))]
    public void Utf8Of_RussianTextOfOneByteALetter_IsRead(int page)
    {
        foreach (var text in Texts.Concat([string.Concat(Enumerable.Repeat(string.Concat(Texts), 150))]))
        {
            var encoding = Encoding.GetEncoding(page);
            var known = encoding.GetString(encoding.GetBytes(text));
            Read(encoding.GetBytes(text)).ShouldBe(known);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Utf8Of_OneNameAlone_IsReadOrRefusedAndNeverMisread(int page)
    {
        var (encoding, right) = (Encoding.GetEncoding(page), 0);
        foreach (var name in Names)
        {
            try
            {
                Read(encoding.GetBytes(name)).ShouldBe(name);
                right++;
            }
            catch (InputException refused)
            {
                refused.Errors.ShouldHaveSingleItem().Found.ShouldContain("кодировк");
            }
        }
        right.ShouldBeGreaterThan(Names.Length * 7 / 10);
    }

    [Fact]
    public void Utf8Of_Utf16And32WithAndWithoutMark_IsRead()
    {
        foreach (var text in Texts)
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            Read([.. encoding.Preamble, .. encoding.GetBytes(text)]).ShouldBe(text);
            Read(encoding.GetBytes(text)).ShouldBe(text);
        }
        Read([.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(Texts[0])]).ShouldBe(Texts[0]);
        Fault([.. Encoding.Unicode.Preamble, 65])
            .ShouldBe("f.csv: текст в UTF-16 обрывается на середине знака; передайте файл заново или сохраните его как «CSV UTF-8»");
        Fault([.. Encoding.UTF32.Preamble, 65, 0]).ShouldContain("текст в UTF-32 обрывается");
    }

    [Fact]
    public void Utf8Of_UnitsThatAreNoCharacters_AreNamedEachInItsPlace()
    {
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            byte[] wrong = [.. encoding.Preamble, .. "a;\U0001F600\uFFFD\nбв\uDC00;\uD83D".SelectMany(letter => Unit(letter, encoding))];
            Should
                .Throw<InputException>(() => DecodedText.Utf8Of(wrong, "f.csv"))
                .Errors.Select(error => $"{error.Place}: {error.Found}")
                .ShouldBe([
                    $"f.csv:2:3: испорченный знак 0x{(encoding.Equals(Encoding.Unicode) ? "00DC" : "DC00")}: такого в UTF-16 нет",
                    $"f.csv:2:5: испорченный знак 0x{(encoding.Equals(Encoding.Unicode) ? "3DD8" : "D83D")}: такого в UTF-16 нет",
                ]);
        }
        byte[] wide = [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes("a\U0001F600\n"), 0, 0xDC, 0, 0];
        Fault(wide).ShouldStartWith("f.csv:2:1: испорченный знак 0x00DC0000: такого в UTF-32 нет");

        // A lone half can't be written by an encoding, only by its unit.
        static byte[] Unit(char letter, Encoding encoding) =>
            encoding.Equals(Encoding.Unicode) ? [(byte)letter, (byte)(letter >> 8)] : [(byte)(letter >> 8), (byte)letter];
    }

    [Fact]
    public void Utf8Of_Utf8_IsReadWithAndWithoutMark()
    {
        foreach (var text in Texts)
        {
            Read(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
            Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]).ShouldBe(text);
        }
    }

    [Fact]
    public void Utf8Of_AFewBadBytes_AreNamedAndChangeNothingElse()
    {
        var bytes = Encoding.UTF8.GetBytes("муниципалитет;код\r\nКимры;1.1\r\nРжев;1.2\r\n").ToList();
        bytes.RemoveAt(bytes.LastIndexOf((byte)0x80) is >= 0 and var at ? at : 1); // half of «р» in «Кимры»
        bytes.Insert(0, 0xFF);
        var errors = Should.Throw<InputException>(() => DecodedText.Utf8Of(bytes.ToArray(), "f.csv")).Errors;

        errors.Count.ShouldBe(2);
        errors[0].ToString().ShouldStartWith("f.csv:1:1: испорченный байт 0xFF: файл в UTF-8, а это не его знак");
        errors[1].Place.ShouldBe("f.csv:2:4");
        // A mark decides even where most is wrong.
        Fault([.. Encoding.UTF8.Preamble, .. Encoding.GetEncoding(1251).GetBytes(Texts[1])])
            .ShouldStartWith("f.csv:1:1: испорченный байт");
    }

    [Theory]
    [InlineData(new byte[] { 65, 66, 67, 0, 66, 67, 68, 69 })]
    public void Utf8Of_Zeros_AreNoText(byte[] bytes) => Fault(bytes).ShouldContain("не текст");

    [Fact]
    public void Utf8Of_NoiseOfBytes_IsNoText()
    {
        for (var seed = 1; seed < 50; seed++)
        {
            var (state, bytes) = ((uint)seed, new byte[400]);
            for (var at = 0; at < bytes.Length; at++)
                bytes[at] = (byte)(1 + (state = state * 1664525 + 1013904223 >> 3) % 255);
            Fault(bytes).ShouldContain("текст");
        }
    }

    [Theory]
    [InlineData("utf-8", 1251, "UTF-8", "Windows-1251")]
    [InlineData("utf-8", 1252, "UTF-8", "Windows-1252")]
    [InlineData("utf-8", 866, "UTF-8", "CP866")]
    [InlineData("utf-8", 20866, "UTF-8", "KOI8-R")]
    [InlineData("utf-8", 10007, "UTF-8", "MacCyrillic")]
    public void In_Utf8ReadAsAnother_IsNamed(string meant, int read, string meantName, string readName)
    {
        var spoilt = Encoding.GetEncoding(read).GetString(Encoding.GetEncoding(meant).GetBytes("Справка о качестве"));

        Mojibake.In("Луга " + spoilt)!.ShouldContain($"текст в {meantName} прочитан как {readName}");
    }

    [Theory]
    [InlineData(866, 1251)]
    [InlineData(20866, 1251)]
    [InlineData(1251, 866)]
    [InlineData(1251, 20866)]
    [InlineData(1251, 1252)]
    public void Whole_OneReadAsAnother_IsNamed(int meant, int read)
    {
        var spoilt = Encoding.GetEncoding(read).GetString(Encoding.GetEncoding(meant).GetBytes(Texts[1] + Texts[4]));

        Mojibake.Whole(spoilt).ShouldNotBeNull().ShouldContain("буквы испорчены");
    }

    [Theory]
    [InlineData("ГОСТ Р» и «РС», РЁ БЕРЁЗА, СЁМГА, ЁРШ")]
    [InlineData("Справка № 5 — «да», 20°, ±3 %")]
    [InlineData("Café São Paulo, Łódź, Ærøskøbing, Ñandú")]
    [InlineData("ЧАСТНОЕ УЧРЕЖДЕНИЕ «РОСТ»")]
    public void In_RightText_IsNoMojibake(string text)
    {
        Mojibake.In(text).ShouldBeNull();
        Mojibake.Whole(text).ShouldBeNull();
    }

    [Fact]
    public void In_EveryTextOfTheRepository_IsNoMojibake()
    {
        foreach (var text in Texts.Concat(Names))
        {
            Mojibake.In(text).ShouldBeNull();
            Mojibake.Whole(text).ShouldBeNull();
        }
    }
}
