using System.Diagnostics;
using System.Globalization;

namespace Orientir.Web.Layout;

/// <summary>One line per request: method, route, status, time, account. The route, not the path: paths hold secrets and names.</summary>
internal sealed partial class SiteLog(RequestDelegate next, ILogger<SiteLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (log.IsEnabled(LogLevel.Information))
                Write(context, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    private void Write(HttpContext context, double milliseconds)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "—";
        var user = context.RequestServices.GetService<SignedIn>()?.Actor?.UserId.ToString(CultureInfo.InvariantCulture) ?? "—";
        Answered(context.Request.Method, route, context.Response.StatusCode, milliseconds, user);
    }

    /// <summary>The hash that stands for the audit up to an entry: kept with the log, it tells a forged audit from the true one.</summary>
    [LoggerMessage(Level = LogLevel.Information, Message = "журнал действий опечатан до записи {Entry}: {Hash}")]
    public static partial void Sealed(ILogger logger, long entry, string hash);

    /// <summary>Which database and which files the site works with.</summary>
    [LoggerMessage(Level = LogLevel.Information, Message = "база данных: {Database}; файлы: {Files}")]
    public static partial void Opened(ILogger logger, string database, string files);

    /// <summary>What is done before the site can serve: the schema brought up to date, another program waited for.</summary>
    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    public static partial void Tell(ILogger logger, string line);

    /// <summary>The server of the database restarted, and a restoration was faster than the site.</summary>
    [LoggerMessage(Level = LogLevel.Critical, Message = "{Database}: под работающим сайтом восстановлена копия, сайт останавливается")]
    public static partial void Restored(ILogger logger, string database);

    /// <summary>A file could not be kept or read: what the person was told, where, and which setting to look at.</summary>
    [LoggerMessage(Level = LogLevel.Error, Message = "{Found}")]
    public static partial void FilesFail(ILogger logger, string found);

    /// <summary>What of the place works and is unsafe all the same.</summary>
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Found}")]
    public static partial void Warn(ILogger logger, string found);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} {Milliseconds} мс, запись {User}")]
    private partial void Answered(string method, string route, int status, double milliseconds, string user);
}
