using System.Text;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Territories;

public class ReadRegisterTests
{
    private const string Header = "id,name,kind,parent,oktmo,oktmo_control,aliases\n";

    private static Register Read(string csv) => new ReadRegister().Read(Encoding.UTF8.GetBytes(csv), "r.csv");

    private static string[] Faults(string rows) =>
        [.. Should.Throw<InputException>(() => Read(Header + rows)).Errors.Select(error => error.ToString())];

    [Fact]
    public void Read_WholeRegister_GivesItsEntriesInOrder()
    {
        var register = Read(
            "name;id;kind;oktmo;parent;aliases;oktmo_control\r\nЛужский район;m1;municipality;41633000;r; Лужский МР | Луга ;\r\nЛенинградская область;r;region;41000000;;;6\r\n"
        );

        register.Entries.Count.ShouldBe(2);
        register
            .Entries[0]
            .ShouldSatisfyAllConditions(
                entry => entry.Id.ShouldBe("m1"),
                entry => entry.Name.ShouldBe("Лужский район"),
                entry => entry.Kind.ShouldBe("municipality"),
                entry => entry.Parent.ShouldBe("r"),
                entry => entry.Oktmo!.Digits.ShouldBe("41633000"),
                entry => entry.Aliases.ShouldBe(["Лужский МР", "Луга"])
            );
        register.Entries[1].Parent.ShouldBeNull();
    }

    [Theory]
    [InlineData("r")]
    [InlineData("r\nm1,Ржев,municipality,r,28745000\n")]
    public void Read_FieldLeftOut_StandsBehindTheLastOfItsRow(string rows) =>
        Faults(rows).ShouldContain("r.csv:2:2: пустое название; у каждой записи есть название");

    [Fact]
    public void Read_Windows1251WithoutOptionalColumns_IsRead()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

