using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using Orientir.Core.Files;

namespace Orientir.Core.Letters;

/// <summary>How the way to the mail server is encrypted.</summary>
public enum MailEncryption
{
    /// <summary>From the first byte: port 465.</summary>
    FromTheFirstByte,

    /// <summary>By STARTTLS where the server offers it; a password is told only then.</summary>
    WhereOffered,

    /// <summary>By STARTTLS or not at all.</summary>
    Demanded,

    /// <summary>Not: a relay in one's own network.</summary>
    None,
}

/// <summary>
/// The mail server and how to use it, read once at start: ORIENTIR_SMTP «smtps://user:password@host:465» or «smtp://host:587», with
/// «?tls=required» or «?tls=none»; ORIENTIR_MAIL_FROM; ORIENTIR_SMTP_ROOT; ORIENTIR_MAIL_PER_MINUTE; ORIENTIR_MAIL_TIMEOUT.
/// </summary>
public sealed record MailSettings
{
    private const string ServerSetting = "ORIENTIR_SMTP";
    private const string FromSetting = "ORIENTIR_MAIL_FROM";
    private const string RootSetting = "ORIENTIR_SMTP_ROOT";
    private const string RateSetting = "ORIENTIR_MAIL_PER_MINUTE";
    private const string TimeoutSetting = "ORIENTIR_MAIL_TIMEOUT";

    private MailSettings() { }

    /// <summary>No mail: letters are printed.</summary>
    public static MailSettings None { get; } = new();

    /// <summary>Whether letters are sent: a server and a sender are named, and nothing is wrong with the settings.</summary>
    public bool IsConfigured => Host.Length > 0 && Faults.Count == 0;

    /// <summary>What is wrong with the settings, for people; never with a password.</summary>
    public IReadOnlyList<InputError> Faults { get; private init; } = [];

    /// <summary>The server; empty where none is named.</summary>
    public string Host { get; private init; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; private init; }

    /// <summary>How the way there is encrypted.</summary>
    public MailEncryption Encryption { get; private init; }

    /// <summary>The name to sign in with; null for none.</summary>
    public string? User { get; private init; }

    /// <summary>The password; null for none.</summary>
    public string? Password { get; private init; }

    /// <summary>The sender: an address, with a name or without.</summary>
    public string From { get; private init; } = "";

    /// <summary>Roots trusted beside those of the system.</summary>
    public X509Certificate2Collection Roots { get; private init; } = [];

    /// <summary>How many letters the server takes in a minute.</summary>
    public int PerMinute { get; init; } = 60;

    /// <summary>How long to wait for the server to let in, and again for it to take a letter.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The server and nothing else: a record would print its password.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Reads the settings. Wrong ones are said in <see cref="Faults"/>, and no mail is sent by them.</summary>
    /// <param name="setting">The value of a setting by its name; null or empty where it is not set.</param>
    public static MailSettings Read(Func<string, string?> setting)
    {
        var (server, from, root) = (Trimmed(ServerSetting), Trimmed(FromSetting), Trimmed(RootSetting));
        var faults = new List<InputError>();
        var perMinute = NumberOf(RateSetting, None.PerMinute, 6000, "писем в минуту");
        var timeout = NumberOf(TimeoutSetting, (int)None.Timeout.TotalSeconds, 600, "секунд");
        if (server is null && from is null)
            return faults.Count == 0 ? None : None with { Faults = faults };
        if (server is null)
            faults.Add(
                new(ServerSetting, "не задана, письма не уйдут", "назовите сервер, например smtps://имя:пароль@mail.example.ru:465")
            );
        if (from is null)
            faults.Add(new(FromSetting, "не задана", "укажите, от кого письма, например orientir@example.ru"));
        else if (!MailboxAddress.TryParse(from, out var sender) || !EmailAddress.IsOne(sender.Address))
            faults.Add(new(FromSetting, $"«{from}» — не адрес почты", "пример: Ориентир <orientir@example.ru>"));
        var read = (server is null ? null : ServerOf(server, faults)) ?? None;
        var settings = read with
        {
            From = from ?? "",
            Roots = root is null ? [] : RootsOf(root, faults),
            PerMinute = perMinute,
            Timeout = TimeSpan.FromSeconds(timeout),
        };
        return settings with { Faults = faults };

        string? Trimmed(string name) => setting(name)?.Trim() is { Length: > 0 } value ? value : null;

        int NumberOf(string name, int usual, int most, string unit) => SettingNumber.Read(setting, name, usual, (1, most), unit, faults);
    }

    private static MailSettings? ServerOf(string text, List<InputError> faults)
    {
        // The text is never repeated: there is a password in it.
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var address)
            || address.Scheme is not ("smtp" or "smtps")
            || address.Host.Length == 0
            || address.AbsolutePath.Trim('/').Length > 0
            || address.Fragment.Length > 0
        )
        {
            faults.Add(
                new(
                    ServerSetting,
                    "не разобрать адрес сервера",
                    "примеры: smtps://имя:пароль@mail.example.ru:465, smtp://mail.example.ru:587; "
                        + "особые знаки имени и пароля пишите кодами: @ — %40, : — %3A, / — %2F, # — %23, ? — %3F, % — %25"
                )
            );
            return null;
        }
        var secure = address.Scheme == "smtps";
        var port =
            address.Port > 0 ? address.Port
            : secure ? 465
            : 587;
        var encryption =
            // The ports of STARTTLS: who writes smtps there wants encryption in any case.
            secure
                ? port is 587 or 25
                    ? MailEncryption.Demanded
                    : MailEncryption.FromTheFirstByte
                : MailEncryption.WhereOffered;
        switch (address.Query)
        {
            case "":
                break;
            case "?tls=required":
                if (!secure)
                    encryption = MailEncryption.Demanded;
                break;
            case "?tls=none" when !secure:
                encryption = MailEncryption.None;
                break;
            default:
                faults.Add(
                    new(
                        ServerSetting,
                        "неизвестное слово после «?»",
                        "понимается только tls=required (без шифрования не отправлять) и, у smtp://, tls=none (не шифровать)"
                    )
                );
                break;
        }
        if (!secure && port == 465)
            faults.Add(new(ServerSetting, "на порту 465 шифруют с первого байта", "напишите smtps://…:465 или другой порт"));
        var (user, password) = address.UserInfo.Split(':', 2) switch
        {
            [{ Length: > 0 } name, var word] => (Uri.UnescapeDataString(name), (string?)Uri.UnescapeDataString(word)),
            [{ Length: > 0 } name] => (Uri.UnescapeDataString(name), null),
            _ => (null, null),
        };
        if (user is not null && string.IsNullOrEmpty(password))
            faults.Add(new(ServerSetting, "названо имя, но не пароль", "напишите smtps://имя:пароль@сервер:465"));
        return new()
        {
            Host = address.IdnHost,
            Port = port,
            Encryption = encryption,
            User = user,
            Password = password,
        };
    }

    private static X509Certificate2Collection RootsOf(string path, List<InputError> faults)
    {
        var roots = new X509Certificate2Collection();
        if (SpecialFile.WordOf(path) is { } kind)
        {
            faults.Add(new(RootSetting, $"«{path}» — {kind}, а не файл", "нужен файл PEM (-----BEGIN CERTIFICATE-----)"));
            return roots;
        }
        try
        {
            roots.ImportFromPemFile(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or CryptographicException)
        {
            roots.Clear();
        }
        if (roots.Count == 0)
            faults.Add(
                new(RootSetting, $"в файле «{path}» не прочесть корневой сертификат", "нужен файл PEM (-----BEGIN CERTIFICATE-----)")
            );
        return roots;
    }
}
