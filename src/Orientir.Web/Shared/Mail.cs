using System.Net;
using System.Net.Mail;
using System.Text;
using Orientir.Core.Accounts;

namespace Orientir.Web.Shared;

/// <summary>
/// Letters by SMTP where the site is told a server, by ORIENTIR_SMTP «smtps://user:password@host:587» (smtp without encryption) and
/// ORIENTIR_MAIL_FROM; letters are printed otherwise.
/// </summary>
internal sealed partial class Mail(IConfiguration configuration, ILogger<Mail> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Uri? server =
        Uri.TryCreate(configuration["ORIENTIR_SMTP"], UriKind.Absolute, out var stated) && stated.Scheme is "smtp" or "smtps"
            ? stated
            : null;
    private readonly string from = configuration["ORIENTIR_MAIL_FROM"] ?? "";

    public bool IsConfigured => server is not null && from.Length > 0;

    /// <summary>Sends letters of accounts; null where they are printed.</summary>
    public SendLetter? Letters => IsConfigured ? (letter, cancel) => SendAsync(letter.Email, letter.Subject, letter.Whole, cancel) : null;

    /// <summary>Sends one letter and tells whether the server took it.</summary>
    public async Task<bool> SendAsync(string to, string subject, string text, CancellationToken cancel)
    {
        if (!IsConfigured)
            return false;
        using var client = new SmtpClient(server!.Host, server.Port > 0 ? server.Port : 25) { EnableSsl = server.Scheme == "smtps" };
        if (server.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password])
            client.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        using var message = new MailMessage(from, to, subject, text) { SubjectEncoding = Encoding.UTF8, BodyEncoding = Encoding.UTF8 };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(message, patience.Token);
            return true;
        }
        // Whatever keeps a letter from going out, it is printed instead.
        catch (Exception failed)
            when (failed is SmtpException or OperationCanceledException or IOException && !cancel.IsCancellationRequested)
        {
            // What servers say names addresses of people, so that only its kind is kept.
            NotSent(failed.GetType().Name, (failed as SmtpException)?.StatusCode);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A letter did not go out: {Failure} {Status}")]
    private partial void NotSent(string failure, SmtpStatusCode? status);
}
