using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Orientir.Core.Accounts;

/// <summary>The rules of accounts, the same for the site and for commands: ASP.NET Core Identity over our own store and grants.</summary>
public static class AccountRules
{
    /// <summary>Adds what makes and changes accounts; the context comes from the caller's services.</summary>
    public static IdentityBuilder AddAccountRules(this IServiceCollection services) =>
        services
            .AddIdentityCore<User>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.User.AllowedUserNameCharacters = "";
                options.Password = new()
                {
                    RequiredLength = 10,
                    RequiredUniqueChars = 5,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
            })
            .AddUserStore<AccountStore>()
            .AddErrorDescriber<RussianErrors>()
            .AddPasswordValidator<UnobviousPassword>();

    // The rules hold nothing of a unit of work, so that all commands and accounts share them.
    private static readonly Lazy<ServiceProvider> Rules = new(() =>
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAccountRules();
        return services.BuildServiceProvider();
    });

    /// <summary>The accounts of a unit of work, for commands; a site takes them from its services.</summary>
    /// <param name="context">The unit of work.</param>
    /// <param name="hasher">Hashes passwords; null as the site does.</param>
    public static UserManager<User> Users(OrientirContext context, IPasswordHasher<User>? hasher = null)
    {
        var rules = Rules.Value;
        return ActivatorUtilities.CreateInstance<UserManager<User>>(
            rules,
            new AccountStore(context, rules.GetRequiredService<IdentityErrorDescriber>()),
            hasher ?? rules.GetRequiredService<IPasswordHasher<User>>()
        );
    }

    /// <summary>Refuses what these rules refused, at the field it is about.</summary>
    internal static void Accepted(IdentityResult result, string passwordField, string emailField)
    {
        if (result.Succeeded)
            return;
        throw RefusedException.Invalid([
            .. result.Errors.Select(error => new FieldError(
                error.Code.Contains("Password", StringComparison.Ordinal) ? passwordField : emailField,
                error.Description
            )),
        ]);
    }
}
