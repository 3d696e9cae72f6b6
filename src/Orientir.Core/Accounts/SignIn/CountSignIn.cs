namespace Orientir.Core.Accounts;

/// <summary>
/// Lets those who come to sign in or to use a link do so a few at a time in a process, each counted first by its network over all sites of
/// the installation. What proves a person takes a dozen statements beside the hash: were all who come at one moment begun at once, those
/// who are in would wait for them all.
/// </summary>
public sealed class CountSignIn(OrientirContext context, TimeProvider time, SignInLimits limits)
{
    // Two prove passwords meanwhile (Passwords), two others ask and write.
    private static readonly Turns Turns = new(atOnce: 4, mostWaiting: 2_000);

    /// <summary>Waits for its turn, counts it and goes on.</summary>
    /// <param name="address">Network address it comes from.</param>
    /// <param name="enter">What it came for; must wait for nothing the one who came may hold back, such as the rest of a form.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>How long it has to wait where that is one too many; null where it went on.</returns>
    /// <exception cref="RefusedException">Too many wait already.</exception>
    public Task<TimeSpan?> RunAsync(string address, Func<Task> enter, CancellationToken cancel = default) =>
        Turns.TakeAsync(
            async () =>
            {
                var wait = await new AttemptCounts(context, time, limits).ComeAsync(address, cancel);
                if (wait is null)
                    await enter();
                return wait;
            },
            cancel
        );
}
