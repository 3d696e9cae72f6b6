using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>Notes that the cookie of a session was renewed, so that its row is kept.</summary>
public sealed class RenewSession(OrientirContext context, TimeProvider time)
{
    /// <summary>Notes it.</summary>
    public Task RunAsync(string session, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return context.Sessions.Where(row => row.Id == session).ExecuteUpdateAsync(row => row.SetProperty(one => one.SeenAt, now), cancel);
    }
}
