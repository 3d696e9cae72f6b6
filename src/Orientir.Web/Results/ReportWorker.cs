using Orientir.Core.Reports;

namespace Orientir.Web.Results;

/// <summary>Makes report packages as they are asked for, one at a time: a package takes all processors.</summary>
/// <param name="open">Opens a context of its own.</param>
/// <param name="time">The clock.</param>
/// <param name="log">What could not be made.</param>
internal sealed partial class ReportWorker(Func<OrientirContext> open, TimeProvider time, ILogger<ReportWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var maker = new MakeReport(open, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await maker.NextAsync(stoppingToken))
                    await Task.Delay(Pause, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The database may be away for a moment: the worker must outlive that.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Failed(log, fault);
                await Task.Delay(Pause * 10, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "report package could not be made")]
    private static partial void Failed(ILogger logger, Exception fault);
}
