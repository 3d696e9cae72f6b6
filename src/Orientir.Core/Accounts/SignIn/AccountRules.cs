using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
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
                options.Lockout = new()
                {
                    MaxFailedAccessAttempts = 5,
                    DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15),
                    AllowedForNewUsers = true,
                };
            })
            .AddUserStore<AccountStore>()
            .AddErrorDescriber<RussianErrors>()
            .AddPasswordValidator<UnobviousPassword>();

    /// <summary>The accounts of a unit of work, for commands; a site takes them from its services.</summary>
    public static UserManager<User> Users(OrientirContext context)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(context);
        services.AddAccountRules();
        return services.BuildServiceProvider().GetRequiredService<UserManager<User>>();
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

/// <summary>Users only: roles are grants of our own.</summary>
internal sealed class AccountStore(OrientirContext context, IdentityErrorDescriber? errors = null)
    : UserOnlyStore<User, OrientirContext, int>(context, errors)
{
    // Recovery codes open an account as passwords do, so only their hashes are kept; case and hyphens do not matter.
    public override Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(HashOf), cancellationToken);

    public override Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken) =>
        base.RedeemCodeAsync(user, HashOf(code), cancellationToken);

    private static string HashOf(string code) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant()))
        );
}

/// <summary>What the rules of accounts refuse, in words.</summary>
internal sealed class RussianErrors : IdentityErrorDescriber
{
    private static IdentityError Of(string code, string text) => new() { Code = code, Description = text };

    public override IdentityError DefaultError() => Of(nameof(DefaultError), "Не получилось. Повторите.");

    public override IdentityError ConcurrencyFailure() =>
        Of(nameof(ConcurrencyFailure), "Учётную запись изменил кто-то другой. Обновите страницу и повторите.");

    public override IdentityError PasswordMismatch() => Of(nameof(PasswordMismatch), "Нынешний пароль указан неверно.");

    public override IdentityError PasswordTooShort(int length) =>
        Of(
            nameof(PasswordTooShort),
            $"Пароль короче {Russian.Count(length, "знака", "знаков", "знаков")}. Подойдёт фраза из нескольких слов."
        );

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Of(
            nameof(PasswordRequiresUniqueChars),
            $"В пароле должно быть не меньше {Russian.Count(uniqueChars, "разного знака", "разных знаков", "разных знаков")}."
        );

    public override IdentityError InvalidEmail(string? email) =>
        Of(nameof(InvalidEmail), "Адрес электронной почты записан неверно. Пример: ivanova@example.org.");

    public override IdentityError InvalidUserName(string? userName) =>
        Of(nameof(InvalidUserName), "Адрес электронной почты записан неверно. Пример: ivanova@example.org.");

    public override IdentityError DuplicateUserName(string userName) =>
        Of(nameof(DuplicateUserName), "Учётная запись с таким адресом уже есть.");

    public override IdentityError DuplicateEmail(string email) => Of(nameof(DuplicateEmail), "Учётная запись с таким адресом уже есть.");

    public override IdentityError InvalidToken() => Of(nameof(InvalidToken), "Код не подошёл. Введите новый код из приложения.");
}

/// <summary>A password must not be what anybody would try first for this person.</summary>
internal sealed class UnobviousPassword : IPasswordValidator<User>
{
    private static readonly string[] Common = ["password", "qwerty", "йцукен", "пароль", "12345678", "orientir", "ориентир"];

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password)
    {
        var entered = password ?? "";
        var obvious =
            Common.Any(word => entered.Contains(word, StringComparison.OrdinalIgnoreCase))
            || user.Email?.Split('@')[0] is { Length: > 3 } name && entered.Contains(name, StringComparison.OrdinalIgnoreCase);
        return Task.FromResult(
            !obvious
                ? IdentityResult.Success
                : IdentityResult.Failed(
                    new IdentityError
                    {
                        Code = "PasswordObvious",
                        Description = "Такой пароль легко угадать: в нём ваш адрес или частое слово. Возьмите фразу из нескольких слов.",
                    }
                )
        );
    }
}
