using System.Text;
using Orientir.Core.Territories;

namespace Orientir.Core.Tests.Territories;

public class ResolveTests
{
    private static readonly string[] Tver =
    [
        "г.Кимры",
        "г.Ржев",
        "г.Тверь",
        "г.Торжок",
        "Андреапольский район",
        "Бежецкий район",
        "Бельский район",
        "Бологовский район",
        "Весьегонский",
        "Вышневолоцкий ГО",
        "Жарковский район",
        "Западнодвинский район",
        "Зубцовский район",
        "Калининский район",
        "Калязинский район",
        "Кашинский ГО",
        "Кесовогорский район",
        "Кимрский район",
        "Конаковский район",
        "Краснохолмский район",
        "Кувшиновский район",
        "Лесной район",
        "Лихославльский",
        "Максатихинский район",
        "Молоковский район",
        "Нелидовский ГО",
        "Оленинский район",
        "Осташковский ГО",
        "Пеновский район",
        "Рамешковский район",
        "Ржевский район",
        "Сандовский район",
        "Селижаровский район",
        "Сонковский",
        "Спировский район",
        "Старицкий район",
        "Торжокский район",
        "Торопецкий район",
        "Удомельский ГО",
        "Фировский район",
        "ЗАТО Озерный",
        "ЗАТО Солнечный",
    ];

    private static readonly string[] Perm =
    [
        "Муниципальное образование город Пермь",
        "Чайковский городской округ",
        "Добрянский городской округ",
        "Бардымский муниципальный округ",
        "Чусовской городской округ",
        "Муниципальное образование «Город Березники»",
        "Верещагинский городской округ",
        "Лысьвенский городской округ",
        "Пермский муниципальный округ",
        "Куединский муниципальный округ",
        "Ильинский городской округ",
        "Гайнский муниципальный округ",
        "Октябрьский муниципальный округ",
        "Оханский муниципальный округ",
        "Очерский городской округ",
        "Еловский муниципальный округ",
    ];

    private static readonly string[] Leningrad =
    [
        "Бокситогорский",
        "Волосовский",
        "Волховский",
        "Всеволожский",
        "Выборгский",
        "Гатчинский",
        "Кингисеппский",
        "Киришский",
        "Кировский",
        "Лодейнопольский",
        "Ломоносовский",
        "Лужский",
        "Подпорожский",
        "Приозерский",
        "Сланцевский",
        "Сосновоборский",
        "Тихвинский",
        "Тосненский",
    ];

    private static Register Of(params string[] names) =>
        new() { Entries = [.. names.Select((name, index) => new RegisterEntry($"{index}", name, "municipality", null, null, []))] };

    [Theory]
    [InlineData("Бeльcкий рaйoн", "Бельский район")]
    [InlineData("KИMPCKИЙ PAЙOH", "Кимрский район")]
    [InlineData("Pжeв", "г.Ржев")]
    public void Resolve_LatinLettersThatLookAlike_AreTheRussianOnes(string name, string expected) =>
        Resolved(Of(Tver), name).ShouldBe(expected);

    private static string? Resolved(Register register, string name) => register.Resolve(name).Entry?.Name;

    [Fact]
    public void Resolve_EveryNameOfTheRegions_FindsItself()
    {
        foreach (var names in (string[][])[Tver, Perm, Leningrad])
        {
            var register = Of(names);
            foreach (var name in names)
                Resolved(register, name).ShouldBe(name);
        }
    }

