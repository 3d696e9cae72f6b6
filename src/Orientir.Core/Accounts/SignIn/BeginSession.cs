using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>Begins a session of an account; the one the browser had before ends.</summary>
public sealed class BeginSession(OrientirContext context, TimeProvider time)
{
    /// <summary>Begins it and gives its key.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="before">Key of the session the browser had; null for none.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<string> RunAsync(int userId, string? before, CancellationToken cancel = default)
    {
        if (before is not null)
            await new EndSession(context).RunAsync(before, cancel);
        var session = Session.Of(userId, time.GetUtcNow().UtcDateTime);
        context.Sessions.Add(session);
        await context.SaveChangesAsync(cancel);
        context.Entry(session).State = EntityState.Detached;
        return session.Id;
    }
}
