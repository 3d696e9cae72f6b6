using System.Text;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("Бокситогорский район", "Бокситогорский район")]
    [InlineData("МО «Город Ржев»", "МО «Город Ржев»")]
    [InlineData("Школа \"№ 1/2\"", "Школа '№ 1-2'")]
    [InlineData("А:Б\\В|Г", "А-Б-В-Г")]
    [InlineData("а<б>в?г*", "а_б_в_г_")]
    [InlineData("  г.\u00A0Кимры\t\n ", "г. Кимры")]
    [InlineData("...", "Без названия")]
    [InlineData("", "Без названия")]
    [InlineData("..скрытый", "скрытый")]
    [InlineData("Район. . ", "Район")]
    [InlineData("CON", "_CON")]
    [InlineData("com1.район", "_com1.район")]
    [InlineData("nul .x", "_nul .x")]
    [InlineData("CONSUL", "CONSUL")]
    [InlineData("и\u0306", "й")]
    [InlineData("А\u202Eгксв\u200B", "Агксв")]
    public void Of_OneTitle_IsReadableAndValid(string title, string name) => FileNames.Of([title], ".docx").ShouldBe([name + ".docx"]);

    [Fact]
    public void Of_EqualTitles_AreNumberedWhateverTheCase() =>
        FileNames
            .Of(["Район", "район", "Район (2)", "РАЙОН."], ".docx")
            .ShouldBe(["Район.docx", "район (2).docx", "Район (2) (2).docx", "РАЙОН (3).docx"]);

    [Fact]
    public void Of_LongTitles_AreCutAndStayDistinct()
    {
        var names = FileNames.Of(
            [new('Ж', 150), new string('Ж', 149) + "б", string.Concat(Enumerable.Repeat("𠀀", 75)), new('字', 150)],
            ".docx"
        );
        names.ShouldBeUnique();
        names.ShouldAllBe(name => name.Length <= 105 && Encoding.UTF8.GetByteCount(name) <= 255);
        names[1].ShouldEndWith(" (2).docx");
        names.ShouldAllBe(name => !name.Any(char.IsSurrogate) || name.EnumerateRunes().All(rune => rune != Rune.ReplacementChar));
    }

    [Fact]
    public void Of_LoneSurrogate_IsReplaced() => FileNames.Of(["А\uD800"], ".docx").ShouldBe(["А\uFFFD.docx"]);
}
