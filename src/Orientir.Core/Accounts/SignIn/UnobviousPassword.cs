using Microsoft.AspNetCore.Identity;

namespace Orientir.Core.Accounts;

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