    [Theory]
    [InlineData("город Ржев", "г.Ржев")]
    [InlineData("Г. РЖЕВ", "г.Ржев")]
    [InlineData("Ржев г.", "г.Ржев")]
    [InlineData("Ржев", "г.Ржев")]
    [InlineData("городской округ Ржев", "г.Ржев")]
    [InlineData("городской округ город Ржев", "г.Ржев")]
    [InlineData("МО «Город Ржев»", "г.Ржев")]
    [InlineData("Ржевский р-н", "Ржевский район")]
    [InlineData("Ржевский", "Ржевский район")]
    [InlineData("район Ржевский", "Ржевский район")]
    [InlineData("Ржевский муниципальный район", "Ржевский район")]
    [InlineData("Ржевский муниципальный округ", "Ржевский район")]
    [InlineData("Ржевский м.р.", "Ржевский район")]
    [InlineData("МО Ржевский район", "Ржевский район")]
    [InlineData("Муниципальное образование «Ржевский район» Тверской", null)]
    [InlineData("Ржевский район (Тверская область)", "Ржевский район")]
    [InlineData("МО Ржевский", "Ржевский район")]
    [InlineData("Ржевский ГО", null)]
    [InlineData("Ржевский городской округ", null)]
    [InlineData("г. Ржевский", null)]
    [InlineData("ржевский  \u00A0район", "Ржевский район")]
    [InlineData("Вышневолоцкий городской округ", "Вышневолоцкий ГО")]
    [InlineData("Вышневолоцкий г.о.", "Вышневолоцкий ГО")]
    [InlineData("г.о. Вышневолоцкий", "Вышневолоцкий ГО")]
    [InlineData("Вышневолоцкий район", null)]
    [InlineData("г. Вышневолоцкий", null)]
    [InlineData("Весьегонский муниципальный округ", "Весьегонский")]
    [InlineData("Весьегонский", "Весьегонский")]
    [InlineData("Весьегонск", null)]
    [InlineData("ЗАТО Озёрный", "ЗАТО Озерный")]
    [InlineData("Озёрный", "ЗАТО Озерный")]
    [InlineData("городской округ ЗАТО «Озёрный»", "ЗАТО Озерный")]
    [InlineData("Озерный (ЗАТО)", "ЗАТО Озерный")]
    [InlineData("закрытое административно-территориальное образование Солнечный", "ЗАТО Солнечный")]
    [InlineData("Солнечный район", null)]
    [InlineData("Кимры", "г.Кимры")]
    [InlineData("Кимрский", "Кимрский район")]
    [InlineData("Кимры район", null)]
    [InlineData("Тверь", "г.Тверь")]
    [InlineData("Тверской", null)]
    [InlineData("Торжок", "г.Торжок")]
    [InlineData("Торжокский", "Торжокский район")]
    [InlineData("район", null)]
    [InlineData("", null)]
    [InlineData("«»", null)]
    [InlineData("7", "Бологовский район")]
    public void Resolve_FormsOfTverNames_FindOneOrNone(string name, string? expected) => Resolved(Of(Tver), name).ShouldBe(expected);

    [Theory]
    [InlineData("г. Пермь", "Муниципальное образование город Пермь")]
    [InlineData("Пермь", "Муниципальное образование город Пермь")]
    [InlineData("МО «Город Пермь»", "Муниципальное образование город Пермь")]
    [InlineData("Пермский МО", "Пермский муниципальный округ")]
    [InlineData("Пермский район", "Пермский муниципальный округ")]
    [InlineData("Пермский городской округ", null)]
    [InlineData("город Березники", "Муниципальное образование «Город Березники»")]
    [InlineData("Бардымский м.о.", "Бардымский муниципальный округ")]
    [InlineData("г. Чайковский", null)]
    [InlineData("Чайковский", "Чайковский городской округ")]
    [InlineData("Верещагинской городской округ", null)]
    [InlineData("Чусовский городской округ", null)]
    public void Resolve_FormsOfPermNames_FindOneOrNone(string name, string? expected) => Resolved(Of(Perm), name).ShouldBe(expected);

    [Theory]
    [InlineData("Лужский муниципальный район", "Лужский")]
    [InlineData("район Лужский", "Лужский")]
    [InlineData("МО Лужский муниципальный район", "Лужский")]
    [InlineData("Сосновоборский городской округ", "Сосновоборский")]
    [InlineData("Луга", null)]
    public void Resolve_FormsOfLeningradNames_FindOneOrNone(string name, string? expected) =>
        Resolved(Of(Leningrad), name).ShouldBe(expected);

