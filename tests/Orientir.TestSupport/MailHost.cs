using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Orientir.TestSupport;

/// <summary>How a mail server of a test is spoken to.</summary>
public enum MailWay
{
    /// <summary>Not encrypted at all.</summary>
    Plain,

    /// <summary>STARTTLS is offered.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte.</summary>
    Tls,
}

/// <summary>A mail server on a port of its own, with a certificate of a root of its own, that keeps what it is given.</summary>
internal sealed class MailHost : IAsyncDisposable
{
    public const string User = "orientir@example.org";
    public const string Password = "p@ss:/?#%";

    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<MimeMessage> letters = [];
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string root = Path.GetTempFileName();
    private readonly MailWay way;
    private readonly Task serving;
    private int sessions;

    private MailHost(MailWay way, bool asksPassword)
    {
        this.way = way;
        var services = new ServiceProvider();
        var listening = new EndpointListenerFactory();
        listening.EndpointStarted += (_, started) => Port = ((IPEndPoint)started.LocalEndPoint).Port;
        services.Add(listening);
        services.Add((IMessageStore)new Keeping(this));
        services.Add((IMailboxFilter)new Refusing(this));
        services.Add((IUserAuthenticator)new DelegatingUserAuthenticator((_, user, password) => user == User && password == Password));
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint =>
            {
                endpoint
                    .Endpoint(new IPEndPoint(IPAddress.Loopback, 0))
                    .IsSecure(way == MailWay.Tls)
                    .AuthenticationRequired(asksPassword)
                    .AllowUnsecureAuthentication(way == MailWay.Plain);
                if (way != MailWay.Plain)
                    endpoint.Certificate(MakeCertificate());
            })
            .Build();
        var server = new SmtpServer.SmtpServer(options, services);
        server.SessionCreated += (_, _) => Interlocked.Increment(ref sessions);
        serving = server.StartAsync(stop.Token);
    }

    public static MailHost Start(MailWay way = MailWay.Plain, bool asksPassword = false) => new(way, asksPassword);

    public int Port { get; private set; }

    /// <summary>What to answer for an address: 550, 450; nothing takes it.</summary>
    public Func<string, int?> AnswerFor { get; set; } = _ => null;

    /// <summary>The words beside the number.</summary>
    public string AnswerText { get; set; } = "not this one";

    /// <summary>Whether the server says nothing after the letter, until it is stopped.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Whether the server hangs up instead of answering to the letter.</summary>
    public bool Dies { get; set; }

    /// <summary>What is waited for between keeping a letter and saying so.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    /// <summary>The letters taken.</summary>
    public IReadOnlyList<MimeMessage> Letters => [.. letters];

    /// <summary>How many conversations there were.</summary>
    public int Sessions => Volatile.Read(ref sessions);

    /// <summary>ORIENTIR_SMTP as an administrator writes it.</summary>
    public string Setting(bool signsIn = false, string query = "") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(way == MailWay.Tls ? "smtps" : "smtp")}://{(signsIn ? $"{Uri.EscapeDataString(User)}:{Uri.EscapeDataString(Password)}@" : "")}127.0.0.1:{Port}{query}"
        );

    /// <summary>All settings of mail by this server.</summary>
    public (string Key, string Value)[] Settings(bool signsIn = false, string query = "") =>
        [
            ("ORIENTIR_SMTP", Setting(signsIn, query)),
            ("ORIENTIR_MAIL_FROM", "Ориентир <orientir@example.org>"),
            ("ORIENTIR_SMTP_ROOT", RootFile),
        ];

    /// <summary>The root its certificate is of, as a file; of any way a valid one.</summary>
    public string RootFile
    {
        get
        {
            if (new FileInfo(root).Length == 0)
                MakeCertificate().Dispose();
            return root;
        }
    }

    private X509Certificate2 MakeCertificate()
    {
        var (from, until) = (DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(200));
        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest("CN=Test root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuer = rootRequest.CreateSelfSigned(from, until);
        File.WriteAllText(root, issuer.ExportCertificatePem());
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var own = request.Create(issuer, from, until, [1, 2, 3, 4]);
        using var whole = own.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        // A test may have stopped it already, to be without a server.
        if (!released.TrySetResult())
            return;
        await stop.CancelAsync();
        try
        {
            await serving;
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        stop.Dispose();
        File.Delete(root);
        // Nobody answers at its port from now on, and no other test's server is given it.
        var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Connections that were cut may still lie at the port.
        silent.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        Silent.Add(silent);
    }

    private static readonly ConcurrentBag<Socket> Silent = [];

    private sealed class Keeping(MailHost host) : IMessageStore
    {
        public async Task<SmtpResponse> SaveAsync(
            ISessionContext context,
            IMessageTransaction transaction,
            ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            if (host.Dies)
            {
                context.Pipe.Dispose();
                throw new IOException("Hung up.");
            }
            if (host.IsSlow)
                await host.released.Task;
            using var content = new MemoryStream(buffer.ToArray());
            host.letters.Enqueue(await MimeMessage.LoadAsync(content, cancellationToken));
            // A test that fails before it lets the server answer must not hold its end.
            await Task.WhenAny(host.BeforeAnswer(), host.released.Task);
            return SmtpResponse.Ok;
        }
    }

    private sealed class Refusing(MailHost host) : IMailboxFilter
    {
        public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) =>
            Task.FromResult(true);

        public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            host.AnswerFor(to.AsAddress()) is { } code
                ? throw new SmtpResponseException(new SmtpResponse((SmtpReplyCode)code, host.AnswerText))
                : Task.FromResult(true);
    }
}
