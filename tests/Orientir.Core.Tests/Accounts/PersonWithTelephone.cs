using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Accounts;
using OtpNet;

namespace Orientir.Core.Tests.Accounts;

/// <summary>Somebody in a world who enters by two steps, with the application that tells the codes.</summary>
internal sealed class PersonWithTelephone(RegionWorld world, int user)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Takes a step of one's own second factor.</summary>
    public Task<IReadOnlyList<string>> StepAsync(SecondFactorStep step, string proof = "") =>
        world.In(context =>
            new ChangeSecondFactor(context, Users(world, context), world.Clock, SignInLimits.Usual).RunAsync(
                world.Operator with
                {
                    UserId = user,
                },
                new(step, proof),
                Cancel
            )
        );

    /// <summary>The code of the moment.</summary>
    public Task<string> CodeAsync() =>
        world.In(async context =>
        {
            var account = await context.Users.SingleAsync(row => row.Id == user, Cancel);
            var key = await Users(world, context).GetAuthenticatorKeyAsync(account);
            return new Totp(Base32Encoding.ToBytes(key!)).ComputeTotp(world.Clock.Now);
        });

    /// <summary>Accounts as the site keeps them.</summary>
    public static UserManager<User> Users(RegionWorld world, OrientirContext context)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(context).AddSingleton<TimeProvider>(world.Clock);
        services.AddAccountRules().AddTokenProvider<TelephoneCode>(TokenOptions.DefaultAuthenticatorProvider);
        return services.BuildServiceProvider().GetRequiredService<UserManager<User>>();
    }
}