    [Theory]
    [InlineData("Верещагинской городской округ", "Верещагинский городской округ")]
    [InlineData("Верищагинский ГО", "Верещагинский городской округ")]
    [InlineData("Чусовский городской округ", "Чусовской городской округ")]
    [InlineData("Пермский городской округ", "Пермский муниципальный округ")]
    public void Resolve_Misprint_ListsTheNearestFirst(string name, string nearest)
    {
        var resolution = Of(Perm).Resolve(name);

        resolution.Entry.ShouldBeNull();
        resolution.Candidates[0].Name.ShouldBe(nearest);
        resolution.Candidates.Count.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public void Resolve_Kimry_ListsBoth() =>
        Of(Tver).Resolve("Кимры район").Candidates.Take(2).Select(entry => entry.Name).ShouldBe(["г.Кимры", "Кимрский район"]);

    [Fact]
    public void Resolve_NameWithoutTypeThatTwoShare_IsAmbiguous()
    {
        var register = Of("Кировский район", "Кировский городской округ", "город Киров");

        register
            .Resolve("Кировский")
            .Candidates.Take(2)
            .Select(entry => entry.Name)
            .ShouldBe(["Кировский район", "Кировский городской округ"]);
        register.Resolve("Кировский").Entry.ShouldBeNull();
        register.Resolve("Кировский МО").Entry.ShouldBeNull();
        Resolved(register, "Кировский ГО").ShouldBe("Кировский городской округ");
        Resolved(register, "Кировский м.о.").ShouldBeNull();
        Resolved(register, "Кировский р-н").ShouldBe("Кировский район");
        Resolved(register, "Киров").ShouldBe("город Киров");
    }

    [Fact]
    public void Resolve_TwoMunicipalitiesOfOneName_AreNeverChosenBetween()
    {
        var register = Of("Кировский район", "район Кировский");

        Resolved(register, "Кировский муниципальный район").ShouldBeNull();
        register.Resolve("Кировский муниципальный район").Candidates.Count.ShouldBe(2);
    }

    [Fact]
    public void Resolve_IdCodeOrAlias_FindsTheEntry()
    {
        var register = new ReadRegister().Read(
            Encoding.UTF8.GetBytes(
                "id,name,kind,parent,oktmo,aliases\nr,Тверская область,region,,28000000,\nm1,Вышневолоцкий городской округ,municipality,r,28714000,Вышний Волочёк|ВВГО\n"
                    + "s1,Школа № 1,school,m1,28714000,\ns2,Школа № 11,school,m1,,\n"
            ),
            "r.csv"
        );

        foreach (var name in (string[])["m1", "28714000", "вышний волочек", "г. Вышний Волочёк", "«ВВГО»", " Вышневолоцкий ГО "])
            register.Resolve(name).Entry!.Id.ShouldBe("m1");
        register.Resolve("28714000", "school").Entry.ShouldBeNull();
        register.Resolve("Школа №1").Entry!.Id.ShouldBe("s1");
        register.Resolve("школа 1").Entry.ShouldBeNull();
        register.Resolve("Школа №1", "municipality").Entry.ShouldBeNull();
        register.Resolve("ТВЕРСКАЯ ОБЛАСТЬ").Entry!.Id.ShouldBe("r");
    }

    [Fact]
    public void ResolveNames_WorkbookUnderAHeader_AnswersNameByName()
    {
        var book = new WorkbookBuilder().Table(
            "Лист1",
            [
                ["Наименование муниципалитета", "Балл"],
                ["Ржевский район", "1"],
                ["г. Ржев", "2"],
            ]
        );
        new ResolveNames()
            .Resolve(Of("Ржевский район", "г. Ржев"), book.Build(), "имена.xlsx")
            .Select(answer => answer.Name)
            .ShouldBe(["Ржевский район", "г. Ржев"]);
    }

    [Fact]
    public void ResolveNames_ListInAFile_AnswersLineByLine()
    {
        var register = Of("Ржевский район", "г. Ржев");
        var answers = new ResolveNames().Resolve(
            register,
            Encoding.UTF8.GetBytes("\uFEFFРжев\r\n\r\n  Ржевское \r\nМосква\r\n"),
            "names.txt"
        );

        using var output = new MemoryStream();
        ResolveNames.WriteJson(answers, output);

        answers.Select(answer => answer.Name).ShouldBe(["Ржев", "Ржевское", "Москва"]);
        Encoding
            .UTF8.GetString(output.ToArray())
            .Replace("\n", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal)
            .ShouldBe(
                """[{"name":"Ржев","id":"1","candidates":[]},{"name":"Ржевское","id":null,"candidates":["1","0"]},{"name":"Москва","id":null,"candidates":[]}]"""
            );
    }
}
