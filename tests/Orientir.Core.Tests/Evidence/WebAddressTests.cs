using FsCheck;
using FsCheck.Fluent;
using Orientir.Core.Evidence;
using Orientir.Core.Submissions;

namespace Orientir.Core.Tests.Evidence;

public sealed class WebAddressTests
{
    [Theory]
    [InlineData("https://ru.wikipedia.org/wiki/Мониторинг_(значения)", "https://ru.wikipedia.org/wiki/Мониторинг_(значения)")]
    [InlineData(" example.ru ", "https://example.ru")]
    [InlineData("образование.рф", "https://образование.рф")]
    [InlineData("www.example.com/a", "https://www.example.com/a")]
    [InlineData("site.example/docs/1", "https://site.example/docs/1")]
    [InlineData("«https://example.ru/a»", "https://example.ru/a")]
    [InlineData("<https://example.ru/a>", "https://example.ru/a")]
    [InlineData("\"https://example.ru/a\"", "https://example.ru/a")]
    [InlineData("https://example.ru/a;", "https://example.ru/a")]
    [InlineData("HTTP://Example.ru/A", "HTTP://Example.ru/A")]
    [InlineData("http://10.0.0.1:8080/doc", "http://10.0.0.1:8080/doc")]
    [InlineData("https://web.archive.org/web/2020/http://a.ru/", "https://web.archive.org/web/2020/http://a.ru/")]
    [InlineData("https://example.ru/docs/Приказ № 15 от 12.03.2026.pdf", "https://example.ru/docs/Приказ%20№%2015%20от%2012.03.2026.pdf")]
    [InlineData("https://example.ru/«а»", "https://example.ru/%C2%ABа%C2%BB")]
    public void Of_AddressAsWritten_IsKept(string text, string address)
    {
        WebAddress.Of(text).ShouldBe(address);
        WebAddress.Of(address).ShouldBe(address);
    }

