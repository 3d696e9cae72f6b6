using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;

namespace Orientir.Core.Tests.Accounts;

public class PasswordsTests
{
    private const int Asked = 12;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Hashes nothing and counts who is at it; the first waits for a second to come.</summary>
    private sealed class MeetingHasher : IPasswordHasher<User>, IDisposable
    {
        private readonly ManualResetEventSlim met = new();
        private readonly Lock gate = new();
        private int now;

        public int Most { get; private set; }

        public bool OnThePool { get; private set; }

        public string HashPassword(User user, string password)
        {
            lock (gate)
            {
                Most = Math.Max(Most, ++now);
                OnThePool |= Thread.CurrentThread.IsThreadPoolThread;
                if (now > 1)
                    met.Set();
            }
            met.Wait(TimeSpan.FromMinutes(1));
            Thread.Sleep(20);
            lock (gate)
                now--;
            return password;
        }

        public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword) =>
            throw new NotSupportedException();

        public void Dispose() => met.Dispose();
    }

    [Fact]
    public async Task Hash_OfManyAtOnce_TakesTwoAtATimeOffTheThreadsOfThePages()
    {
        using var hasher = new MeetingHasher();
        using var world = await RegionWorld.MakeAsync(Database.Sqlite);
        await using var context = world.Open();
        var services = new ServiceCollection().AddLogging().AddSingleton(context).AddSingleton<IPasswordHasher<User>>(hasher);
        services.AddAccountRules();
        await using var provider = services.BuildServiceProvider();
        var passwords = new Passwords(provider.GetRequiredService<UserManager<User>>());

        var hashed = await Task.WhenAll(Enumerable.Range(0, Asked).Select(number => passwords.HashAsync($"{number}", Cancel)));

        hashed.ShouldBe(Enumerable.Range(0, Asked).Select(number => $"{number}"));
        (hasher.Most, hasher.OnThePool).ShouldBe((2, false));
    }
}
