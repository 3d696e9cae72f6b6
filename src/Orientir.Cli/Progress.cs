using System.Text;
using Orientir.Core.Reports;

namespace Orientir.Cli;

/// <summary>
/// A progress bar on the standard error stream, drawn only when that is a terminal and the work is long enough to be
/// wondered about. Told by one thread at a time.
/// </summary>
internal sealed class Progress(string title) : IProgress<ReportProgress>
{
    private const int Cells = 30;
    private const long QuietMilliseconds = 400;
    private const long StepMilliseconds = 100;

    private static bool drawn;

    private readonly long _started = Environment.TickCount64;
    private long _drawnAt;

    /// <summary>Says how much is done.</summary>
    public void Report(ReportProgress value)
    {
        var (done, total) = (Math.Min(value.Done, value.Total), value.Total);
        var now = Environment.TickCount64;
        if (total <= 0 || Console.IsErrorRedirected || now - _started < QuietMilliseconds || now - _drawnAt < StepMilliseconds)
            return;
        _drawnAt = now;
        var filled = Cells * done / total;
        Draw($"\r{title} [{new string('█', filled)}{new string('░', Cells - filled)}] {100 * done / total}\u00A0%");
        drawn = true;
    }

    /// <summary>Removes the bar.</summary>
    public static void Clear()
    {
        if (!drawn)
            return;
        Draw("\r\e[K");
        drawn = false;
    }

    private static void Draw(string text)
    {
        using var stream = Console.OpenStandardError();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
