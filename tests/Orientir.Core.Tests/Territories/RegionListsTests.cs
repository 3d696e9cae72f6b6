using System.Text;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Territories;

/// <summary>Lists as regions have them, read without being made over.</summary>
public class RegionListsTests
{
    private static Register Read(string csv, Register? known = null, bool partly = false) =>
        new ReadRegister().Read(Encoding.UTF8.GetBytes(csv), "r.csv", known, partly: partly);

    private static byte[] Public(string file) => RegionWorld.File("TestData", "registers", file);

    [Theory]
    [InlineData("mari-el.csv", 17, "88701000", "город Йошкар-Ола", "88000000 88600000 88700000")]
    [InlineData("penza.csv", 30, "56734000", "ЗАТО город Заречный", "56000000 56600000 56700000")]
    public void Read_PublicListOfMunicipalities_TakesOktmoAsTheCode(string file, int count, string code, string name, string passed)
    {
        var register = new ReadRegister().Read(Public(file), file);

        register.Entries.Count.ShouldBe(count);
        register.Entries.ShouldAllBe(entry => entry.Kind == "municipality" && entry.Parent == null && entry.Id == entry.Oktmo!.Digits);
        register.Entries.ShouldContain(entry => entry.Id == code && entry.Name == name);
        register.Passed.Count.ShouldBe(passed.Split(' ').Length);
        register
            .Columns.Select(column => (column.Title, column.Field))
            .ShouldBe([("Код", "id"), ("КЧ", "oktmo_control"), ("Наименование", "name"), ("Центр", "")]);
    }

    [Fact]
    public void Read_MessyList_UnderstandsEachColumnAndTellsWhatItPassedOver()
    {
        var register = Read(
            "Список муниципальных образований области на 1 сентября;;;;;;;\n;;;;;;;\n"
                + "№ п/п;Наименование МО;Код ОКТМО;Тип МО;Ф.И.О. руководителя МОУО;Должность;Контактный телефон;E-mail\n"
                + "1;2;3;4;5;6;7;8\n"
                + ";Муниципальные районы;;;;;;\n"
                + "1;Гдовский район;58608000;муниципальный район;Первая А. А.;начальник;8 (81131) 0-00-00;a@example.org, b@example.org\n"
                + "2;Псков;58701000000;городской округ;\"Вторая Б. Б.;Третий В. В.\";\"начальник;методист\";;\"c@example.org;d@example.org\"\n"
                + ";Итого по области;;;;;;\n"
        );

        register
            .Entries.Select(entry => (entry.Id, entry.Kind, entry.Type, entry.Parent))
            .ShouldBe([("58608000", "municipality", "муниципальный район", null), ("58701000", "municipality", "городской округ", null)]);
        register
            .Entries[0]
            .Contacts.ShouldBe([new("Первая А. А.", "начальник", "8 (81131) 0-00-00", "a@example.org"), new("", "", "", "b@example.org")]);
        register
            .Entries[1]
            .Contacts.ShouldBe([
                new("Вторая Б. Б.", "начальник", "", "c@example.org"),
                new("Третий В. В.", "методист", "", "d@example.org"),
            ]);
        register.Passed.Select(row => row.Why).ShouldBe(["номера столбцов", "заголовок части списка", "строка итогов"]);
        register.Columns.Where(column => column.Field.Length == 0).Select(column => column.Shown).ShouldBe(["«№ п/п»"]);
    }

    [Theory]
    [InlineData("муниципальный район", "municipality", "муниципальный район")]
    [InlineData("Муниципальный округ", "municipality", "муниципальный округ")]
    [InlineData("городской округ", "municipality", "городской округ")]
    [InlineData("ЗАТО", "municipality", "ЗАТО")]
    [InlineData("муниципалитет", "municipality", "")]
    [InlineData("СОШ", "school", "СОШ")]
    [InlineData("Гимназия", "school", "гимназия")]
    [InlineData("детский сад", "organisation", "детский сад")]
    [InlineData("школа", "school", "")]
    public void Read_KindInRussian_IsOurKindAndItsType(string written, string kind, string type)
    {
        var entry = Read($"название;вид\nИмя;{written}\n").Entries.ShouldHaveSingleItem();
        (entry.Kind, entry.Type).ShouldBe((kind, type));
    }

