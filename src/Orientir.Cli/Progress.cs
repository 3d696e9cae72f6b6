namespace Orientir.Cli;

/// <summary>
/// A progress bar on the standard error stream, drawn only when that is a terminal and the work is long enough to be
/// wondered about. Also the place where Ctrl-C stops the work.
/// </summary>
internal sealed class Progress(string title)
{
    private const int Cells = 30;
    private const long QuietMilliseconds = 400;
    private const long StepMilliseconds = 100;

    private static bool drawn;

    private readonly long _started = Environment.TickCount64;
    private long _drawnAt;

    /// <summary>Says how much is done.</summary>
    /// <exception cref="OperationCanceledException">Ctrl-C was pressed.</exception>
    public void Report(long done, long total)
    {
        Tool.StopIfInterrupted();
        var now = Environment.TickCount64;
        if (total <= 0 || Console.IsErrorRedirected || now - _started < QuietMilliseconds || now - _drawnAt < StepMilliseconds) return;
        _drawnAt = now;
        var filled = (int)(Cells * Math.Min(done, total) / total);
        Draw($"\r{title} [{new string('█', filled)}{new string('░', Cells - filled)}] {100 * Math.Min(done, total) / total}\u00A0%");
        drawn = true;
    }

    /// <summary>Removes the bar.</summary>
    public static void Clear()
    {
        if (!drawn) return;
        Draw("\r\e[K");
        drawn = false;
    }

    private static void Draw(string text)
    {
        using var stream = Console.OpenStandardError();
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
