using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public class SheetNamesTests
{
    [Theory]
    [InlineData("г. Ржев", "г. Ржев")]
    [InlineData("а[1]:б*в?г/д\\е", "а(1)-б в г-д-е")]
    [InlineData("'Заря'", "Заря")]
    [InlineData("", "Лист")]
    [InlineData("***", "Лист")]
    [InlineData("имя\nв две\tстроки", "имя в две строки")]
    [InlineData("history", "history (2)")]
    [InlineData("Всеволожский муниципальный район Ленинградской области", "Всеволожский муниципальный…")]
    [InlineData("Североморскзаполярноеобъединённоемуниципальное", "Североморскзаполярноеобъединён…")]
    public void Take_AwkwardName_GivesOneExcelAccepts(string wanted, string expected) => new SheetNames().Take(wanted).ShouldBe(expected);

    [Fact]
    public void Take_SameNames_AreNumberedWhateverTheCase()
    {
        var names = new SheetNames();
        names.Take("Район").ShouldBe("Район");
        names.Take("РАЙОН").ShouldBe("РАЙОН (2)");
        names.Take("район").ShouldBe("район (3)");
    }

    [Fact]
    public void Take_ManyLongNames_StayUniqueAndShort()
    {
        var names = new SheetNames();
        var taken = Enumerable.Range(0, 1200).Select(_ => names.Take("Всеволожский муниципальный район Ленинградской области")).ToList();
        taken.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(1200);
        taken.ShouldAllBe(name => name.Length <= SheetNames.Longest);
    }
}
