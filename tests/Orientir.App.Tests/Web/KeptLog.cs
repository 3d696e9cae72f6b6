using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orientir.App.Tests.Web;

/// <summary>What a site says to its log, as far as it is warnings or errors.</summary>
internal sealed class KeptLog : ILoggerProvider
{
    /// <summary>Each line with the fault behind it, if one was logged.</summary>
    public ConcurrentQueue<(string Line, Exception? Fault)> Lines { get; } = [];

    public void Join(IServiceCollection services) => services.AddSingleton<ILoggerProvider>(this);

    public ILogger CreateLogger(string categoryName) => new Part(this);

    public void Dispose() { }

    private sealed class Part(KeptLog all) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                all.Lines.Enqueue((formatter(state, exception), exception));
        }
    }
}
