namespace Orientir.Web.Layout;

/// <summary>
/// Tells the log that the database can't be used, in a line: every request that meets it is a line of its own there already, so the same
/// trouble is told again only after a while.
/// </summary>
internal sealed partial class StoreTrouble(ILogger<StoreTrouble> log, TimeProvider time)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    private readonly Lock told = new();
    private StoreFault? last;
    private long at;

    /// <summary>Why the database can't be used, where that is why a request failed.</summary>
    public static StoreFault? Of(HttpContext http, Exception? fault) => http.RequestServices.GetService<OrientirContext>()?.FaultOf(fault);

    public void Tell(StoreFault fault)
    {
        lock (told)
        {
            if (fault == last && time.GetElapsedTime(at) < Again)
                return;
            (last, at) = (fault, time.GetTimestamp());
        }
        Unusable(log, fault);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "база данных недоступна: {Fault}")]
    private static partial void Unusable(ILogger logger, StoreFault fault);
}
