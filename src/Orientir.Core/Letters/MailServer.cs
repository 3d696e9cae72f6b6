using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Orientir.Core.Letters;

/// <summary>
/// A conversation with the mail server: begun with the first letter, kept for the next ones, begun anew after it broke off.
/// </summary>
/// <param name="settings">Which server, and how.</param>
internal sealed class MailServer(MailSettings settings) : IAsyncDisposable
{
    // What is to be done stands after it and is not to be cut off.
    private const int LongestSaid = 250;

    // Whoever stops does not wait for a server that is gone to say goodbye.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private SmtpClient? client;

    private string Place => string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}");

    /// <summary>Hands a letter over; when this returns, the server has taken it.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancel">Stops, until the letter itself is on its way: one broken off then may have been taken.</param>
    /// <exception cref="MailFaultException">It did not.</exception>
    public async Task SendAsync(Letter letter, DateTime now, CancellationToken cancel)
    {
        using var message = Written(letter, now);
        var open = await LetInAsync(cancel);
        var isOnItsWay = false;
        try
        {
            await InTimeAsync(
                async patience =>
                {
                    using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(patience);
                    await using var stopped = cancel.Register(giveUp.Cancel);
                    await open.SendAsync(FormatOptions.Default, message, giveUp.Token, new OnItsWay(Begin));

                    void Begin()
                    {
                        isOnItsWay = true;
                        stopped.Dispose();
                    }
                },
                CancellationToken.None
            );
        }
        catch (SmtpCommandException refused)
        {
            // 421: «I am closing the connection».
            if ((int)refused.StatusCode == 421)
                await CloseAsync();
            throw Refusal(refused);
        }
        catch (ServiceNotAuthenticatedException shut)
        {
            throw SignInAsked(shut, Letter.Shortened(shut.Message, LongestSaid));
        }
        catch (NotSupportedException unable)
        {
            throw new MailFaultException(
                MailFaultKind.Refused,
                "Почтовый сервер не принимает адреса не латиницей. Проверьте адрес или напечатайте письмо.",
                unable
            );
        }
        catch (Exception broken) when (IsOfTheLine(broken, isOnItsWay ? CancellationToken.None : cancel))
        {
            await CloseAsync();
            throw new MailFaultException(
                MailFaultKind.Server,
                $"Почтовый сервер {Place} оборвал разговор или не ответил вовремя, пока принимал письмо.",
                broken
            );
        }
        catch (OperationCanceledException)
        {
            await CloseAsync();
            throw;
        }
        catch (Exception unforeseen)
        {
            await CloseAsync();
            throw new MailFaultException(MailFaultKind.Later, MailFaultException.WordsOf(unforeseen), unforeseen);
        }
    }

    /// <summary>Tells that the letter itself has begun to be handed over.</summary>
    private sealed class OnItsWay(Action begun) : ITransferProgress
    {
        public void Report(long bytesTransferred, long totalSize) => begun();

        public void Report(long bytesTransferred) => begun();
    }

    private MimeMessage Written(Letter letter, DateTime now)
    {
        try
        {
            return Compose(letter, now);
        }
        catch (Exception unwritable)
        {
            throw new MailFaultException(
                MailFaultKind.Refused,
                EmailAddress.IsOne(letter.ToEmail!)
                    ? $"Письмо не составить: {unwritable.Message.TrimEnd('.')}. Напечатайте его или сообщите эти слова администратору."
                    : $"«{letter.ToEmail}» — не адрес электронной почты: письмо по нему не уйдёт. Исправьте адрес или напечатайте письмо.",
                unwritable
            );
        }
    }

    /// <summary>Lets itself in and sends nothing.</summary>
    /// <exception cref="MailFaultException">The server is not there or does not let in.</exception>
    public Task GreetAsync(CancellationToken cancel) => LetInAsync(cancel);

    private MimeMessage Compose(Letter letter, DateTime now)
    {
        var from = MailboxAddress.Parse(settings.From);
        var message = new MimeMessage
        {
            Subject = letter.Subject,
            MessageId = $"{letter.MessageId}@{from.Domain}",
            Date = new DateTimeOffset(now, TimeSpan.Zero),
            Body = new TextPart("plain") { Text = letter.WholeWith(letter.Link ?? "") },
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(Encoding.UTF8, letter.ToName, letter.ToEmail!));
        // No out-of-office answers to it.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private async Task<SmtpClient> LetInAsync(CancellationToken cancel)
    {
        if (client is { IsConnected: true })
            return client;
        await CloseAsync();
        client = new SmtpClient
        {
            // Lists of revoked certificates lie at foreign hosts; an installation in a closed network would wait for them in vain.
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = Trusts,
        };
        try
        {
            await InTimeAsync(
                async patience =>
                {
                    await client.ConnectAsync(
                        settings.Host,
                        settings.Port,
                        settings.Encryption switch
                        {
                            MailEncryption.FromTheFirstByte => SecureSocketOptions.SslOnConnect,
                            MailEncryption.WhereOffered => SecureSocketOptions.StartTlsWhenAvailable,
                            MailEncryption.Demanded => SecureSocketOptions.StartTls,
                            _ => SecureSocketOptions.None,
                        },
                        patience
                    );
                    if (settings.User is not { } user)
                        return;
                    if (!client.IsSecure && settings.Encryption != MailEncryption.None)
                        throw new MailFaultException(
                            MailFaultKind.Server,
                            $"Почтовый сервер {Place} не предлагает шифрования, а пароль открыто не передаётся. Возьмите smtps:// и "
                                + "порт 465 или, если сервер стоит в вашей же сети, добавьте в ORIENTIR_SMTP «?tls=none»."
                        );
                    await client.AuthenticateAsync(user, settings.Password!, patience);
                },
                cancel
            );
            return client;
        }
        catch (Exception failed) when (WordsOf(failed, cancel) is { } words)
        {
            await CloseAsync();
            throw failed as MailFaultException ?? new MailFaultException(MailFaultKind.Server, words, failed);
        }
    }

    // The time a server is given is that of the machine: a server does not know the clock of the site.
    private async Task InTimeAsync(Func<CancellationToken, Task> talk, CancellationToken cancel, TimeSpan? most = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(most < settings.Timeout ? most.Value : settings.Timeout);
        await talk(patience.Token);
    }

    private string? WordsOf(Exception failed, CancellationToken cancel) =>
        failed switch
        {
            MailFaultException told => told.Message,
            SslHandshakeException =>
                $"Почтовый сервер {Place} не доказал, что он — тот самый: сертификат не проверен или шифрование не договорено. "
                    + "Проверьте имя сервера, порт и вид шифрования; свой корневой сертификат называет ORIENTIR_SMTP_ROOT.",
            AuthenticationException =>
                $"Почтовый сервер {Place} не принял имя или пароль. Проверьте их в ORIENTIR_SMTP: особые знаки пишутся кодами (@ — %40).",
            NotSupportedException when client is { IsConnected: true } =>
                $"Почтовый сервер {Place} не принимает вход по имени и паролю. Уберите их из ORIENTIR_SMTP или возьмите другой порт.",
            NotSupportedException =>
                $"Почтовый сервер {Place} не предлагает шифрования STARTTLS, а без него отправлять запрещено настройкой. "
                    + "Проверьте порт или напишите в ORIENTIR_SMTP smtps:// с портом 465.",
            SmtpCommandException refused => $"Почтовый сервер {Place} не начал разговор: {Said(refused)}.",
            SmtpProtocolException =>
                $"Почтовый сервер {Place} ответил не так, как отвечают почтовые серверы. Проверьте порт и вид шифрования.",
            _ when IsOfTheLine(failed, cancel) =>
                $"Почтовый сервер {Place} не отвечает. Проверьте, что он работает и доступен с этой машины.",
            OperationCanceledException => null,
            _ => $"Разговор с почтовым сервером {Place} не начать: {failed.Message.TrimEnd('.')}. Проверьте ORIENTIR_SMTP.",
        };

    private MailFaultException Refusal(SmtpCommandException refused) =>
        (refused.ErrorCode, (int)refused.StatusCode) switch
        {
            (_, 530 or 534 or 535 or 538) => SignInAsked(refused, Said(refused)),
            (SmtpErrorCode.SenderNotAccepted, _) => new(
                MailFaultKind.Server,
                $"Почтовый сервер {Place} не принимает письма от {settings.From}: проверьте ORIENTIR_MAIL_FROM ({Said(refused)}).",
                refused
            ),
            (_, 421) => new(MailFaultKind.Server, $"Почтовый сервер {Place} закрыл разговор: {Said(refused)}.", refused),
            (SmtpErrorCode.RecipientNotAccepted, >= 500) => new(
                MailFaultKind.Refused,
                $"Почтовый сервер не принимает этот адрес: {Said(refused)}. Проверьте адрес.",
                refused
            ),
            (_, >= 500) => new(MailFaultKind.Refused, $"Почтовый сервер не принял письмо: {Said(refused)}.", refused),
            _ => new(MailFaultKind.Later, $"Почтовый сервер пока не принял письмо: {Said(refused)}.", refused),
        };

    private MailFaultException SignInAsked(Exception refused, string said) =>
        new(
            MailFaultKind.Server,
            $"Почтовый сервер {Place} принимает письма только после входа: укажите имя и пароль в ORIENTIR_SMTP ({said}).",
            refused
        );

    private static string Said(SmtpCommandException refused) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)refused.StatusCode} {Letter.Shortened(refused.Message.ReplaceLineEndings(" ").Trim(), LongestSaid).TrimEnd('.')}"
        );

    private static bool IsOfTheLine(Exception failed, CancellationToken cancel) =>
        failed is SocketException or IOException or SmtpProtocolException or ServiceNotConnectedException or TimeoutException
        || failed is OperationCanceledException && !cancel.IsCancellationRequested;

    private bool Trusts(object sender, X509Certificate? certificate, X509Chain? offered, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || settings.Roots.Count == 0 || certificate is not X509Certificate2 own)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(settings.Roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in offered?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(own);
    }

    private async Task CloseAsync()
    {
        if (client is not { } open)
            return;
        client = null;
        try
        {
            if (open.IsConnected)
                await InTimeAsync(patience => open.DisconnectAsync(quit: true, patience), CancellationToken.None, Goodbye);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ProtocolException or OperationCanceledException)
        {
            // It is closed one way or another.
        }
        finally
        {
            open.Dispose();
        }
    }

    /// <summary>Says goodbye.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync();
}
