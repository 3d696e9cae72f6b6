namespace Orientir.Core.Accounts;

/// <summary>
/// What was tried of late to enter an account from a network, an account from all networks where it is not known, or anything from a
/// network. An account is named by the hash of its address: known or not, all are counted alike, and what people typed is not kept.
/// </summary>
public sealed class SignInAttempts
{
    /// <summary>Stands for every account, or for every network.</summary>
    public const string Every = "*";

    /// <summary>So many wrong entries of an account from one network close it to that network.</summary>
    public const int MostWrong = 5;

    /// <summary>So many wrong entries of an account from networks it is not known in cost nobody any time.</summary>
    public const int FreeElsewhere = 10;

    /// <summary>How long an account is closed to a network, and the longest it is to all networks it is not known in.</summary>
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    /// <summary>How long an account is known in a network it was entered from.</summary>
    public static readonly TimeSpan Known = TimeSpan.FromDays(90);

    /// <summary>How long attempts matter that nobody entered by.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(2);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgottenHere = TimeSpan.FromHours(1);
    private static readonly TimeSpan ForgottenElsewhere = TimeSpan.FromDays(1);

    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <summary>SHA-256 of the normalized address of the account, hex; <see cref="Every"/> for a network as a whole.</summary>
    public required string Account { get; init; }

    /// <summary>The network: <see cref="Accounts.Network.Of"/>; <see cref="Every"/> for all in which the account is not known.</summary>
    public required string Network { get; init; }

    /// <summary>The account where there is one: for its lockout to be shown.</summary>
    public int? UserId { get; private set; }

    /// <summary>How many were tried that did not turn out right; of a network how many at all since <see cref="At"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Of a network: how many were wrong since <see cref="WrongSince"/>.</summary>
    public int Wrong { get; private set; }

    /// <summary>UTC of the last one; of a network of the beginning of the minute that is counted.</summary>
    public DateTime At { get; private set; }

    /// <summary>UTC, of a network.</summary>
    public DateTime? WrongSince { get; private set; }

    /// <summary>UTC; nothing is tried before.</summary>
    public DateTime? LockedUntil { get; private set; }

    /// <summary>UTC of the last right entry.</summary>
    public DateTime? EnteredAt { get; private set; }

    /// <summary>Whether the account was entered from the network of late.</summary>
    public bool IsKnown(DateTime now) => EnteredAt > now - Known;

    /// <summary>How long is still to wait; null where nothing stands in the way.</summary>
    public TimeSpan? WaitAt(DateTime now) => LockedUntil > now ? LockedUntil - now : null;

    /// <summary>
    /// One is tried from the network. It counts before it is known to be wrong, so that a hundred at once are not a hundred guesses: the
    /// fifth closes the account to the network unless it turns out right.
    /// </summary>
    public void Try(DateTime now)
    {
        if (LockedUntil <= now || At < now - ForgottenHere)
            (Count, LockedUntil) = (0, null);
        (Count, At) = (Count + 1, now);
        if (Count >= MostWrong)
            LockedUntil = now + Lockout;
    }

    /// <summary>One is tried from a network in which the account is not known: after the first ones each waits twice as long.</summary>
    public void TryElsewhere(DateTime now)
    {
        if (At < now - ForgottenElsewhere)
            (Count, LockedUntil) = (0, null);
        (Count, At) = (Count + 1, now);
        if (Count > FreeElsewhere)
            LockedUntil = now + TimeSpan.FromTicks(Math.Min(Lockout.Ticks, FirstDelay.Ticks << Math.Min(Count - FreeElsewhere - 1, 20)));
    }

    /// <summary>The last one was right.</summary>
    public void Enter(DateTime now) => (Count, LockedUntil, EnteredAt) = (0, null, now);

    /// <summary>The last one was right as far as it went, and is not counted; a further step is to come.</summary>
    public void TakeBack()
    {
        Count = Math.Max(0, Count - 1);
        LockedUntil = null;
    }

    /// <summary>What was tried is forgotten: an operator opens the account, or it has a new password.</summary>
    public void Forget() => (Count, LockedUntil) = (0, null);

    /// <summary>
    /// One more comes from a network within its minute: how long it has to wait where that is one too many; null otherwise.
    /// </summary>
    public TimeSpan? Come(DateTime now, int most)
    {
        if (At <= now - TimeSpan.FromMinutes(1) || At > now)
            (At, Count) = (now, 0);
        Count = Math.Min(Count, most) + 1;
        return Count > most ? At + TimeSpan.FromMinutes(1) - now : null;
    }

    /// <summary>One from the network was wrong.</summary>
    public void Err(DateTime now)
    {
        if (!(WrongSince > now - TimeSpan.FromHours(1)))
            (WrongSince, Wrong) = (now, 0);
        Wrong++;
    }

    /// <summary>How long strangers of the network have to wait after so many wrong ones in an hour; null for not at all.</summary>
    public TimeSpan? WaitOfStrangers(DateTime now, int most) =>
        Wrong >= most && WrongSince > now - TimeSpan.FromHours(1) ? WrongSince + TimeSpan.FromHours(1) - now : null;
}