    [Theory]
    [InlineData("нет.")]
    [InlineData("https://нет.")]
    [InlineData("12.03.2026")]
    [InlineData("12.03.2026/15")]
    [InlineData("https://12.03.2026")]
    [InlineData("п.3")]
    [InlineData("1.1")]
    [InlineData("1.Mo")]
    [InlineData("и.о.")]
    [InlineData("архив.rar")]
    [InlineData("отчёт.xlsm")]
    [InlineData("скан.tif")]
    [InlineData("приказ.pdf")]
    [InlineData("не адрес")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://localhost/a")]
    [InlineData("https://user@example.ru")]
    [InlineData("https://example.ru/a Приказ")]
    public void Of_NoAddress_IsNone(string text) =>
        WebAddress
            .Read(text)
            .ShouldSatisfyAllConditions(read => read.Address.ShouldBeNull(), read => read.Fault!.ShouldContain("не адрес"));

    [Fact]
    public void Read_LongAddress_IsMeasuredAsShown()
    {
        var encoded = "https://example.ru/" + string.Concat(Enumerable.Repeat("%D0%B9", 420));

        WebAddress.Of(encoded).ShouldBe(encoded);
        WebAddress.Read("https://example.ru/" + new string('a', 2000)).Fault!.ShouldContain("слишком длинный");
        WebAddress.Read("https://a.ru https://b.ru").Fault!.ShouldContain("по одному");
    }

    [Theory]
    [InlineData("https://a.ru/1;https://a.ru/2", new[] { "https://a.ru/1", "https://a.ru/2" })]
    [InlineData("https://a.ru/1,https://a.ru/2", new[] { "https://a.ru/1", "https://a.ru/2" })]
    [InlineData("https://a.ru/1 , www.a.ru/2\n", new[] { "https://a.ru/1", "www.a.ru/2" })]
    [InlineData("https://a.ru/1;2,3", new[] { "https://a.ru/1;2,3" })]
    [InlineData("план https://a.ru/1; https://a.ru/2", new[] { "план https://a.ru/1; https://a.ru/2" })]
    [InlineData("https://a.ru/1\r\nне ссылка\n\n  a.ru/приказ № 5.pdf \n", new[] { "https://a.ru/1", "не ссылка", "a.ru/приказ № 5.pdf" })]
    [InlineData("a.ru/1; b.ru/2 c.ru", new[] { "a.ru/1", "b.ru/2", "c.ru" })]
    [InlineData("https://a.ru/приказ № 5.pdf", new[] { "https://a.ru/приказ № 5.pdf" })]
    public void Split_FieldOfSeveral_IsEachByItself(string text, string[] addresses) => WebAddress.Split(text).ShouldBe(addresses);

    [Theory]
    [InlineData("https://a.ru/1;https://a.ru/2", "https://a.ru/1", "https://a.ru/2")]
    [InlineData("https://a.ru/1,https://a.ru/2", "https://a.ru/1", "https://a.ru/2")]
    [InlineData("План «https://a.ru/1»", "План: https://a.ru/1")]
    [InlineData("<https://a.ru/1> — план", "план: https://a.ru/1")]
    [InlineData("см. https://a.ru/1_(а).", "см.: https://a.ru/1_(а)")]
    [InlineData("План (https://a.ru/1)", "План: https://a.ru/1")]
    [InlineData("lenobl.ru", "https://lenobl.ru")]
    [InlineData("приказ от 12.03.2026 № 15 «О плане»", "приказ № 15 от 12.03.2026 «О плане»")]
    [InlineData("приказ N 15 от 12.03.2026 «О плане»", "приказ № 15 от 12.03.2026 «О плане»")]
    [InlineData("письмо от 12 марта 2026 г. N 08-70 «О мониторинге»", "письмо № 08-70 от 12.03.2026 «О мониторинге»")]
    public void In_LineOfACell_IsItsEvidence(string line, params string[] said) => Said(line).ShouldBe(said);

    [Theory]
    [InlineData("нет.")]
    [InlineData("12.03.2026")]
    [InlineData("архив.rar")]
    [InlineData("https://example.ru/docs/Приказ № 15 от 12.03.2026.pdf")]
    public void In_WhatIsNoEvidence_IsAskedAbout(string line) =>
        WrittenEvidence.In(line, null).ShouldHaveSingleItem().Fault.ShouldNotBeNull();

    [Fact]
    public void In_LinkUnderAShortenedAddress_IsTheTarget()
    {
        const string Target = "https://example.ru/prikaz-o-monitoringe";

        WrittenEvidence.In("https://example.ru/prik...", Target).ShouldHaveSingleItem().Fields!.Url.ShouldBe(Target);
        WrittenEvidence
            .In("Приказ", Target)
            .ShouldHaveSingleItem()
            .Fields!.ShouldSatisfyAllConditions(fields => fields.Url.ShouldBe(Target), fields => fields.Title.ShouldBe("Приказ"));
    }

    /// <summary>What we write into a cell we read back unchanged, whatever the address holds and ends with.</summary>
    [Fact]
    public void In_LineOfOurs_GivesTheAddressUnchanged()
    {
        var parts = Gen.Elements(
            "а",
            "b",
            "Й",
            "(",
            ")",
            "[",
            "]",
            ".",
            ",",
            ";",
            ":",
            "!",
            "?",
            "-",
            "_",
            "/",
            "%20",
            "=",
            "&",
            "#",
            "~",
            "'",
            "№",
            "1",
            "http",
            "www.",
            "«",
            "»",
            "<",
            ">"
        );
        var paths = parts.ListOf().Select(list => "https://example.ru/" + string.Concat(list));
        var titles = Gen.Elements<string?>(null, "Приказ", "Положение (ред. 2)", "План — 2026", "Отчёт.");
        Prop.ForAll(
                paths.ToArbitrary(),
                titles.ToArbitrary(),
                (path, title) =>
                {
                    if (WebAddress.Of(path) is not { } url)
                        return;
                    var line = EvidenceLine.Of(new(EvidenceKind.Link, url, title));
                    WrittenEvidence.In(line, null).Select(one => one.Fields?.Url).ShouldBe([url], line);
                    WebAddress.Of(url).ShouldBe(url);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData("письмо № 4 от 01.02.2026")]
    [InlineData("письмо от 01.02.2026 № 4.")]
    public void Written_RequisitesWithoutATitle_LackTheTitleAlone(string line)
    {
        var fault = WrittenEvidence.In(line, null).ShouldHaveSingleItem().Fault!;
        fault.Found.ShouldBe($"«{line}» — у документа нет названия");
        fault.Allowed.ShouldBe($"допишите его в кавычках: {line.TrimEnd('.')} «О мониторинге»");
    }

    private static IEnumerable<string> Said(string line) =>
        WrittenEvidence.In(line, null).Select(one => one.Fields?.Line ?? one.Fault!.Found);
}
