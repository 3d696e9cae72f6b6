using Orientir.Core.Letters;

namespace Orientir.Core.Tests.Letters;

public class EmailAddressTests
{
    [Theory]
    [InlineData("ivanova@example.org")]
    [InlineData("operator@demo")]
    [InlineData("o'neil+mum_1@mail-1.example.ru")]
    [InlineData("анна@пример.рф")]
    [InlineData("a@xn--e1afmkfd.xn--p1ai")]
    public void IsOne_OfAnAddress_IsTrueAndALetterCanBeWrittenToIt(string text)
    {
        EmailAddress.IsOne(text).ShouldBeTrue();
        Should.NotThrow(() => new MimeKit.MailboxAddress("", text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@example.ru")]
    [InlineData("a@")]
    [InlineData("example.ru")]
    [InlineData("end.@example.ru")]
    [InlineData(".begin@example.ru")]
    [InlineData("two..dots@example.ru")]
    [InlineData("a@x.ru.")]
    [InlineData("a@.ru")]
    [InlineData("a@x..ru")]
    [InlineData("a@-x.ru")]
    [InlineData("a@x_y.ru")]
    [InlineData("a b@x.ru")]
    [InlineData("a@x.ru, b@x.ru")]
    [InlineData("a@x.ru;b@x.ru")]
    [InlineData("Анна <a@x.ru>")]
    [InlineData("<a@x.ru>")]
    [InlineData("a@x.ru\r\nBcc: b@x.ru")]
    [InlineData("a@b@x.ru")]
    [InlineData("a@x.ru (Анна)")]
    public void IsOne_OfAnythingElse_IsFalse(string text) => EmailAddress.IsOne(text).ShouldBeFalse();

    [Theory]
    [InlineData(64, 60, true)]
    [InlineData(65, 60, false)]
    [InlineData(10, 63, true)]
    [InlineData(10, 64, false)]
    public void IsOne_OfPartsLongerThanMailServersTake_IsFalse(int mailbox, int label, bool taken) =>
        EmailAddress.IsOne($"{new string('a', mailbox)}@{new string('b', label)}.ru").ShouldBe(taken);

    [Fact]
    public void IsOne_OfAWholeLongerThanMailServersTake_IsFalse()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('b', 47), 4));
        EmailAddress.IsOne($"{new string('a', 254 - domain.Length - 1)}@{domain}").ShouldBeTrue();
        EmailAddress.IsOne($"{new string('a', 255 - domain.Length - 1)}@{domain}").ShouldBeFalse();
    }
}
