using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>Ends a session: its cookie opens nothing from now on, at whatever site.</summary>
public sealed class EndSession(OrientirContext context)
{
    /// <summary>Ends it; one that is over already stays so.</summary>
    public Task RunAsync(string session, CancellationToken cancel = default) =>
        context.Sessions.Where(row => row.Id == session).ExecuteDeleteAsync(cancel);
}