        new ReadRegister()
            .Read(Encoding.GetEncoding(1251).GetBytes("id;name;kind;parent;oktmo\r\nr;Тверская область;region;;\r\n"), "r.csv")
            .Entries[0]
            .Name.ShouldBe("Тверская область");
    }

    [Theory]
    [InlineData("a,,region,,,,", "r.csv:2:3: пустое название")]
    [InlineData(
        "a,Имя,деревня,,,,",
        "r.csv:2:7: неизвестный вид «деревня»; допустимы: region (регион), municipality (муниципалитет), organisation (организация), head (руководитель), service (служба), programme (программа), school (школа)"
    )]
    [InlineData("a,Имя,region,b,,,", "r.csv:2:14: родителя «b» нет в реестре")]
    [InlineData(
        "a,Имя,region,,4100000,,",
        "r.csv:2:15: «4100000» — не код ОКТМО; нужны 8 или 11 цифр; похоже, Excel отбросил ноль в начале"
    )]
    [InlineData("a,Имя,region,,41-000-000,,", "r.csv:2:15: «41-000-000» — не код ОКТМО; нужны 8 или 11 цифр")]
    [InlineData("a,Имя,region,,41000000,5,", "r.csv:2:24: контрольная цифра «5» не подходит к коду 41000000; для этого кода она 6")]
    [InlineData("a,Имя,region,,,5,", "r.csv:2:16: контрольная цифра «5» без кода ОКТМО")]
    public void Read_FaultInARow_NamesItsPlace(string row, string expected) =>
        Faults(row + "\n").ShouldHaveSingleItem().ShouldStartWith(expected);

    [Theory]
    [InlineData(
        "код;название;вид;выше;ОКТМО\na;Имя;школа;нет такой;\n",
        "родителя «нет такой» нет в реестре; код или название территории этого файла или региона, или пустая ячейка"
    )]
    [InlineData(
        "a;b\n",
        "нет столбца с названиями; в строке заголовка нужен столбец «название» (name); по желанию «код» (id), «вид» (kind)"
    )]
    public void Read_FaultOfAListIntoARegion_SpeaksAsTheSiteDoes(string csv, string expected) =>
        Should
            .Throw<InputException>(() =>
                new ReadRegister().Read(Encoding.UTF8.GetBytes(csv), "r.csv", new Register { Entries = [], Places = [] })
            )
            .Errors.Select(error => error.ToString())
            .ShouldContain(error => error.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("Тверская область")]
    [InlineData("«ТВЕРСКАЯ  область»")]
    public void Read_ParentIsTheRegion_IsNoParent(string written)
    {
        var register = new ReadRegister().Read(
            Encoding.UTF8.GetBytes($"код;название;вид;выше;ОКТМО\na;Ржевский район;муниципалитет;{written};\n"),
            "r.csv",
            new Register { Entries = [], Places = [] },
            region: "Тверская область"
        );
        register.Entries.ShouldHaveSingleItem().Parent.ShouldBeNull();
        register.Unsettled.ShouldBeEmpty();
    }

    [Fact]
    public void Read_ParentByName_IsTheEntryOfTheFile() =>
        Read("id,name,kind,parent,oktmo\nm1,Ржевский район,municipality,,\ns1,Школа № 1,school,Ржевский р-н,\n")
            .Entries[1]
            .Parent.ShouldBe("m1");

    [Fact]
    public void Read_RowOfTotals_IsPassedOverAndTold()
    {
        var register = Read("id,name,kind,parent,oktmo\nm1,Ржевский район,municipality,,\n,Итого,,,\n");
        register.Entries.ShouldHaveSingleItem().Name.ShouldBe("Ржевский район");
        register.Passed.ShouldHaveSingleItem().ShouldBe(new("r.csv:3:2", "Итого", "строка итогов"));
    }

    [Fact]
    public void Read_FaultsBetweenRows_NameBothRows() =>
        Faults(
                "r,Тверская область,region,,28000000,,\n"
                    + "r,Псковская область,region,,58000000,,\n"
                    + "a,Ржевский район,municipality,r,28000000,,\n"
                    + "b,район Ржевский,municipality,r,,,\n"
                    + "c,Бежецкий район,municipality,r,,,Весь Егонск\n"
                    + "d,Весьегонский район,municipality,r,,,Бежецкий м.р.|Весьегонск\n"
                    + "e,Круг,organisation,f,,,\n"
                    + "f,Кольцо,organisation,e,,,\n"
                    + "g,Себе,organisation,g,,,\n"
                    + "h,Хвост,organisation,e,,,\n"
            )
            .ShouldBe([
                "r.csv:3:1: id «r» уже есть в строке 2; id не повторяются",
                "r.csv:4:33: код ОКТМО 28000000 уже у записи «r» в строке 2; у каждой территории свой код",
                "r.csv:5:3: имя «район Ржевский» не отличить от имени записи «a» в строке 4; имена записей одного вида под одним родителем различаются не только регистром, ё, кавычками и сокращениями",
                "r.csv:7:39: имя «Бежецкий м.р.» не отличить от имени записи «c» в строке 6; имена записей одного вида под одним родителем различаются не только регистром, ё, кавычками и сокращениями",
                "r.csv:8:21: родители идут по кругу: e → f → e; вверху стоит запись без родителя",
                "r.csv:10:21: родители идут по кругу: g → g; вверху стоит запись без родителя",
            ]);

    [Fact]
    public void Read_TextInAWorkbookThatBeginsAsAnErrorOfAFormula_IsAName() =>
        new ReadRegister()
            .Read(
                new WorkbookBuilder()
                    .Table(
                        "Л",
                        [
                            ["id", "name", "kind", "parent", "oktmo"],
                            ["m1", "#Первый!", "municipality", "", ""],
                        ]
                    )
                    .Build(),
                "r.xlsx"
            )
            .Entries.ShouldHaveSingleItem()
            .Name.ShouldBe("#Первый!");

    [Fact]
    public void Read_SheetOfOneNamedColumn_NamesTheOthers() =>
        Should
            .Throw<InputException>(() =>
                new ReadRegister().Read(
                    new WorkbookBuilder()
                        .Table(
                            "Л",
                            [
                                ["id"],
                                ["m1"],
                            ]
                        )
                        .Build(),
                    "r.xlsx"
                )
            )
            .Errors.ShouldHaveSingleItem()
            .Found.ShouldBe("нет столбца с названиями");

    [Fact]
    public void Read_ASheetADistrict_ReadsThemAsOneRegister()
    {
        var book = new WorkbookBuilder()
            .Table(
                "Виды",
                [
                    ["код", "название"],
                    ["1", "Школа"],
                ]
            )
            .Table(
                "Луга",
                [
                    ["код", "название", "вид", "выше", "ОКТМО"],
                    ["m1", "Лужский район", "муниципалитет", "", ""],
                ]
            )
            .Table(
                "Школы",
                [
                    ["код", "название", "вид", "выше", "ОКТМО"],
                    ["s1", "Школа № 1", "школа", "m1", ""],
                ]
            );
        new ReadRegister().Read(book.Build(), "r.xlsx").Entries.Select(entry => entry.Id).ShouldBe(["m1", "s1"]);
        book.Table(
                "Ещё",
                [
                    ["код", "название", "вид", "выше"],
                    ["s2", "Школа № 2", "школа", "m1"],
                ]
            )
            .Table(
                "Повтор",
                [
                    ["код", "название", "вид", "выше", "ОКТМО"],
                    ["s1", "Школа № 3", "школа", "m1", ""],
                ]
            );
        Should
            .Throw<InputException>(() => new ReadRegister().Read(book.Build(), "r.xlsx"))
            .Errors.Select(error => error.ToString())
            .ShouldBe(["r.xlsx:Повтор!A2: id «s1» уже есть в строке 2 листа «Школы»; id не повторяются"]);
    }

    [Fact]
    public void Read_SchoolsOfOneNameInTwoMunicipalities_AreTwo() =>
        Read(
            Header
                + "m1,Лужский район,municipality,,,,\nm2,Лужский городской округ,municipality,,,,\ns1,Школа № 1,school,m1,41633000,,\ns2,Школа №1,school,m2,41633000,,\n"
        )
            .Entries.Count.ShouldBe(4);

    [Fact]
    public void Read_ColumnsOfSomethingElse_AreToldAndPassedOver() =>
        Read("id,name,,kind,тираж\nm1,Ржевский район,прочее,municipality,5\n")
            .Columns.Where(column => column.Field.Length == 0)
            .Select(column => column.Shown)
            .ShouldBe(["«тираж»", "столбцы без названия"]);

    [Theory]
    [InlineData(
        "m1,ЛУЖCКИЙ РАЙОН,municipality,,,,",
        "r.csv:2:4: в слове «ЛУЖCКИЙ» латинская «C»; наберите слово заново буквами одного алфавита"
    )]
    [InlineData("m1,Лужский район,municipality,,,,Лужcкий МР|Луга", "r.csv:2:34: в слове «Лужcкий» латинская «c»")]
    [InlineData("lо-1,Лужский район,municipality,,,,", "r.csv:2:1: в слове «lо» русская «о»")]
    public void Read_WordOfTwoAlphabets_IsRefusedWithTheLetter(string row, string fault) =>
        Faults(row + "\n").ShouldHaveSingleItem().ShouldStartWith(fault);

    [Fact]
    public void Read_OktmoAsTheClassifierPrintsIt_IsOneCodeHoweverWritten()
    {
        Read(Header + "m1,Майкоп,municipality,,79 605 000,,\n").Entries[0].Oktmo!.Digits.ShouldBe("79605000");
        Faults("m1,Волховский район,municipality,,41603000,,\nm2,Волхов,municipality,,41603000000,,\n")
            .ShouldHaveSingleItem()
            .ShouldContain("код ОКТМО 41603000 уже у записи «m1»");
    }

    [Fact]
    public void Read_InvisibleAndDecomposedLetters_AreNoOthers()
    {
        var entry = Read(Header + "m1,\uFEFFЛуж\u00ADскии\u0306 ра\u200Bи\u0306он,municipality,,,,\n").Entries[0];

        entry.Name.ShouldBe("Лужский район");
    }

    [Theory]
    [InlineData("ъ", null)]
    [InlineData("ъ", 1251)]
    [InlineData("ы", null)]
    [InlineData("Щ", 1251)]
    [InlineData("ё", 1251)]
    [InlineData("ъыь ", null)]
    public void Read_NameOfAHundredThousandLetters_IsRefusedForItsLengthWhateverItsLetters(string letters, int? page)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var name = string.Concat(Enumerable.Repeat(letters, 100_000 / letters.Length)).Trim();
        var csv = $"код;название;вид;выше;ОКТМО\nr;{name};регион;;\nm1;Лужский район;муниципалитет;r;\n";
        var encoding = page is { } known ? Encoding.GetEncoding(known) : Encoding.UTF8;

        Should
            .Throw<InputException>(() => new ReadRegister().Read(encoding.GetBytes(csv), "r.csv"))
            .Errors.Select(error => error.ToString())
            .ShouldBe([$"r.csv:2:3: текст длиннее {Russian.Number(32_767)} знаков, а больше в ячейку Excel не помещается; сократите его"]);
    }

    [Fact]
    public void Read_NameOrIdLongerThanASiteTakes_IsRefusedWithPlaceAndLimit() =>
        Faults($"{new string('a', 101)},{string.Concat(Enumerable.Repeat("Ржевский район ", 21))},municipality,,,,\n")
            .ShouldBe(["r.csv:2:1: текст длиннее 100 знаков; сократите его", "r.csv:2:103: текст длиннее 300 знаков; сократите его"]);
}
