using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orientir.TestSupport;

/// <summary>Counts the statements one context sends, those of one batch each, until it is disposed.</summary>
internal sealed class StatementCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly DbContext context;
    private readonly List<IDisposable> subscriptions = [];

    public StatementCount(DbContext context)
    {
        this.context = context;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public int Sent { get; private set; }

    /// <summary>Queries among what was sent, a batch for one: not what saves or holds.</summary>
    public int Queries { get; private set; }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
            subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // Other tests work with contexts of their own meanwhile.
        if (
            value.Key != RelationalEventId.CommandExecuting.Name
            || value.Value is not CommandEventData sent
            || !ReferenceEquals(sent.Context, context)
        )
            return;
        Sent += sent.Command.CommandText.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Length;
        Queries += sent.CommandSource == CommandSource.LinqQuery ? 1 : 0;
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());
}
