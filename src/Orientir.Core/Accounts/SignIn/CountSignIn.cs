namespace Orientir.Core.Accounts;

/// <summary>Counts one more that comes to sign in or to use a link, by its network, over all sites of the installation.</summary>
public sealed class CountSignIn(OrientirContext context, TimeProvider time, SignInLimits limits)
{
    // Of a crowd that comes at one moment a few are counted at a time: those who are in ask the database too.
    private static readonly Turns Turns = new(places: 4, mostWaiting: 2_000);

    /// <summary>Counts it; gives how long it has to wait where that is one too many, null otherwise.</summary>
    /// <param name="address">Network address it comes from.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="RefusedException">Too many wait already.</exception>
    public async Task<TimeSpan?> RunAsync(string address, CancellationToken cancel = default)
    {
        using (await Turns.TakeAsync(Network.Of(address), cancel))
            return await new AttemptCounts(context, time, limits).ComeAsync(address, cancel);
    }
}
