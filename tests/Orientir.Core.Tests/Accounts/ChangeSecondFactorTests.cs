using Microsoft.EntityFrameworkCore;
using Orientir.Core.Accounts;

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
        var person = new PersonWithTelephone(world, user);
        (await person.StepAsync(SecondFactorStep.Begin)).ShouldBeEmpty();
        await RefusedAsync(SecondFactorStep.Confirm, "000000", RefusalKind.Invalid);
        var code = await person.CodeAsync();
        (await person.StepAsync(SecondFactorStep.Confirm, code)).Count.ShouldBe(10);
        await RefusedAsync(SecondFactorStep.Begin, "", RefusalKind.Conflict);
        await RefusedAsync(SecondFactorStep.Confirm, code, RefusalKind.Conflict);
        await RefusedAsync(SecondFactorStep.NewCodes, "не тот", RefusalKind.Invalid);
        var codes = await person.StepAsync(SecondFactorStep.NewCodes, RegionWorld.Password);
        codes.Count.ShouldBe(10);
        // Only hashes of the codes are kept.
        var kept = await world.In(context => context.Database.SqlQueryRaw<string>("SELECT \"Value\" FROM user_tokens").ToListAsync(Cancel));
        kept.ShouldAllBe(token => !codes.Any(one => token.Contains(one, StringComparison.OrdinalIgnoreCase)));
        await RefusedAsync(SecondFactorStep.Off, "не тот", RefusalKind.Invalid);
        (await OnAsync()).ShouldBeTrue();
        await person.StepAsync(SecondFactorStep.Off, RegionWorld.Password);
        (await OnAsync()).ShouldBeFalse();
        (await world.In(context => context.AuditEntries.CountAsync(entry => entry.Action == "account.second-factor", Cancel))).ShouldBe(4);

        async Task RefusedAsync(SecondFactorStep step, string proof, RefusalKind kind) =>
            (await Should.ThrowAsync<RefusedException>(() => person.StepAsync(step, proof))).Kind.ShouldBe(kind);

        Task<bool> OnAsync() =>
            world.In(context => context.Users.Where(row => row.Id == user).Select(row => row.TwoFactorEnabled).SingleAsync(Cancel));
    }
}
