using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Orientir.Core;

namespace Orientir.Web.Layout;

/// <summary>
/// What keeps the site from starting: a wrong setting or a fault of the place is a line of words for each, and exit code 2. Nobody who
/// installs reads a stack.
/// </summary>
internal static class StartFaults
{
    private const int WrongInput = 2;

    /// <summary>From here on such a fault ends the process with its lines.</summary>
    public static void TellInWords() =>
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            if (unhandled.ExceptionObject is not Exception fault || Of(fault) is not { } errors)
                return;
            foreach (var error in errors)
                Console.Error.WriteLine($"Сайт не запущен. {error}.");
            Environment.Exit(WrongInput);
        };

    /// <summary>Times are told in zones of regions: without the system's list of them nothing works.</summary>
    /// <exception cref="InputException">It is missing.</exception>
    public static void ProveZones()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Moscow", out _))
            throw new InputException([
                new("TZDIR", "в системе нет часовых поясов", "установите пакет tzdata или исправьте переменную TZDIR"),
            ]);
    }

    private static IReadOnlyList<InputError>? Of(Exception fault) =>
        fault switch
        {
            InputException refused => refused.Errors,
            IOException { InnerException: AddressInUseException } => Urls(
                "порт занят другой программой",
                "остановите её или укажите другой: http://localhost:5080"
            ),
            InvalidOperationException { InnerException: HttpListenerException } => Metrics(),
            SocketException { SocketErrorCode: SocketError.AccessDenied } => Urls(
                "этот порт открыт только администратору машины",
                "укажите порт от 1024: http://localhost:5080"
            ),
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => Urls(
                "у этой машины нет такого адреса",
                "укажите свой: http://localhost:5080"
            ),
            FormatException when fault.Message.Contains("url", StringComparison.OrdinalIgnoreCase) => Urls(
                "это не адрес",
                "напишите http://localhost:5080"
            ),
            _ => null,
        };

    private static InputError[] Metrics() =>
        [new(MetricsAddress.Setting, "этот порт занят другой программой или недоступен", "остановите её или укажите другой: 9464")];

    private static InputError[] Urls(string found, string allowed) => [new("ASPNETCORE_URLS", found, allowed)];
}
