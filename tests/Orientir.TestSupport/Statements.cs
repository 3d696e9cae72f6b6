using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orientir.TestSupport;

/// <summary>Counts the statements one context sends to the database.</summary>
internal sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly OrientirContext context;
    private readonly List<IDisposable> heard = [];

    public Statements(OrientirContext context)
    {
        this.context = context;
        heard.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Queries so far.</summary>
    public int Queries { get; private set; }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == Microsoft.EntityFrameworkCore.DbLoggerCategory.Name)
            heard.Add(value.Subscribe(this));
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        // Other tests work with contexts of their own meanwhile.
        if (
            value.Key == RelationalEventId.CommandExecuting.Name
            && value.Value is CommandEventData { CommandSource: CommandSource.LinqQuery } command
            && ReferenceEquals(command.Context, context)
        )
            Queries++;
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => heard.ForEach(one => one.Dispose());
}
