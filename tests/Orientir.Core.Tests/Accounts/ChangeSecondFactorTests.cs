using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using OtpNet;

namespace Orientir.Core.Tests.Accounts;

public class ChangeSecondFactorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Database.Sqlite)]
    [InlineData(Database.Postgres)]
    public async Task Factor_BegunAndConfirmed_TakesEachCodeOnceAndPasswordToChange(Database database)
    {
        using var world = await RegionWorld.MakeAsync(database);
        var user = await world.AccountAsync("person", new NewGrant(Role.Expert, world.RegionId));
        (await StepAsync(world, user, SecondFactorStep.Begin)).ShouldBeEmpty();
        await RefusedAsync(SecondFactorStep.Confirm, "000000", RefusalKind.Invalid);
        var code = await CodeAsync(world, user);
        (await StepAsync(world, user, SecondFactorStep.Confirm, code)).Count.ShouldBe(10);
        await RefusedAsync(SecondFactorStep.Begin, "", RefusalKind.Conflict);
        await RefusedAsync(SecondFactorStep.Confirm, code, RefusalKind.Conflict);
        await RefusedAsync(SecondFactorStep.NewCodes, "не тот", RefusalKind.Invalid);
        var codes = await StepAsync(world, user, SecondFactorStep.NewCodes, RegionWorld.Password);
        codes.Count.ShouldBe(10);
        // Only hashes of the codes are kept.
        var kept = await world.In(context => context.Database.SqlQueryRaw<string>("SELECT \"Value\" FROM user_tokens").ToListAsync(Cancel));
        kept.ShouldAllBe(token => !codes.Any(one => token.Contains(one, StringComparison.OrdinalIgnoreCase)));
        await RefusedAsync(SecondFactorStep.Off, "не тот", RefusalKind.Invalid);
        (await OnAsync()).ShouldBeTrue();
        await StepAsync(world, user, SecondFactorStep.Off, RegionWorld.Password);
        (await OnAsync()).ShouldBeFalse();
        (await world.In(context => context.AuditEntries.CountAsync(entry => entry.Action == "account.second-factor", Cancel))).ShouldBe(4);

        async Task RefusedAsync(SecondFactorStep step, string proof, RefusalKind kind) =>
            (await Should.ThrowAsync<RefusedException>(() => StepAsync(world, user, step, proof))).Kind.ShouldBe(kind);

        Task<bool> OnAsync() =>
            world.In(context => context.Users.Where(row => row.Id == user).Select(row => row.TwoFactorEnabled).SingleAsync(Cancel));
    }

    private static Task<IReadOnlyList<string>> StepAsync(RegionWorld world, int user, SecondFactorStep step, string proof = "") =>
        world.In(context =>
            new ChangeSecondFactor(context, Users(world, context), world.Clock).RunAsync(
                world.Operator with
                {
                    UserId = user,
                },
                new(step, proof),
                Cancel
            )
        );

    private static Task<string> CodeAsync(RegionWorld world, int user) =>
        world.In(async context =>
        {
            var users = Users(world, context);
            var account = await context.Users.SingleAsync(row => row.Id == user, Cancel);
            return new Totp(Base32Encoding.ToBytes((await users.GetAuthenticatorKeyAsync(account))!)).ComputeTotp(world.Clock.Now);
        });

    private static UserManager<User> Users(RegionWorld world, OrientirContext context)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(context).AddSingleton<TimeProvider>(world.Clock);
        services.AddAccountRules().AddTokenProvider<TelephoneCode>(TokenOptions.DefaultAuthenticatorProvider);
        return services.BuildServiceProvider().GetRequiredService<UserManager<User>>();
    }
}
