using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Orientir.Core.Accounts;

/// <summary>An attempt at an account that was counted.</summary>
/// <param name="Account">Hash of the address.</param>
/// <param name="Network">From where.</param>
/// <param name="Wait">How long nothing is let try; null where this one is.</param>
internal sealed record CountedAttempt(string Account, string Network, TimeSpan? Wait)
{
    public bool IsLetTry => Wait is null;
}

/// <summary>
/// Counts attempts to enter, in the database, so that several sites count together. What is counted and when it closes what:
/// <see cref="SignInAttempts"/>. The same statements run whether there is such an account or not.
/// </summary>
internal sealed class AttemptCounts(OrientirContext context, TimeProvider time, SignInLimits limits)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>The hash that stands for an address.</summary>
    public static string AccountOf(string email) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.Trim().Normalize().ToUpperInvariant())));

    /// <summary>Counts an attempt before it is made.</summary>
    /// <param name="email">The address of the account, known or not.</param>
    /// <param name="userId">The account; null for an unknown one.</param>
    /// <param name="address">From where.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<CountedAttempt> BeginAsync(string email, int? userId, string address, CancellationToken cancel)
    {
        var (account, network) = (AccountOf(email), Network.Of(address));
        TimeSpan? wait = null;
        await ChangeAsync(
            account,
            network,
            userId,
            (here, elsewhere, all) =>
            {
                var known = here.IsKnown(Now);
                wait = here.WaitAt(Now) ?? (known ? null : elsewhere.WaitAt(Now) ?? all.WaitOfStrangers(Now, limits.WrongPerHour));
                if (wait is not null)
                    return;
                here.Try(Now);
                if (!known)
                    elsewhere.TryElsewhere(Now);
            },
            cancel
        );
        return new(account, network, wait);
    }

    /// <summary>It was wrong, or not let try.</summary>
    public Task ErrAsync(CountedAttempt attempt, CancellationToken cancel) =>
        ChangeAsync(attempt.Account, attempt.Network, null, (_, _, all) => all.Err(Now), cancel);

    /// <summary>It was right, and the account is entered.</summary>
    public Task EnterAsync(CountedAttempt attempt, CancellationToken cancel) =>
        BeRightAsync(attempt, here => here.Enter(Now), elsewhere => elsewhere.Forget(), cancel);

    /// <summary>It was right, and a further step is to come.</summary>
    public Task TakeBackAsync(CountedAttempt attempt, CancellationToken cancel) =>
        BeRightAsync(attempt, here => here.TakeBack(), elsewhere => elsewhere.TakeBack(), cancel);

    // Of a network the account is known from nothing was counted elsewhere.
    private Task BeRightAsync(
        CountedAttempt attempt,
        Action<SignInAttempts> changeHere,
        Action<SignInAttempts> changeElsewhere,
        CancellationToken cancel
    ) =>
        ChangeAsync(
            attempt.Account,
            attempt.Network,
            null,
            (here, elsewhere, _) =>
            {
                if (!here.IsKnown(Now))
                    changeElsewhere(elsewhere);
                changeHere(here);
            },
            cancel
        );

    /// <summary>Forgets what was tried at an account; within a transaction of the caller's.</summary>
    public static async Task ForgetAsync(OrientirContext context, string email, CancellationToken cancel)
    {
        var of = AccountOf(email);
        var rows = context.SignInAttempts.Where(row => row.Account == of);
        // First the row whoever tries the account takes first: two at once never wait for one another.
        await ForgetAsync(rows.Where(row => row.Network == SignInAttempts.Every));
        await ForgetAsync(rows.Where(row => row.Network != SignInAttempts.Every));

        Task<int> ForgetAsync(IQueryable<SignInAttempts> some) =>
            some.ExecuteUpdateAsync(
                row => row.SetProperty(one => one.Count, 0).SetProperty(one => one.LockedUntil, (DateTime?)null),
                cancel
            );
    }

    /// <summary>Counts one more from a network; gives how long it has to wait where that is one too many.</summary>
    public async Task<TimeSpan?> ComeAsync(string address, CancellationToken cancel)
    {
        var network = Network.Of(address);
        // Who is refused already costs a reading only.
        var since = Now - TimeSpan.FromMinutes(1);
        var full = await context
            .SignInAttempts.Where(row =>
                row.Account == SignInAttempts.Every && row.Network == network && row.At > since && row.Count > limits.PerMinute
            )
            .Select(row => (DateTime?)row.At)
            .FirstOrDefaultAsync(cancel);
        if (full is { } begun)
            return begun + TimeSpan.FromMinutes(1) - Now;
        TimeSpan? wait = null;
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sign_in_attempts ("Account", "Network", "Count", "Wrong", "At") VALUES ({SignInAttempts.Every}, {network}, 0, 0, {Now})
            ON CONFLICT ("Account", "Network") DO UPDATE SET "Count" = sign_in_attempts."Count"
            """,
            cancel
        );
        await SaveAsync(await HeldAsync(SignInAttempts.Every, network, cancel), rows => wait = rows[0].Come(Now, limits.PerMinute), cancel);
        await transaction.CommitAsync(cancel);
        return wait;
    }

    private async Task ChangeAsync(
        string account,
        string network,
        int? userId,
        Action<SignInAttempts, SignInAttempts, SignInAttempts> change,
        CancellationToken cancel
    )
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        // The rows are there afterwards, and held in one order: two at once never wait for one another.
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sign_in_attempts ("Account", "Network", "UserId", "Count", "Wrong", "At")
            VALUES ({account}, {SignInAttempts.Every}, {userId}, 0, 0, {Now}), ({account}, {network}, {userId}, 0, 0, {Now}),
                ({SignInAttempts.Every}, {network}, NULL, 0, 0, {Now})
            ON CONFLICT ("Account", "Network") DO UPDATE SET "UserId" = coalesce(excluded."UserId", sign_in_attempts."UserId")
            """,
            cancel
        );
        await SaveAsync(
            await HeldAsync(account, network, cancel),
            rows =>
                change(
                    rows.Single(row => row.Account == account && row.Network == network),
                    rows.Single(row => row.Account == account && row.Network == SignInAttempts.Every),
                    rows.Single(row => row.Account == SignInAttempts.Every)
                ),
            cancel
        );
        await transaction.CommitAsync(cancel);
    }

    private Task<List<SignInAttempts>> HeldAsync(string account, string network, CancellationToken cancel) =>
        context
            .SignInAttempts.AsNoTracking()
            .Where(row =>
                row.Account == account && (row.Network == network || row.Network == SignInAttempts.Every)
                || row.Account == SignInAttempts.Every && row.Network == network
            )
            .ToListAsync(cancel);

    // All rows, changed or not, and nothing else the context may hold: the work is the same whatever came of the attempt.
    private async Task SaveAsync(List<SignInAttempts> rows, Action<List<SignInAttempts>> change, CancellationToken cancel)
    {
        change(rows);
        foreach (var row in rows)
            await context
                .SignInAttempts.Where(one => one.Id == row.Id)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(one => one.Count, row.Count)
                            .SetProperty(one => one.Wrong, row.Wrong)
                            .SetProperty(one => one.At, row.At)
                            .SetProperty(one => one.WrongSince, row.WrongSince)
                            .SetProperty(one => one.LockedUntil, row.LockedUntil)
                            .SetProperty(one => one.EnteredAt, row.EnteredAt),
                    cancel
                );
    }
}