    [Fact]
    public void Read_SchoolsUnderTheNamesOfTheirMunicipalities_StandUnderThem()
    {
        var known = Read("код;название;вид\nm1;Лужский район;муниципалитет\nm2;Тихвинский район;муниципалитет\n");
        var register = Read(
            "№;Наименование школы;Адрес;Телефон\nЛужский муниципальный район;;;\n1;МБОУ СОШ № 1;ул. Мира, 1;1\n2;МБОУ «Лицей»;ул. Мира, 2;2\n"
                + "Тихвинский район;;;\n1;МБОУ СОШ № 1;ул. Мира, 3;3\nВсего школ: 3;;;\n",
            known
        );

        register
            .Entries.Select(entry => (entry.Id, entry.Kind, entry.Parent))
            .ShouldBe([("m1-mbou-sosh-1", "school", "m1"), ("m1-mbou-litsey", "school", "m1"), ("m2-mbou-sosh-1", "school", "m2")]);
        register.Passed.Count.ShouldBe(3);
    }

    [Fact]
    public void Read_ColumnOfMunicipalitiesBesideSchools_IsWhatTheyStandUnder()
    {
        var known = Read("код;название;вид\nm1;Лужский район;муниципалитет\n");
        Read("Муниципалитет;Наименование ОО\nЛужский р-н;Гимназия № 2\n", known)
            .Entries.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                entry => entry.Parent.ShouldBe("m1"),
                entry => entry.Kind.ShouldBe("school"),
                entry => entry.Name.ShouldBe("Гимназия № 2")
            );
    }

    [Fact]
    public void Read_MunicipalityMergedOverItsSchools_IsThatOfEach()
    {
        var known = Read("код;название;вид\nm1;Лужский район;муниципалитет\n");
        var book = new WorkbookBuilder().Table(
            "Школы",
            [
                ["Муниципалитет", "Наименование школы"],
                ["Лужский район", "Школа № 1"],
                ["", "Школа № 2"],
            ],
            "<mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells>"
        );
        new ReadRegister()
            .Read(book.Build(), "r.xlsx", known)
            .Entries.Select(entry => (entry.Name, entry.Parent))
            .ShouldBe([("Школа № 1", "m1"), ("Школа № 2", "m1")]);
    }

    [Fact]
    public void Read_OneRegionAbove_IsImplied() =>
        Read("код;название;вид\nr;Псковская область;регион\nm1;Гдовский район;муниципалитет\n").Entries[1].Parent.ShouldBe("r");

    [Fact]
    public void Read_NameThatTellsNoKind_IsAskedFor() =>
        Should
            .Throw<InputException>(() => Read("название;телефон\nРадуга;1\n"))
            .Errors.ShouldHaveSingleItem()
            .ToString()
            .ShouldBe(
                "r.csv:2:1: не понять, что такое «Радуга»: муниципалитет, школа или другая организация; добавьте столбец «вид» или впишите "
                    + "вид в него"
            );

    [Fact]
    public void Read_Partly_LeavesWrongRowsAndWhatStandsUnderThemAndTellsEach()
    {
        const string List =
            "код;название;вид;выше;ОКТМО;почта\nm1;Гдовский район;муниципалитет;;58608000;a@example.org\nm2;Островский район;муниципалитет;;12;\n"
            + "s1;Школа № 1;школа;m2;;\nm3;Псковский район;муниципалитет;;;плохой\n";
        var register = Read(List, partly: true);

        register.Entries.ShouldHaveSingleItem().Id.ShouldBe("m1");
        register.Left.Select(error => error.Place).ShouldBe(["r.csv:3:36", "r.csv:5:36", "r.csv:4:20"], ignoreOrder: true);
        Should.Throw<InputException>(() => Read(List)).Errors.Count.ShouldBe(2);
    }

    [Fact]
    public void Read_ColumnSaidToHoldAField_IsReadAsIt()
    {
        var register = new ReadRegister().Read(
            Encoding.UTF8.GetBytes("Шифр;Объект;Вид\nx1;Гдов;муниципалитет\n"),
            "r.csv",
            columns: new Dictionary<string, string> { ["шифр"] = "id", ["объект"] = "name" }
        );
        register
            .Entries.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(entry => entry.Id.ShouldBe("x1"), entry => entry.Name.ShouldBe("Гдов"));
    }
}
