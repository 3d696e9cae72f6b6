using Orientir.Core.Letters;

namespace Orientir.Core.Tests.Letters;

public class MailSettingsTests
{
    // The first two are the examples of docs/guide/settings.md; «smtps://…:587» is what worked before there was anything else.
    [Theory]
    [InlineData("smtps://имя:пароль@сервер.рф:465", "xn--b1afb6bcb.xn--p1ai", 465, MailEncryption.FromTheFirstByte, "имя", "пароль")]
    [InlineData("smtp://mail.example.ru:587", "mail.example.ru", 587, MailEncryption.WhereOffered, null, null)]
    [InlineData("smtps://mail.example.ru", "mail.example.ru", 465, MailEncryption.FromTheFirstByte, null, null)]
    [InlineData("smtp://mail.example.ru", "mail.example.ru", 587, MailEncryption.WhereOffered, null, null)]
    [InlineData("smtps://u:p@mail.example.ru:587", "mail.example.ru", 587, MailEncryption.Demanded, "u", "p")]
    [InlineData("smtp://u:p@mail.example.ru:2525?tls=required", "mail.example.ru", 2525, MailEncryption.Demanded, "u", "p")]
    [InlineData("smtp://10.0.0.5:25?tls=none", "10.0.0.5", 25, MailEncryption.None, null, null)]
    [InlineData(
        "smtps://a%40b.ru:p%3A%2F%23%25%3F@mail.example.ru",
        "mail.example.ru",
        465,
        MailEncryption.FromTheFirstByte,
        "a@b.ru",
        "p:/#%?"
    )]
    public void Read_OfAServer_SaysHowItIsSpokenTo(
        string server,
        string host,
        int port,
        MailEncryption encryption,
        string? user,
        string? password
    )
    {
        var read = Read(server);
        read.Faults.ShouldBeEmpty();
        read.IsConfigured.ShouldBeTrue();
        (read.Host, read.Port, read.Encryption, read.User, read.Password).ShouldBe((host, port, encryption, user, password));
        read.ToString().ShouldBe($"{host}:{port}");
    }

    [Theory]
    [InlineData("mail.example.ru:465", "примеры")]
    [InlineData("https://mail.example.ru", "примеры")]
    [InlineData("smtp://u:sec@ret#1@mail.example.ru", "примеры")]
    [InlineData("smtp://mail.example.ru:465", "465")]
    [InlineData("smtp://mail.example.ru?ssl=true", "tls=required")]
    [InlineData("smtps://mail.example.ru?tls=none", "tls=required")]
    [InlineData("smtps://somebody@mail.example.ru", "не пароль")]
    public void Read_OfAWrongServer_SaysWhatToWriteAndNeverThePassword(string server, string said)
    {
        var read = Read(server);
        read.IsConfigured.ShouldBeFalse();
        var fault = $"{read.Faults.ShouldHaveSingleItem()}";
        fault.ShouldContain(said);
        fault.ShouldNotContain("sec");
    }

    [Theory]
    [InlineData("ORIENTIR_MAIL_FROM", "", "от кого")]
    [InlineData("ORIENTIR_MAIL_FROM", "Ориентир", "не адрес")]
    [InlineData("ORIENTIR_SMTP", "", "не задана")]
    [InlineData("ORIENTIR_MAIL_PER_MINUTE", "много", "от 1 до 6000")]
    [InlineData("ORIENTIR_MAIL_TIMEOUT", "0", "от 1 до 600")]
    [InlineData("ORIENTIR_SMTP_ROOT", "/нет такого.pem", "PEM")]
    public void Read_OfAWrongSetting_SaysWhichAndWhy(string setting, string value, string said)
    {
        var read = Read("smtp://mail.example.ru", (setting, value));
        read.IsConfigured.ShouldBeFalse();
        var fault = read.Faults.ShouldHaveSingleItem();
        fault.Place.ShouldBe(setting);
        $"{fault}".ShouldContain(said);
    }

    [Fact]
    public void Read_OfNothing_PrintsLettersWithoutAFault()
    {
        var read = MailSettings.Read(_ => null);
        (read.IsConfigured, read.Faults.Count).ShouldBe((false, 0));
    }

    private static MailSettings Read(string server, params (string Name, string Value)[] others) =>
        MailSettings.Read(name =>
            others.Any(one => one.Name == name) ? others.Single(one => one.Name == name).Value
            : name == "ORIENTIR_SMTP" ? server
            : name == "ORIENTIR_MAIL_FROM" ? "Ориентир <orientir@example.ru>"
            : null
        );
}
